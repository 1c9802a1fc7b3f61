import { join } from 'node:path';
import { feedPage } from '../../../platform/commands/feedPage.ts';
import { takeReceipt } from '../../../platform/commands/takeReceipt.ts';
import { createOrderer, type Orderer } from '../../../platform/commands/orderer.ts';
import { openStore, type PlatformStore } from '../../../platform/store/openStore.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import { SyncError } from '../../../shared/errors/appError.ts';
import { protocolVersion, pushRequestSchema, type Committed, type FeedResponse, type Outcome, type RemovalReceipt } from '../../../shared/sync/protocol.ts';
import { Refused } from './faults.ts';
import { copyFiles, dataKey, staff } from './template.ts';

/** Over commands of this device the platform breaks with an error of its own until it is mended. */
export const breakingDevice = 'breaks the platform';

/** The real platform without its sockets: the same store and the same ordering of commands. */
export class SimulatedPlatform {
  readonly #folder: string;
  readonly #onCommitted: (committed: Committed) => void;
  isMended = false;
  /** The next push is answered so, whatever is in it. */
  failNext: { readonly status: number; readonly reason: string | undefined } | null = null;
  #life = 0;
  #running: { readonly store: PlatformStore; readonly orderer: Orderer };

  private constructor(folder: string, onCommitted: (committed: Committed) => void, store: PlatformStore) {
    this.#folder = folder;
    this.#onCommitted = onCommitted;
    this.#running = this.#start(store);
  }

  /**
   * @param folder of the seed; holds the platform's files as `platform-0`
   * @param onCommitted told of every command the platform took, in its order
   */
  static async open(folder: string, onCommitted: (committed: Committed) => void): Promise<SimulatedPlatform> {
    return new SimulatedPlatform(folder, onCommitted, await openStore({ dataDir: join(folder, 'platform-0'), key: dataKey }));
  }

  get store(): PlatformStore {
    return this.#running.store;
  }

  #start(store: PlatformStore): { store: PlatformStore; orderer: Orderer } {
    const orderer = createOrderer(store);
    orderer.onCommitted((committed) => committed.forEach(this.#onCommitted));
    return { store, orderer };
  }

  /** Ends without closing anything, as after SIGKILL, and starts on the files as they lie there. */
  async crash(): Promise<void> {
    const before = join(this.#folder, `platform-${this.#life}`);
    this.#life += 1;
    const after = join(this.#folder, `platform-${this.#life}`);
    copyFiles(before, after);
    await this.store.close();
    this.#running = this.#start(await openStore({ dataDir: after, key: dataKey }));
  }

  /**
   * Takes a batch in its order.
   * @param stopAfter commands after which it crashes, without an answer; null for never
   */
  async push(senderId: string, commands: readonly AnyCommand[], stopAfter: number | null): Promise<Outcome[]> {
    const sender = staff.find((person) => person.id === senderId);
    if (!sender) throw new Error(`nobody is called ${senderId}`);
    const fail = this.failNext ?? this.#failureOver(commands);
    this.failNext = null;
    if (fail) throw new SyncError(fail.status >= 500 ? 'unreachable' : 'refused', `the platform answered ${fail.status}`, { detail: { status: fail.status, ...(fail.reason ? { reason: fail.reason } : {}) } });
    if (stopAfter === null) return this.#running.orderer.push(commands, sender);
    if (stopAfter > 0) await this.#running.orderer.push(commands.slice(0, stopAfter), sender);
    await this.crash();
    throw new Refused('the platform crashed in the middle of a batch');
  }

  /** As the route answers: it looks at the shape of the whole batch first. */
  #failureOver(commands: readonly AnyCommand[]): { status: number; reason: string } | null {
    if (!pushRequestSchema.safeParse({ protocolVersion, commands }).success) return { status: 400, reason: 'bad-request' };
    return !this.isMended && commands.some(({ deviceId }) => deviceId === breakingDevice) ? { status: 500, reason: 'unexpected' } : null;
  }

  async feed(hospitalId: string, deviceId: string, after: number, limit: number, nowMs: number): Promise<FeedResponse> {
    await this.store.streams.seeConsole(hospitalId, deviceId, Date.now());
    return { ...(await feedPage(this.store, hospitalId, { after, limit, protocol: 2 })), nowMs };
  }

  async confirm(senderId: string, deviceId: string, receipt: RemovalReceipt, nowMs: number): Promise<void> {
    const sender = staff.find((person) => person.id === senderId);
    if (!sender) throw new Error(`nobody is called ${senderId}`);
    await takeReceipt(this.store, sender, deviceId, receipt, nowMs);
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}
