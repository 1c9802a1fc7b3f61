import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { CoreSettings, FromCore, TransportResult } from '../../../shared/ipc/transport.ts';

/** Core as main runs it beside itself: a Node process of its own, spoken to over its channel. */
export interface CoreProcess {
  readonly child: ChildProcess;
  /** First of `ready` and `fatal`. */
  readonly begun: Promise<FromCore>;
  call(channel: string, payload: unknown): Promise<TransportResult>;
  /** Resolves when the process has ended. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  stop(): Promise<number | null>;
}

const entry = resolve(import.meta.dirname, '../../../electron/core/index.ts');

export function spawnCore(options: { dataDir: string; key: Uint8Array; isRestart: boolean; settings?: Partial<CoreSettings> }): CoreProcess {
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
  const waiting = new Map<number, (result: TransportResult) => void>();
  let nextId = 1;
  const begun = new Promise<FromCore>((done) => {
    child.on('message', (received) => {
      const message = received as FromCore;
      if (message.kind === 'ready' || message.kind === 'fatal') done(message);
    });
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  child.on('message', (received) => {
    const message = received as FromCore;
    if (message.kind === 'reply') {
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    }
  });
  const settings: CoreSettings = { language: 'zh', platformUrl: null, platformPort: 0, platformHost: '127.0.0.1', sampleFolder: null, ...options.settings };
  child.send({ kind: 'start', dataDir: options.dataDir, key: options.key, settings, isRestart: options.isRestart });
  return {
    child, begun,
    call: (channel, payload) =>
      new Promise((done) => {
        const id = nextId++;
        waiting.set(id, done);
        child.send({ kind: 'call', id, channel, payload }, () => undefined);
      }),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
    stop: () => {
      child.send({ kind: 'stop' });
      return ended;
    },
  };
}
