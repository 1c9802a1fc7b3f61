import { AppError, toErrorShape } from '../../../shared/errors/appError.ts';
import type { SendProgress } from '../../../shared/ipc/channels.ts';
import type { NodeClient, SendItem } from './nodeClient.ts';

const tickMs = 200;

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export interface SendJob {
  readonly sendId: string;
  readonly items: readonly SendItem[];
  /** Objects of the case whose bytes have not come to this console. */
  readonly absent: readonly string[];
  readonly open: () => Promise<NodeClient>;
  /** Called once, after the last progress was told. */
  readonly onEnd: (phase: SendProgress['phase']) => void;
}

/** Transfers to other systems under way. */
export class Sends {
  readonly #onProgress: (progress: SendProgress) => void;
  readonly #running = new Map<string, Running>();

  constructor(onProgress: (progress: SendProgress) => void) {
    this.#onProgress = onProgress;
  }

  /** Begins a transfer; how it goes is told by progress. Begun already: nothing. */
  start(job: SendJob): void {
    if (this.#running.has(job.sendId)) return;
    const abort = new AbortController();
    const done = this.#run(job, abort.signal).finally(() => this.#running.delete(job.sendId));
    this.#running.set(job.sendId, { abort, done });
  }

  cancel(sendId: string): void {
    this.#running.get(sendId)?.abort.abort();
  }

  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ done }) => done));
  }

  async #run({ sendId, items, absent, open, onEnd }: SendJob, signal: AbortSignal): Promise<void> {
    const failures: { sopInstanceUID: string; message: string }[] = absent.map((sopInstanceUID) => ({ sopInstanceUID, message: 'The object is not on this console yet; send the case again when its images are complete.' }));
    let done = absent.length;
    let toldAtMs = 0;
    const tell = (phase: SendProgress['phase'], error: unknown = null): void => {
      toldAtMs = performance.now();
      this.#onProgress({ sendId, phase, done, total: items.length + absent.length, failures: [...failures], error: error === null ? null : toErrorShape(error) });
    };
    let phase: SendProgress['phase'] = 'done';
    let problem: unknown = null;
    tell('sending');
    try {
      await (await open()).send(items, signal, (sopInstanceUID, failure) => {
        done += 1;
        if (failure !== null) failures.push({ sopInstanceUID, message: failure });
        if (performance.now() - toldAtMs >= tickMs) tell('sending');
      });
    } catch (error) {
      phase = error instanceof AppError && error.reason === 'cancelled' ? 'cancelled' : 'failed';
      problem = phase === 'failed' ? error : null;
    }
    tell(phase, problem);
    onEnd(phase);
  }
}
