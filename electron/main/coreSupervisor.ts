import { IpcError, StoreError, type ErrorShape } from '../../shared/errors/appError.ts';
import type { EventPayload } from '../../shared/ipc/channels.ts';
import { isFromCore, type FromCore, type LogMessage, type StartMessage, type TransportResult } from '../../shared/ipc/transport.ts';
import type { CoreProcess } from './coreProcess.ts';

/** What windows are told about core. */
export type CoreState = EventPayload<'core.state'>;

/** What the supervisor needs; timers are injected so that tests need no waiting. */
export interface SupervisorOptions {
  launch(): CoreProcess;
  /** Whether a channel may be sent again after core ended in the middle of it. */
  isRetrySafe(channel: string): boolean;
  onState(state: CoreState): void;
  onEvent(channel: string, payload: unknown): void;
  onReady(platformOrigin: string, platformNodes: readonly string[]): void;
  /** Nothing is left under the former key. */
  onRekeyed(): void;
  log(message: LogMessage): void;
  setTimer?(action: () => void, delayMs: number): void;
}

interface PendingCall {
  readonly channel: string;
  readonly payload: unknown;
  readonly settle: (result: TransportResult) => void;
}

/** Delay before the n-th restart in a row; a core that was ready for a while starts the row anew. */
const backOffMs: readonly number[] = [0, 250, 500, 1000];
const steadyAfterMs = 30_000;
const stopTimeoutMs = 3000;

type Phase = 'idle' | 'starting' | 'ready' | 'restarting' | 'failed' | 'stopping';

/**
 * Keeps core running: starts it, starts it again when it ends unasked, and answers every call
 * exactly once. Calls made while it starts wait for it; calls it took with it are answered
 * `core-unavailable`, or sent again where the channel table says that is safe. A core that reports
 * `fatal` is not started again until asked to.
 */
/** The first message without what only the supervisor knows. */
type Opening = Omit<StartMessage, 'isRestart'>;

export class CoreSupervisor {
  private readonly options: SupervisorOptions;
  private core: CoreProcess | undefined;
  private phase: Phase = 'idle';
  private startMessage: Opening | undefined;
  private fatalError: ErrorShape | undefined;
  private readonly sent = new Map<number, PendingCall>();
  private waiting: PendingCall[] = [];
  private readyWaiters: ((error: ErrorShape | undefined) => void)[] = [];
  private nextId = 1;
  private restarts = 0;
  /** The next start is of a core that was closed on purpose in the middle of the work. */
  private keepsSession = false;
  private failuresInRow = 0;
  private readySinceMs = 0;
  private lastState: CoreState | undefined;

  constructor(options: SupervisorOptions) {
    this.options = options;
  }

  /**
   * Starts core and waits until the record is open.
   *
   * @returns undefined when ready, core's own error when it cannot open the record
   */
  start(message: Opening): Promise<ErrorShape | undefined> {
    this.startMessage = message;
    return new Promise((done) => {
      if (this.phase === 'ready') {
        done(undefined);
        return;
      }
      this.readyWaiters.push(done);
      if (this.phase === 'idle' || this.phase === 'failed') {
        this.fatalError = undefined;
        this.failuresInRow = 0;
        this.launch('starting');
      }
    });
  }

  /** Closes core and opens the record anew with another key; whoever is signed in stays so. @returns as {@link start} */
  async restart(message: Opening): Promise<ErrorShape | undefined> {
    await this.stop(true);
    this.core = undefined;
    this.phase = 'idle';
    this.keepsSession = true;
    return this.start(message);
  }

  /** Later starts of core need the former key no more. */
  private forgetFormerKey(): void {
    if (this.startMessage === undefined) return;
    const { formerKey: _formerKey, ...message } = this.startMessage;
    this.startMessage = message;
  }

  /** One request to core; never rejects. */
  call(channel: string, payload: unknown): Promise<TransportResult> {
    return new Promise((settle) => {
      const pending: PendingCall = { channel, payload, settle };
      if (this.phase === 'ready') this.send(pending);
      else if (this.phase === 'starting' || this.phase === 'restarting') this.waiting.push(pending);
      else settle({ ok: false, error: this.whyUnavailable() });
    });
  }

  /** Lets core close the record; ends it after three seconds if it does not. @param keepsSession true where it starts again at once */
  async stop(keepsSession = false): Promise<void> {
    const core = this.core;
    this.phase = 'stopping';
    if (core === undefined) return;
    await new Promise<void>((done) => {
      core.onExit(() => done());
      core.send({ kind: 'stop', ...(keepsSession ? { keepsSession } : {}) });
      this.later(() => {
        core.kill();
        done();
      }, stopTimeoutMs);
    });
  }

  /** What a window that opens now has to know; undefined before the first start. */
  get state(): CoreState | undefined {
    return this.lastState;
  }

  /** Whether there is a process to stop. */
  get isRunning(): boolean {
    return this.core !== undefined;
  }

  private launch(phase: 'starting' | 'restarting'): void {
    const message = this.startMessage;
    if (message === undefined) return;
    this.phase = phase;
    const core = this.options.launch();
    this.core = core;
    if (phase === 'starting') this.tell('starting', core.pid ?? null);
    core.onMessage((received) => {
      if (this.core === core) this.receive(received);
    });
    core.onExit((code) => {
      if (this.core === core) this.ended(code);
    });
    core.send({ ...message, isRestart: phase === 'restarting' || this.keepsSession });
    this.keepsSession = false;
    // Once: a core that starts again opens what was restored.
    const { restoreBackup: _restoreBackup, ...later } = message;
    this.startMessage = later;
  }

  private receive(message: unknown): void {
    if (!isFromCore(message)) {
      this.log('warn', 'Core sent a message of unknown kind; dropped.');
      return;
    }
    this.handle(message);
  }

  private handle(message: FromCore): void {
    switch (message.kind) {
      case 'ready':
        this.phase = 'ready';
        this.readySinceMs = Date.now();
        this.options.onReady(message.platformOrigin, message.platformNodes ?? []);
        this.tell('ready', message.pid);
        this.settleReady(undefined);
        for (const pending of this.takeWaiting()) this.send(pending);
        break;
      case 'reply': {
        const pending = this.sent.get(message.id);
        this.sent.delete(message.id);
        pending?.settle(message.result);
        break;
      }
      case 'event':
        this.options.onEvent(message.channel, message.payload);
        break;
      case 'fatal':
        this.fail(message.error);
        break;
      case 'rekeyed':
        this.forgetFormerKey();
        this.options.onRekeyed();
        break;
      case 'log':
        this.options.log(message);
        break;
    }
  }

  /** Core cannot open this record; only a new key, a repair or a person can help. */
  private fail(error: ErrorShape): void {
    this.fatalError = error;
    this.phase = 'failed';
    this.log('error', `Core gave up: ${error.code}/${error.reason}.`);
    const core = this.core;
    this.core = undefined;
    core?.kill();
    for (const pending of [...this.takeSent(), ...this.takeWaiting()]) pending.settle({ ok: false, error });
    this.tell('failed', null);
    this.settleReady(error);
  }

  private ended(code: number | null): void {
    this.core = undefined;
    if (this.phase === 'stopping' || this.phase === 'failed') {
      for (const pending of [...this.takeSent(), ...this.takeWaiting()]) pending.settle({ ok: false, error: this.whyUnavailable() });
      return;
    }
    if (this.phase === 'ready' && Date.now() - this.readySinceMs > steadyAfterMs) this.failuresInRow = 0;
    this.restarts += 1;
    this.phase = 'restarting';
    const delayMs = backOffMs[Math.min(this.failuresInRow, backOffMs.length - 1)] ?? 1000;
    this.failuresInRow += 1;
    this.log('warn', `Core ended with ${code === null ? 'a signal' : `code ${code}`}; restart ${this.restarts} in ${delayMs} ms.`);
    const kept: PendingCall[] = [];
    for (const pending of this.takeSent()) {
      if (this.options.isRetrySafe(pending.channel)) kept.push(pending);
      else pending.settle({ ok: false, error: restartedError() });
    }
    this.waiting = [...kept, ...this.waiting];
    this.tell('restarting', null);
    this.later(() => {
      if (this.phase === 'restarting' && this.core === undefined) this.launch('restarting');
    }, delayMs);
  }

  private send(pending: PendingCall): void {
    const id = this.nextId++;
    this.sent.set(id, pending);
    this.core?.send({ kind: 'call', id, channel: pending.channel, payload: pending.payload });
  }

  private whyUnavailable(): ErrorShape {
    if (this.fatalError !== undefined) return this.fatalError;
    if (this.phase === 'stopping') return new IpcError('core-unavailable', 'The console is closing.').toShape();
    return new StoreError('locked', 'The record is locked. Unlock it with the passphrase or the recovery code first.').toShape();
  }

  private settleReady(error: ErrorShape | undefined): void {
    const waiters = this.readyWaiters;
    this.readyWaiters = [];
    for (const done of waiters) done(error);
  }

  private takeSent(): PendingCall[] {
    const calls = [...this.sent.values()];
    this.sent.clear();
    return calls;
  }

  private takeWaiting(): PendingCall[] {
    const calls = this.waiting;
    this.waiting = [];
    return calls;
  }

  private tell(state: CoreState['state'], pid: number | null): void {
    this.lastState = { state, restarts: this.restarts, pid, error: this.fatalError ?? null };
    this.options.onState(this.lastState);
  }

  private log(level: LogMessage['level'], text: string): void {
    this.options.log({ kind: 'log', level, text });
  }

  private later(action: () => void, delayMs: number): void {
    if (this.options.setTimer === undefined) setTimeout(action, delayMs);
    else this.options.setTimer(action, delayMs);
  }
}

function restartedError(): ErrorShape {
  return new IpcError(
    'core-unavailable',
    'The record service restarted while it worked on this. What it had confirmed is safe; look whether this one arrived and do it again if it did not.',
  ).toShape();
}
