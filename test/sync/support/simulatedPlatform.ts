import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { feedPage } from '../../../platform/commands/feedPage.ts';
import { takeReceipt } from '../../../platform/commands/takeReceipt.ts';
import { createOrderer, type Orderer } from '../../../platform/commands/orderer.ts';
import { compareStreams, takeReturns } from '../../../platform/commands/takeReturns.ts';
import { declareRestored } from '../../../platform/operate/declareRestored.ts';
import { PlatformError } from '../../../platform/platformError.ts';
import { openStore, type PlatformStore } from '../../../platform/store/openStore.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import { SyncError } from '../../../shared/errors/appError.ts';
import type { CompareAnswer, GenerationAnswer, ReturnsAnswer, ReturnsRequest } from '../../../shared/sync/generation.ts';
import { protocolVersion, pushRequestSchema, type Committed, type FeedResponse, type Outcome, type RemovalReceipt } from '../../../shared/sync/protocol.ts';
import { Refused } from './faults.ts';
import { copyFiles, dataKey, staff } from './template.ts';

const sealKey = new Uint8Array(32).fill(9);

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
  #hasBackup = false;
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
  async push(senderId: string, commands: readonly AnyCommand[], stopAfter: number | null, generation: string | undefined): Promise<Outcome[]> {
    const sender = staff.find((person) => person.id === senderId);
    if (!sender) throw new Error(`nobody is called ${senderId}`);
    const fail = this.failNext ?? this.#failureOver(commands);
    this.failNext = null;
    if (fail) throw new SyncError(fail.status >= 500 ? 'unreachable' : 'refused', `the platform answered ${fail.status}`, { detail: { status: fail.status, ...(fail.reason ? { reason: fail.reason } : {}) } });
    const { orderer } = this.#running;
    const push = (part: readonly AnyCommand[]): Promise<Outcome[]> => this.#answer(() => (generation === undefined ? orderer.push(part, sender) : orderer.pushInto(generation, part, sender)));
    if (stopAfter === null) return push(commands);
    if (stopAfter > 0) await push(commands.slice(0, stopAfter));
    await this.crash();
    throw new Refused('the platform crashed in the middle of a batch');
  }

  /** As the route answers: it looks at the shape of the whole batch first. */
  #failureOver(commands: readonly AnyCommand[]): { status: number; reason: string } | null {
    if (!pushRequestSchema.safeParse({ protocolVersion, commands }).success) return { status: 400, reason: 'bad-request' };
    return !this.isMended && commands.some(({ deviceId }) => deviceId === breakingDevice) ? { status: 500, reason: 'unexpected' } : null;
  }

  /** A refusal as the console's client makes an error of it. */
  async #answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PlatformError && error.reason === 'restored') throw new SyncError('restored', error.message);
      throw error;
    }
  }

  async feed(hospitalId: string, deviceId: string, nowMs: number, asked: { after: number; limit: number; generation: string | undefined }): Promise<FeedResponse> {
    await this.store.streams.seeConsole(hospitalId, deviceId, Date.now());
    return { ...(await this.#answer(() => feedPage(this.store, hospitalId, { ...asked, protocol: 2 }, sealKey))), nowMs };
  }

  async generation(hospitalId: string, known: readonly string[], nowMs: number): Promise<GenerationAnswer> {
    const found = await this.store.generations.sharedPosition(known, hospitalId);
    if (!found) throw new Error('the platform knows none of the generations a console has known');
    return { generation: await this.store.generations.current(), shared: found.shared, position: Math.min(found.position, await this.store.streams.head(hospitalId)), nowMs };
  }

  compareStreams(generationId: string, streams: Parameters<typeof compareStreams>[2]): Promise<CompareAnswer> {
    return this.#answer(() => compareStreams(this.store, generationId, streams));
  }

  giveBack(senderId: string, deviceId: string, request: ReturnsRequest, nowMs: number): Promise<ReturnsAnswer> {
    const person = staff.find(({ id }) => id === senderId);
    if (!person) throw new Error(`nobody is called ${senderId}`);
    return this.#answer(() => takeReturns(this.store, this.#running.orderer, sealKey, { person, deviceId }, request, nowMs));
  }

  /** A copy to go back to, made while it runs. */
  backUp(): void {
    this.#hasBackup = true;
    rmSync(this.#backupFolder, { recursive: true, force: true });
    copyFiles(join(this.#folder, `platform-${this.#life}`), this.#backupFolder);
  }

  /** Loses everything since the copy. False when there is none. */
  async restore(nowMs: number): Promise<boolean> {
    if (!this.#hasBackup) return false;
    await this.store.close();
    this.#life += 1;
    const after = join(this.#folder, `platform-${this.#life}`);
    copyFiles(this.#backupFolder, after);
    this.#running = this.#start(await openStore({ dataDir: after, key: dataKey }));
    await declareRestored(this.store, nowMs);
    return true;
  }

  get #backupFolder(): string {
    return join(this.#folder, 'backup');
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
