import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { StoreError } from '../shared/errors/appError.ts';
import { openBlobStore } from './blobs/blobStore.ts';
import { createOrderer } from './commands/orderer.ts';
import { isForProvince } from './commands/queueForProvince.ts';
import { addAccountRoutes } from './http/accountRoutes.ts';
import { addAuditRoutes } from './http/auditRoutes.ts';
import { addBlobRoutes } from './http/blobRoutes.ts';
import { createHttp } from './http/createHttp.ts';
import { addGenerationRoutes } from './http/generationRoutes.ts';
import { addMeetingRoutes } from './http/meetingRoutes.ts';
import { addMinutesRoutes } from './http/minutesRoutes.ts';
import { addNodeRoutes } from './http/nodeRoutes.ts';
import { addOpenApiRoute } from './http/openApiRoute.ts';
import { addRecordRoutes } from './http/recordRoutes.ts';
import { addSecondFactorRoutes } from './http/secondFactorRoutes.ts';
import { addRemovalRoutes } from './http/removalRoutes.ts';
import { createLog, silentLog, type LogLevel } from './log/log.ts';
import { createNode } from './nodes/registerNode.ts';
import { shareDeployment } from './nodes/shareDeployment.ts';
import { refuseLateRequests, watchStandstill } from './nodes/standstill.ts';
import { addHealth } from './operate/health.ts';
import { addMetrics } from './operate/metrics.ts';
import { readMetricsToken } from './operate/metricsToken.ts';
import { addRateLimits, type Rate } from './operate/rateLimits.ts';
import { PlatformError } from './platformError.ts';
import type { ProvinceSettings } from './province/adapter.ts';
import { addIntakeRoutes } from './province/intakeRoutes.ts';
import { openAdapter, readProvince } from './province/settings.ts';
import { startProvinceWorker, type WorkerTiming } from './province/worker.ts';
import { createSockets, roomTiming, type Sockets } from './rooms/createSockets.ts';
import { readIceServers } from './rooms/iceServers.ts';
import { seedSampleNetwork } from './seed.ts';
import { deriveKey, openStore } from './store/openStore.ts';

export interface PlatformOptions {
  /** Folder of the platform's own; created when it is not there. */
  readonly dataDir: string;
  /** 32 secret bytes; database, blobs and uploads are encrypted under keys derived from it. */
  readonly key: Uint8Array;
  /** Address to listen on; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Fills an empty store with the sample network and lists its accounts. */
  readonly sample: boolean;
  /** `postgres://…` of a database that other nodes may share; without it an SQLite file in the data folder. */
  readonly databaseUrl?: string | undefined;
  /** Where consoles reach this node, when that is not the address it listens on. */
  readonly publicUrl?: string | undefined;
  /** Gets one line of JSON at a time (platform/log), without patients or secrets. */
  readonly log?: (line: string) => void;
  /** Lines of a lower level are left out; `info` unless told otherwise. */
  readonly logLevel?: LogLevel;
  /** For tests: how long a lost console may be away, and how often presence is noted. */
  readonly timing?: typeof roomTiming;
  /** For tests: what is too fast. */
  readonly rates?: { readonly requests?: Rate; readonly commands?: Rate };
  /** Where finished work is sent, and the token by which others may hand theirs in; from the environment when not stated. */
  readonly province?: { readonly settings: ProvinceSettings | null; readonly timing?: WorkerTiming; readonly intakeToken?: string | undefined };
}

export interface RunningPlatform {
  readonly url: string;
  readonly port: number;
  /** What its HTTP server was registered with, as `GET /v1/feed`. */
  readonly routes: readonly string[];
  /** Closes every connection and the store. */
  stop(): Promise<void>;
}

/** Failed sign-ins and ended sessions are forgotten once an hour. */
const sweepMs = 3_600_000;
/** While the platform stops, connections without a request are closed so often. */
const idleCloseMs = 50;
/** So long a request may still take then; one whose sender has gone silent would be waited for. */
const lastRequestsMs = 2000;

/**
 * Starts the provincial platform: the same code inside a console's core and as a server.
 * @throws {StoreError} read-only | wrong-passphrase | corrupt | locked | not-found | newer-version
 * @throws {PlatformError} port-in-use | bad-setting
 */
export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { dataDir, key, host = '127.0.0.1', port, sample, databaseUrl, publicUrl, timing = roomTiming } = options;
  const nodeId = uuidv7();
  const log = options.log ? createLog(options.log, nodeId, options.logLevel) : silentLog;
  if (key.byteLength !== 32) throw new StoreError('wrong-passphrase', `The platform's key must have 32 bytes, not ${key.byteLength}.`);
  const iceServers = readIceServers(process.env);
  const province: NonNullable<PlatformOptions['province']> = options.province ?? { settings: readProvince(process.env), intakeToken: process.env['MDT_PROVINCE_INTAKE_TOKEN'] };
  const store = await openStore({ dataDir, key, databaseUrl, log });
  try {
    await shareDeployment(store, dataDir, key);
    if (sample) await seedSampleNetwork(store);
    await store.sessions.sweep(Date.now(), Date.now() - sweepMs);
    await store.refreshTokens.sweep(Date.now());
    const blobs = await openBlobStore(dataDir, key, store, log);
    const orderer = createOrderer(store);
    const factorKey = deriveKey(key, 'secondFactors');
    const app = createHttp(log, dataDir);
    const registered: string[] = [];
    app.addHook('onRoute', ({ method, url }) => void registered.push(...[method].flat().map((one) => `${one} ${url}`)));
    let sockets: Sockets | null = null;
    addMetrics(app, store, readMetricsToken(process.env), () => sockets?.counts() ?? { console: 0, meeting: 0 });
    addRateLimits(app, options.rates?.requests);
    addHealth(app, store, dataDir);
    const standstill = store.kind === 'sqlite' ? null : watchStandstill((silentMs) => {
      log.warn('standstill', { ms: Math.round(silentMs) });
      sockets?.cut();
      app.server.closeAllConnections();
    });
    if (standstill) refuseLateRequests(app, standstill);
    addAccountRoutes(app, store, { isSample: sample, factorKey, onSignOut: (tokenSha256) => sockets?.endSession(tokenSha256) });
    addSecondFactorRoutes(app, store, factorKey);
    addRecordRoutes(app, store, orderer, deriveKey(key, 'seals'), options.rates?.commands);
    addGenerationRoutes(app, store, orderer, deriveKey(key, 'seals'));
    addRemovalRoutes(app, store);
    addMeetingRoutes(app, store, iceServers);
    addNodeRoutes(app, store);
    addBlobRoutes(app, store, blobs);
    addAuditRoutes(app, store);
    addMinutesRoutes(app, store, (hospitalIds, news) => sockets?.tellMinutes(hospitalIds, news));
    addIntakeRoutes(app, store, province.intakeToken);
    addOpenApiRoute(app, store);
    await app.ready();
    const node = createNode(store, log, nodeId);
    sockets = await createSockets({ http: app.server, store, orderer, node, standstill, timing, log });
    const running = sockets;
    try {
      await app.listen({ host, port });
    } catch (cause) {
      await running.stop();
      await app.close();
      throw listenError(cause, host, port);
    }
    const sweep = setInterval(() => void store.sessions.sweep(Date.now(), Date.now() - sweepMs).catch((error: unknown) => log.error('workFailed', { what: 'forgetting ended sessions' }, error)), sweepMs);
    const actual = (app.server.address() as AddressInfo).port;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
    await node.enter(publicUrl ?? url);
    log.info('listening', { url, port: actual });
    const worker = province.settings && startProvinceWorker({ store, files: blobs.files, adapter: openAdapter(province.settings), log, ...(province.timing ? { timing: province.timing } : {}) });
    orderer.onCommitted((committed) => {
      if (committed.some(({ command }) => isForProvince(command))) worker?.wake();
    });
    let stopped: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      log.info('stop');
      clearInterval(sweep);
      standstill?.stop();
      // A request that is answered now leaves its connection open for the next one, and the server would wait for that.
      const idle = setInterval(() => app.server.closeIdleConnections(), idleCloseMs);
      const cut = setTimeout(() => app.server.closeAllConnections(), lastRequestsMs);
      await running.stop();
      await worker?.stop();
      await node.stop();
      await app.close();
      clearInterval(idle);
      clearTimeout(cut);
      await blobs.stop();
      await store.close();
    };
    return { url, port: actual, routes: registered, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === 'EADDRINUSE') return new PlatformError('port-in-use', `Port ${port} on ${host} is in use; stop the other program or choose another with --port.`, { cause });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new PlatformError('bad-setting', `${host} is not an address of this machine; choose another with --host.`, { cause });
  if (code === 'EACCES') return new PlatformError('bad-setting', `Port ${port} needs more rights than this user has; choose one above 1023.`, { cause });
  return cause;
}

export { readKey } from './cliOptions.ts';
export { damagedPages } from './store/engines/pageSeals.ts';
export { inspectPlatform, verifyPlatform } from './verifyPlatform.ts';
