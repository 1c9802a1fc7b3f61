import { describe, expect, it, vi } from 'vitest';
import type { CoreProcess } from '../../../electron/main/coreProcess.ts';
import { CoreSupervisor, type CoreState } from '../../../electron/main/coreSupervisor.ts';
import type { FromCore, StartMessage, ToCore } from '../../../shared/ipc/transport.ts';

/** A core that does what a test tells it. */
class ScriptedCore implements CoreProcess {
  readonly pid: number;
  readonly sent: ToCore[] = [];
  isKilled = false;
  private readonly listeners: ((message: unknown) => void)[] = [];
  private readonly exits: ((code: number | null) => void)[] = [];
  constructor(pid: number) {
    this.pid = pid;
  }
  send(message: ToCore): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.listeners.push(listener);
  }
  onExit(listener: (code: number | null) => void): void {
    this.exits.push(listener);
  }
  kill(): void {
    this.isKilled = true;
  }
  say(message: FromCore): void {
    for (const listener of this.listeners) listener(message);
  }
  end(code: number | null): void {
    for (const listener of this.exits) listener(code);
  }
  ready(): void {
    this.say({ kind: 'ready', platformOrigin: 'http://127.0.0.1:4000', pid: this.pid });
  }
  lastCallId(): number {
    const last = this.sent.at(-1);
    return last?.kind === 'call' ? last.id : -1;
  }
}

const startMessage: Omit<StartMessage, 'isRestart'> = {
  kind: 'start',
  dataDir: '/nowhere',
  key: new Uint8Array(32),
  settings: { language: 'en', platformUrl: null, platformPort: 4000, platformHost: '127.0.0.1', sampleFolder: null },
};

function bench() {
  const cores: ScriptedCore[] = [];
  const states: CoreState[] = [];
  const timers: { action: () => void; delayMs: number }[] = [];
  const supervisor = new CoreSupervisor({
    launch: () => {
      const core = new ScriptedCore(100 + cores.length);
      cores.push(core);
      return core;
    },
    isRetrySafe: (channel) => channel === 'case.list',
    onState: (state) => states.push(state),
    onEvent: () => undefined,
    onReady: () => undefined, onRekeyed: () => undefined,
    log: () => undefined,
    setTimer: (action, delayMs) => timers.push({ action, delayMs }),
  });
  const core = (index: number): ScriptedCore => {
    const found = cores[index];
    if (found === undefined) throw new Error(`core ${index} was not launched`);
    return found;
  };
  const fireTimer = (): number => {
    const timer = timers.shift();
    timer?.action();
    return timer?.delayMs ?? -1;
  };
  return { supervisor, cores, core, states, timers, fireTimer };
}

describe('CoreSupervisor', () => {
  it('refuses calls as locked before the record is opened', async () => {
    const { supervisor } = bench();
    expect(await supervisor.call('case.list', {})).toMatchObject({ ok: false, error: { code: 'store', reason: 'locked' } });
  });

  it('sends the key once, holds calls until ready and answers them by id', async () => {
    const { supervisor, core } = bench();
    const started = supervisor.start(startMessage);
    const answer = supervisor.call('case.list', { a: 1 });
    expect(core(0).sent).toEqual([{ ...startMessage, isRestart: false }]);
    core(0).ready();
    expect(await started).toBeUndefined();
    core(0).say({ kind: 'reply', id: core(0).lastCallId(), result: { ok: true, value: 7 } });
    expect(await answer).toEqual({ ok: true, value: 7 });
  });

  it('restarts at once after a crash, answers what was lost, sends again what is safe', async () => {
    const { supervisor, core, states, fireTimer } = bench();
    void supervisor.start(startMessage);
    core(0).ready();
    const lost = supervisor.call('decision.sign', {});
    const kept = supervisor.call('case.list', {});
    core(0).end(null);
    expect(await lost).toMatchObject({ ok: false, error: { code: 'ipc', reason: 'core-unavailable' } });
    expect(fireTimer()).toBe(0);
    expect(core(1).sent).toEqual([{ ...startMessage, isRestart: true }]);
    core(1).ready();
    core(1).say({ kind: 'reply', id: core(1).lastCallId(), result: { ok: true, value: 'again' } });
    expect(await kept).toEqual({ ok: true, value: 'again' });
    expect(states.map((state) => [state.state, state.restarts, state.pid])).toEqual([
      ['starting', 0, 100],
      ['ready', 0, 100],
      ['restarting', 1, null],
      ['ready', 1, 101],
    ]);
  });

  it('backs off to one second while core keeps ending', () => {
    const { supervisor, cores, timers } = bench();
    void supervisor.start(startMessage);
    const delays: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      cores.at(-1)?.end(1);
      const timer = timers.shift();
      delays.push(timer?.delayMs ?? -1);
      timer?.action();
    }
    expect(delays).toEqual([0, 250, 500, 1000, 1000, 1000]);
  });

  it('opens the record anew under another key with whoever is signed in, once', async () => {
    const { supervisor, core } = bench();
    const started = supervisor.start(startMessage);
    core(0).ready();
    await started;
    const key = new Uint8Array(32).fill(1);
    const reopened = supervisor.restart({ ...startMessage, key });
    expect(core(0).sent.at(-1)).toEqual({ kind: 'stop', keepsSession: true });
    core(0).end(0);
    await vi.waitFor(() => expect(core(1).sent).toEqual([{ ...startMessage, key, isRestart: true }]));
    core(1).ready();
    expect(await reopened).toBeUndefined();
    void supervisor.stop();
    expect(core(1).sent.at(-1)).toEqual({ kind: 'stop' });
  });

  it('does not restart a core that gave up, answers with its reason, and starts again when asked', async () => {
    const { supervisor, cores, core, timers } = bench();
    const started = supervisor.start(startMessage);
    const call = supervisor.call('case.list', {});
    const error = { code: 'store', reason: 'corrupt', message: 'The database is damaged.' };
    core(0).say({ kind: 'fatal', error });
    core(0).end(1);
    expect(await started).toEqual(error);
    expect(await call).toEqual({ ok: false, error });
    expect(await supervisor.call('case.list', {})).toEqual({ ok: false, error });
    expect([cores.length, timers.length, core(0).isKilled]).toEqual([1, 0, true]);
    const again = supervisor.start(startMessage);
    core(1).ready();
    expect(await again).toBeUndefined();
  });

  it('asks core to stop, and ends it when it does not', async () => {
    const { supervisor, core, timers } = bench();
    void supervisor.start(startMessage);
    core(0).ready();
    const pending = supervisor.call('decision.sign', {});
    const stopped = supervisor.stop();
    expect(core(0).sent.at(-1)).toEqual({ kind: 'stop' });
    expect(timers.map((timer) => timer.delayMs)).toEqual([3000]);
    core(0).end(0);
    await stopped;
    expect(await pending).toMatchObject({ ok: false, error: { reason: 'core-unavailable' } });
    expect([core(0).isKilled, supervisor.isRunning]).toEqual([false, false]);
  });

  it('drops what is no message of core', () => {
    const { supervisor, core } = bench();
    void supervisor.start(startMessage);
    expect(() => core(0).say({ kind: 'nonsense' } as unknown as FromCore)).not.toThrow();
  });
});
