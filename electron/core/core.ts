import { IpcError, StoreError, toErrorShape } from '../../shared/errors/appError.ts';
import { calls, type CallName, type EventName, type EventPayload } from '../../shared/ipc/channels.ts';
import type { CoreSettings, TransportResult } from '../../shared/ipc/transport.ts';
import { MinutesDesk } from './commands/minutesDesk.ts';
import { submitDue } from './commands/submitDue.ts';
import { fillSearch } from './commands/fillSearch.ts';
import { releaseHeld } from './commands/releaseHeld.ts';
import { createRecordContext } from './commands/recordContext.ts';
import type { CoreLog } from './coreLog.ts';
import { CoreSession } from './coreSession.ts';
import type { CoreParts, Handlers } from './coreParts.ts';
import { Backups } from './backups.ts';
import { backupHandlers } from './handlers/backupHandlers.ts';
import { deidentifyHandlers } from './handlers/deidentifyHandlers.ts';
import { imagingHandlers } from './handlers/imagingHandlers.ts';
import { minutesHandlers } from './handlers/minutesHandlers.ts';
import { networkHandlers } from './handlers/networkHandlers.ts';
import { preferenceHandlers } from './handlers/preferenceHandlers.ts';
import { recordHandlers } from './handlers/recordHandlers.ts';
import { refusedHandlers } from './handlers/refusedHandlers.ts';
import { sessionHandlers } from './handlers/sessionHandlers.ts';
import { syncHandlers } from './handlers/syncHandlers.ts';
import { DeidentifyJobs } from './deidentify/jobs.ts';
import { Imports } from './imports.ts';
import { Network } from './network/network.ts';
import { choosePlatform, type PlatformHost } from './platformHost.ts';
import { readBlob } from './readBlob.ts';
import { blobPlaceOf, openStore } from './store/openStore.ts';
import { forgetPlatformBlobs } from './store/imaging.ts';
import { databaseFile } from './store/openDatabase.ts';
import { getSetting, setSetting } from './store/people.ts';
import { translateStoreError } from './store/storeErrors.ts';
import { countUnsentMinutes } from './store/minutes.ts';
import { MinutesSync } from './sync/minutesSync.ts';
import { PlatformClient } from './sync/platformClient.ts';
import { SyncEngine } from './sync/syncEngine.ts';

export interface CoreOptions {
  readonly dataDir: string;
  /** The console's data key, 32 bytes. */
  readonly key: Uint8Array;
  readonly settings: CoreSettings;
  /** True when main started core again after a crash: whoever was signed in stays so. */
  readonly isRestart: boolean;
  readonly emit: <E extends EventName>(channel: E, payload: EventPayload<E>) => void;
  /** The platform's address, told again when it changes. */
  readonly onOrigin: (origin: string) => void;
  readonly log: CoreLog;
  /** Ends the process once this core has stopped, so that main starts it again; without it whoever started core does. */
  readonly onRestart?: () => void;
}

export interface Core {
  readonly platformOrigin: string;
  /** Answers one call of the channel table; never rejects. */
  call(channel: string, payload: unknown): Promise<TransportResult>;
  stop(): Promise<void>;
}

/**
 * Opens the record and starts sync.
 * @throws {StoreError} wrong-passphrase | corrupt | disk-full | read-only | locked
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { dataDir, key, settings, log, emit } = options;
  if (key.byteLength !== 32) throw new StoreError('wrong-passphrase', `The record's key must have 32 bytes, not ${key.byteLength}.`);
  const store = openStore(dataDir, key);
  const startPlatformAt = async (url: string | null): Promise<PlatformHost> => {
    const host = await choosePlatform({ url, dataDir, key, host: settings.platformHost, port: settings.platformPort, log });
    if (getSetting(store.db, 'platformName') !== host.name) forgetPlatformBlobs(store.db);
    setSetting(store.db, 'platformName', host.name);
    return host;
  };
  let host: PlatformHost;
  try {
    host = await startPlatformAt(settings.platformUrl ?? getSetting(store.db, 'platformUrl'));
  } catch (error) {
    store.close();
    throw error;
  }
  let client = new PlatformClient(host.origin);
  const session = new CoreSession(store, client, host.name, options.isRestart);
  const context = createRecordContext(store, (stream, version) => {
    emit('record.changed', { stream, version });
    sync.wake();
  });
  const minutes = new MinutesDesk(store);
  const makeMinutesSync = (): MinutesSync =>
    new MinutesSync({ context, client, session, desk: minutes, platform: host.name, onChanged: (change) => emit('minutes.changed', change), onPresence: (presence) => emit('minutes.presence', presence) });
  let minutesSync = makeMinutesSync();
  const makeSync = (): SyncEngine => new SyncEngine({ context, client, session, isEmbedded: host.isEmbedded, minutes: minutesSync, onStatus: (status) => {
    emit('sync.changed', status);
    // Everything the platform had is here: what a record put aside never sent has what it stands on.
    if (status.state === 'online' && session.person && releaseHeld(context, session.person) > 0) sync.wake();
  } });
  let sync = makeSync();
  const network = new Network(store, { onInboxChanged: (studies) => emit('inbox.changed', { studies }), onSendProgress: (progress) => emit('network.sendProgress', progress) });
  const imports = new Imports(context, { onProgress: (progress) => emit('import.progress', progress), log, openSource: (source) => network.source(session.require(), source), blobs: blobPlaceOf(dataDir, key) });
  const deidentifications = new DeidentifyJobs(store, { readBlob: (sha256) => readBlob({ store, sync }, sha256), onProgress: (progress) => emit('deidentify.progress', progress), log });
  const backups = new Backups(store, { key, log });
  const parts: CoreParts = {
    backups, restart: () => options.onRestart?.(), store, context, session, minutes, imports, network, deidentifications, settings,
    get client() {
      return client;
    },
    get sync() {
      return sync;
    },
    get minutesSync() {
      return minutesSync;
    },
    tellMinutes: (caseId, update) => emit('minutes.changed', { caseId, update, unsent: countUnsentMinutes(store.db, caseId), isReset: false }),
    get host() {
      return host;
    },
    usePlatform: async (url) => {
      setSetting(store.db, 'platformUrl', url);
      await sync.stop();
      await host.stop();
      host = await startPlatformAt(url);
      client = new PlatformClient(host.origin);
      session.usePlatform(client, host.name);
      minutesSync = makeMinutesSync();
      sync = makeSync();
      sync.start();
      options.onOrigin(host.origin);
    },
  };
  const handlers: Handlers = { ...sessionHandlers(parts), ...recordHandlers(parts), ...refusedHandlers(parts), ...minutesHandlers(parts), ...imagingHandlers(parts), ...networkHandlers(parts), ...deidentifyHandlers(parts), ...preferenceHandlers(parts), ...syncHandlers(parts), ...backupHandlers(parts) };
  if (session.person) submitDue(context, session.person);
  const closing = new AbortController();
  backups.start();
  const filling = fillSearch(context, closing.signal).catch((error: unknown) => log('error', 'Cases could not be taken into the search index.', { name: error instanceof Error ? error.name : typeof error }));
  sync.start();
  await network.start();
  return {
    get platformOrigin() {
      return host.origin;
    },
    call: (channel, payload) => answer(handlers, channel, payload, databaseFile(dataDir), log),
    stop: async () => {
      closing.abort();
      await filling;
      await backups.stop();
      await deidentifications.stop();
      await imports.stop();
      await network.stop();
      await sync.stop();
      session.close();
      await host.stop();
      store.close();
    },
  };
}

async function answer(handlers: Handlers, channel: string, payload: unknown, file: string, log: CoreLog): Promise<TransportResult> {
  try {
    const handler = Object.hasOwn(handlers, channel) ? handlers[channel as CallName] : undefined;
    if (!handler) throw new IpcError('unknown-channel', `The record service answers no call named ${channel}.`);
    const request = calls[channel as CallName].request.safeParse(payload);
    if (!request.success) {
      throw new IpcError('bad-request', `${channel}: ${request.error.issues[0]?.path.join('.') ?? ''} ${request.error.issues[0]?.message ?? 'has the wrong shape'}.`);
    }
    return { ok: true, value: await (handler as (request: unknown) => unknown)(request.data) };
  } catch (error) {
    const shape = toErrorShape(translateStoreError(error, file));
    if (shape.code === 'internal') log('error', `${channel} failed unexpectedly.`, { name: error instanceof Error ? error.name : typeof error });
    return { ok: false, error: shape };
  }
}
