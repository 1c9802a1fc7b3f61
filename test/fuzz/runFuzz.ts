import { Worker } from 'node:worker_threads';
import { openDecodePool } from '../../electron/core/files/decodePool.ts';
import type { DecodePool } from '../../electron/core/files/decodePool.ts';
import { AppError } from '../../shared/errors/appError.ts';
import type { CaseAnswer, CaseTask } from './caseThread.ts';

/** A case that did what no file may do. */
export interface FuzzFailure {
  readonly number: number;
  readonly file: string;
  readonly what: 'crash' | 'hang' | 'memory';
  readonly why: string;
}

export interface FuzzReport {
  readonly cases: number;
  readonly seedFiles: number;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failures: readonly FuzzFailure[];
  readonly slowestMs: number;
  readonly peakBytes: number;
}

/** No file may take longer, to read or to decode. */
const deadlineMs = 5_000;
/** Beyond what the process and its seed files take. */
const mostBytes = 1024 ** 3;

/** Runs numbered cases one after the other in a worker, their frames in the decode pool of the product. */
export async function runFuzz(seed: number, numbers: Iterable<number>, onProgress: (done: number) => void = () => {}): Promise<FuzzReport> {
  const pool = openDecodePool({ size: 2 });
  let thread = await startCaseThread();
  const baseBytes = process.resourceUsage().maxRSS * 1024;
  const outcomes = new Map<string, number>();
  const failures: FuzzFailure[] = [];
  let slowestMs = 0;
  let peakBytes = baseBytes;
  let cases = 0;
  try {
    for (const number of numbers) {
      const answer = await thread.run({ seed, number });
      const fail = (what: FuzzFailure['what'], why: string): void => void failures.push({ number, file: 'file' in answer ? answer.file : '', what, why });
      if (answer.kind === 'crashed') fail('crash', answer.why);
      else if (answer.kind === 'lost') {
        fail(answer.isHang ? 'hang' : 'crash', answer.why);
        thread = await startCaseThread();
      } else if (answer.kind === 'read') {
        const startMs = performance.now();
        const decoded = await decodeAll(pool, answer, fail);
        const elapsedMs = Math.max(answer.elapsedMs, performance.now() - startMs);
        slowestMs = Math.max(slowestMs, elapsedMs);
        if (elapsedMs > deadlineMs) fail('hang', `took ${Math.round(elapsedMs)} ms`);
        outcomes.set(`${answer.outcome}${decoded}`, (outcomes.get(`${answer.outcome}${decoded}`) ?? 0) + 1);
      }
      if (answer.kind !== 'read') outcomes.set(answer.kind, (outcomes.get(answer.kind) ?? 0) + 1);
      const usedBytes = process.resourceUsage().maxRSS * 1024;
      if (usedBytes - peakBytes > mostBytes) fail('memory', `the process grew by ${Math.round((usedBytes - peakBytes) / 1024 ** 2)} MB`);
      peakBytes = Math.max(peakBytes, usedBytes);
      onProgress(++cases);
    }
    return { cases, seedFiles: thread.files, outcomes, failures, slowestMs, peakBytes };
  } finally {
    await Promise.all([thread.end(), pool.dispose()]);
  }
}

async function decodeAll(pool: DecodePool, { frames, file }: Extract<CaseAnswer, { kind: 'read' }>, fail: (what: FuzzFailure['what'], why: string) => void): Promise<string> {
  const words = new Set<string>();
  for (const frame of frames) {
    try {
      await pool.decode(frame, file);
      words.add('decoded');
    } catch (error) {
      if (error instanceof AppError) words.add(error.reason);
      if (!(error instanceof AppError)) fail('crash', `decoding: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      else if (error.message.includes('longer than')) fail('hang', error.message);
    }
  }
  return words.size === 0 ? '' : `, frames ${[...words].sort().join(' and ')}`;
}

type Lost = { readonly kind: 'lost'; readonly isHang: boolean; readonly why: string };

interface CaseThread {
  readonly files: number;
  run(task: CaseTask): Promise<CaseAnswer | Lost>;
  end(): Promise<unknown>;
}

async function startCaseThread(): Promise<CaseThread> {
  const worker = new Worker(new URL('./caseThread.ts', import.meta.url), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  let settle: ((answer: CaseAnswer | Lost) => void) | null = null;
  worker.on('message', (answer: CaseAnswer) => settle?.(answer));
  worker.on('error', (error) => settle?.({ kind: 'lost', isHang: false, why: error.stack ?? error.message }));
  const ready = await new Promise<CaseAnswer | Lost>((resolve) => {
    settle = resolve;
  });
  if (ready.kind !== 'ready') throw new Error(`the case worker does not start: ${'why' in ready ? ready.why : ready.kind}`);
  return {
    files: ready.files,
    run: (task) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          resolve({ kind: 'lost', isHang: true, why: `reading took longer than ${deadlineMs} ms` });
          void worker.terminate();
        }, deadlineMs);
        settle = (answer) => {
          clearTimeout(timer);
          resolve(answer);
        };
        worker.postMessage(task, []);
      }),
    end: () => worker.terminate(),
  };
}
