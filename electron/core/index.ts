import { StoreError, toErrorShape } from '../../shared/errors/appError.ts';
import type { CallMessage, FromCore, StartMessage, ToCore, TransportResult } from '../../shared/ipc/transport.ts';
import { startCore, type Core } from './core.ts';
import type { CoreLog } from './coreLog.ts';
import { openTransport } from './coreTransport.ts';

/** Entry of the core process: waits for `start`, then answers calls until `stop` or until main is gone. */
const transport = openTransport();
if (!transport) {
  process.stderr.write('The core is started by the console, not by hand.\n');
  process.exit(2);
}
const send = (message: FromCore): void => transport.send(message);
const log: CoreLog = (level, text, detail) => send({ kind: 'log', level, text, ...(detail ? { detail } : {}) });
let core: Promise<Core | null> | null = null;

const tellReady = (platformOrigin: string, platformNodes: readonly string[]): void => send({ kind: 'ready', platformOrigin, platformNodes, pid: process.pid });

async function start(message: StartMessage): Promise<Core | null> {
  try {
    const started = await startCore({
      dataDir: message.dataDir, key: new Uint8Array(message.key), settings: message.settings, isRestart: message.isRestart, log, onOrigin: tellReady, onRestart: () => void stop(),
      ...(message.formerKey ? { formerKey: new Uint8Array(message.formerKey) } : {}), onRekeyed: () => send({ kind: 'rekeyed' }),
      ...(message.restoreBackup === undefined ? {} : { restoreBackup: message.restoreBackup }),
      emit: (channel, payload) => send({ kind: 'event', channel, payload }),
    });
    tellReady(started.platformOrigin, started.platformNodes);
    return started;
  } catch (error) {
    // Only what starting again would not mend is fatal; anything else ends the process, and main starts it anew.
    if (error instanceof StoreError || toErrorShape(error).code !== 'internal') {
      send({ kind: 'fatal', error: toErrorShape(error) });
      return null;
    }
    throw error;
  }
}

async function stop(keepsSession = false): Promise<void> {
  await (await core)?.stop(keepsSession);
  process.exit(0);
}

async function answer({ id, channel, payload }: CallMessage): Promise<void> {
  const running = await core;
  const result: TransportResult = running ? await running.call(channel, payload) : { ok: false, error: new StoreError('locked', 'The record is not open.').toShape() };
  send({ kind: 'reply', id, result });
}

function receive(message: ToCore): void {
  switch (message.kind) {
    case 'start':
      core ??= start(message);
      break;
    case 'call':
      void answer(message);
      break;
    case 'stop':
      void stop(message.keepsSession);
      break;
  }
}

transport.onMessage(receive);
transport.onClose(() => void stop());
