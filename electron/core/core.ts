import { IpcError, StoreError, toErrorShape } from '../../shared/errors/appError.ts';
import { calls, type CallName, type EventName, type EventPayload } from '../../shared/ipc/channels.ts';
import type { CoreSettings, TransportResult } from '../../shared/ipc/transport.ts';
import { MinutesDesk } from './commands/minutesDesk.ts';
import { MinutesIndex } from './commands/indexMinutes.ts';
import { submitDue } from './commands/submitDue.ts';
import { fillSearch } from './commands/fillSearch.ts';
import { releaseHeld } from './commands/releaseHeld.ts';
import { createRecordContext } from './commands/recordContext.ts';
import { AuditCalls } from './auditCalls.ts';
import { auditOriginOf } from './commands/auditOrigin.ts';
import type { CoreLog } from './coreLog.ts';
import { CoreSession } from './coreSession.ts';
import type { CoreParts, Handlers } from './coreParts.ts';
import { Archives } from './archives.ts';
import { archiveHandlers } from './handlers/archiveHandlers.ts';
import { Backups } from './backups.ts';
import { auditHandlers } from './handlers/auditHandlers.ts';
import { backupHandlers } from './handlers/backupHandlers.ts';
import { deidentifyHandlers } from './handlers/deidentifyHandlers.ts';
import { imagingHandlers } from './handlers/imagingHandlers.ts';
import { minutesHandlers } from './handlers/minutesHandlers.ts';
import { networkHandlers } from './handlers/networkHandlers.ts';
import { preferenceHandlers } from './handlers/preferenceHandlers.ts';
import { recordHandlers } from './handlers/recordHandlers.ts';
import { refusedHandlers } from './handlers/refusedHandlers.ts';
import { sessionHandlers } from './handlers/sessionHandlers.ts';
import { storageHandlers } from './handlers/storageHandlers.ts';
import { syncHandlers } from './handlers/syncHandlers.ts';
import { DeidentifyJobs } from './deidentify/jobs.ts';
import { Imports } from './imports.ts';
import { Network } from './network/network.ts';
import { choosePlatform, type PlatformHost } from './platformHost.ts';
import { rekeyDatabases, rekeyRest, type KeyChange } from './rekeyRecord.ts';
import { readBlob } from './readBlob.ts';
import { blobPlaceOf, openStore } from './store/openStore.ts';
import { forgetPlatformBlobs } from './store/imaging.ts';
import { prepareRestore } from './store/backup/restoreJournal.ts';
import { databaseFile } from './store/openDatabase.ts';
import { setAuditOrigin } from './store/audit.ts';
import { getSetting, setSetting } from './store/people.ts';
import { translateStoreError } from './store/storeErrors.ts';
import { countUnsentMinutes } from './store/minutes.ts';
import { AuditAnchoring } from './sync/anchorAudit.ts';
import { MinutesSync } from './sync/minutesSync.ts';
import { keepNodes, knownNodes } from './sync/knownNodes.ts';
import { PlatformClient } from './sync/platformClient.ts';
import { renewBackups } from './store/backup/renewBackups.ts';
import { trustedTime } from './sync/trustedTime.ts';
import { SyncEngine } from './sync/syncEngine.ts';

export interface CoreOptions {
  readonly dataDir: string;
  /** The console's data key, 32 bytes. */
  readonly key: Uint8Array;
  /** Key the record may still be sealed under; it is moved to `key`, and `onRekeyed` told when nothing is left under it. */
  readonly formerKey?: Uint8Array;
  readonly onRekeyed?: () => void;
  /** A copy to take the record's place first. */
  readonly restoreBackup?: string;
  readonly settings: CoreSettings;
  /** True when main started core again after a crash: whoever was signed in stays so. */
  readonly isRestart: boolean;
  readonly emit: <E extends EventName>(channel: E, payload: EventPayload<E>) => void;
  /** The platform's address, told again when it changes. */
  readonly onOrigin: (origin: string, nodes: readonly string[]) => void;
  readonly log: CoreLog;
  /** Ends the process once this core has stopped, so that main starts it again; without it whoever started core does. */
  readonly onRestart?: () => void;
}

export interface Core {
  readonly platformOrigin: string;
  /** Addresses of the platform's nodes, as far as known. */
  readonly platformNodes: readonly string[];
  /** Answers one call of the channel table; never rejects. */
  call(channel: string, payload: unknown): Promise<TransportResult>;
  /** @param keepsSession true where it starts again at once, and whoever is signed in stays so */
  stop(keepsSession?: boolean): Promise<void>;
}

/**
 * Opens the record and starts sync.
 * @throws {StoreError} wrong-passphrase | corrupt | disk-full | read-only | locked | newer-version
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { dataDir, key, settings, log, emit } = options;
  if (key.byteLength !== 32) throw new StoreError('wrong-passphrase', `The record's key must have 32 bytes, not ${key.byteLength}.`);
  const closing = new AbortController();
  const formerKey = options.formerKey ?? null;
  if (formerKey) await rekeyDatabases(dataDir, { formerKey, key }, closing.signal);
  if (options.restoreBackup !== undefined) prepareRestore(dataDir, key, options.restoreBackup, '', Date.now());
  const store = openStore(dataDir, key, formerKey);
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
  let client = new PlatformClient(host.origin, knownNodes(store.db, host.origin));
  const session = new CoreSession(store, client, host.name, options.isRestart);
  const context = createRecordContext(store, (stream, version) => {
    emit('record.changed', { stream, version });
    sync.wake();
  }, () => trustedTime(client.clock, Date.now(), performance.now()).atMs);
  setAuditOrigin(store.db, auditOriginOf(context, session));
  const minutes = new MinutesDesk(store);
  const minutesIndex = new MinutesIndex(context, minutes, closing.signal);
  const makeMinutesSync = (): MinutesSync =>
    new MinutesSync({ context, client, session, desk: minutes, platform: host.name, onChanged: (change) => emit('minutes.changed', change), onPresence: (presence) => emit('minutes.presence', presence) });
  let minutesSync = makeMinutesSync();
  const makeSync = (): SyncEngine => new SyncEngine({
    renewBackups: () => renewBackups(dataDir, () => backups.make('request')),
    context, client, session, isEmbedded: host.isEmbedded, minutes: minutesSync, onNodes: (addresses) => {
    if (keepNodes(store.db, host.origin, addresses)) options.onOrigin(host.origin, addresses);
  }, onStatus: (status) => {
    emit('sync.changed', status);
    // Everything the platform had is here: what a record put aside never sent has what it stands on.
    if (status.state === 'online') void anchorAudit();
    if (status.state === 'online' && session.person && releaseHeld(context, session.person) > 0) sync.wake();
  } });
  const anchoring = new AuditAnchoring(store.db);
  const anchorAudit = async (): Promise<void> => {
    try {
      const token = session.person && anchoring.isDue(Date.now()) ? await session.tokenOf(session.person.id) : null;
      if (token !== null) await anchoring.note(client, host.name, token, Date.now());
    } catch (error) {
      // The next round asks again; the log itself is whole without it.
      log('warn', 'The platform did not note the end of the access log.', { reason: toErrorShape(error).reason });
    }
  };
  let sync = makeSync();
  const network = new Network(store, { onInboxChanged: (studies) => emit('inbox.changed', { studies }), onSendProgress: (progress) => emit('network.sendProgress', progress) });
  const imports = new Imports(context, { onProgress: (progress) => emit('import.progress', progress), log, openSource: (source) => network.source(session.require(), source), blobs: blobPlaceOf(dataDir, key) });
  const deidentifications = new DeidentifyJobs(store, { readBlob: (sha256) => readBlob({ store, sync }, sha256), onProgress: (progress) => emit('deidentify.progress', progress), log });
  const backups = new Backups(store, { key, log });
  const archives = new Archives(context, session, (progress) => emit('archive.progress', progress));
  const parts: CoreParts = {
    archives, backups, restart: () => options.onRestart?.(), store, context, session, minutes, minutesIndex, imports, network, deidentifications, settings,
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
      client = new PlatformClient(host.origin, knownNodes(store.db, host.origin));
      session.usePlatform(client, host.name);
      minutesSync = makeMinutesSync();
      sync = makeSync();
      sync.start();
      options.onOrigin(host.origin, client.addresses);
    },
  };
  const handlers: Handlers = { ...sessionHandlers(parts), ...recordHandlers(parts), ...refusedHandlers(parts), ...minutesHandlers(parts), ...imagingHandlers(parts), ...networkHandlers(parts), ...deidentifyHandlers(parts), ...preferenceHandlers(parts), ...syncHandlers(parts), ...storageHandlers(parts), ...backupHandlers(parts), ...archiveHandlers(parts), ...auditHandlers(parts) };
  if (session.person) submitDue(context, session.person);
  const auditCalls = new AuditCalls(store, session);
  const moving = formerKey ? moveRest(dataDir, { formerKey, key }, closing.signal, options) : null;
  backups.start();
  const filling = fillSearch(context, closing.signal).then(() => minutesIndex.fill()).catch((error: unknown) => log('error', 'Cases could not be taken into the search index.', { name: error instanceof Error ? error.name : typeof error }));
  sync.start();
  await network.start();
  return {
    get platformOrigin() {
      return host.origin;
    },
    get platformNodes() {
      return client.addresses;
    },
    call: (channel, payload) => answer(handlers, auditCalls, channel, payload, databaseFile(dataDir), log),
    stop: async (keepsSession = false) => {
      closing.abort();
      await filling;
      await moving;
      await backups.stop();
      await archives.stop();
      await deidentifications.stop();
      await imports.stop();
      await network.stop();
      await sync.stop();
      if (!keepsSession) endSession(session, log);
      await host.stop();
      store.close();
    },
  };
}

/** A full disk keeps nothing from ending: the next start asks for the password whatever is written down here. */
function endSession(session: CoreSession, log: CoreLog): void {
  try {
    session.close();
  } catch (error) {
    log('warn', 'The end of the session could not be written down.', { reason: toErrorShape(error).reason });
  }
}

/** Moves what is left under the former key beside the work; ended in the middle it goes on at the next start. */
async function moveRest(dataDir: string, change: KeyChange, signal: AbortSignal, { log, onRekeyed }: CoreOptions): Promise<void> {
  try {
    const { done, broken } = await rekeyRest(dataDir, change, signal);
    log(broken.length > 0 ? 'warn' : 'info', 'Everything is sealed under the new key.', { objects: done, broken: broken.length });
    onRekeyed?.();
  } catch (error) {
    const { code, reason } = toErrorShape(translateStoreError(error, dataDir));
    if (reason !== 'cancelled') log('error', `The move to the new key could not end: ${code}/${reason}. It goes on at the next start.`);
  }
}

async function answer(handlers: Handlers, audit: AuditCalls, channel: string, payload: unknown, file: string, log: CoreLog): Promise<TransportResult> {
  try {
    const handler = Object.hasOwn(handlers, channel) ? handlers[channel as CallName] : undefined;
    if (!handler) throw new IpcError('unknown-channel', `The record service answers no call named ${channel}.`);
    const request = calls[channel as CallName].request.safeParse(payload);
    if (!request.success) {
      throw new IpcError('bad-request', `${channel}: ${request.error.issues[0]?.path.join('.') ?? ''} ${request.error.issues[0]?.message ?? 'has the wrong shape'}.`);
    }
    try {
      const value = await (handler as (request: unknown) => unknown)(request.data);
      audit.answered(channel as CallName, request.data);
      return { ok: true, value };
    } catch (error) {
      audit.failed(channel as CallName, request.data, error);
      throw error;
    }
  } catch (error) {
    const shape = toErrorShape(translateStoreError(error, file));
    if (shape.code === 'internal') log('error', `${channel} failed unexpectedly.`, { name: error instanceof Error ? error.name : typeof error });
    return { ok: false, error: shape };
  }
}
