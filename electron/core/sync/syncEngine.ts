import { AppError, SyncError, toErrorShape, type ErrorShape } from '../../../shared/errors/appError.ts';
import type { SyncStatus } from '../../../shared/ipc/channels.ts';
import { submitDue } from '../commands/submitDue.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { markRestoreSeen, unseenRestore } from '../store/generations.ts';
import { putDirectory } from '../store/people.ts';
import { countOutbox, countOutboxElsewhere } from '../store/streams.ts';
import { BackOff } from './backOff.ts';
import { openFeedSocket, type FeedSocket } from './feedSocket.ts';
import type { MinutesSync } from './minutesSync.ts';
import type { PlatformClient } from './platformClient.ts';
import { finishRemovals } from './finishRemovals.ts';
import { pullFeed } from './pullFeed.ts';
import { pushOutbox } from './pushOutbox.ts';
import type { EndedSession } from './syncSession.ts';
import { throughRestores } from './throughRestores.ts';
import { Transfers } from './transfers.ts';

export interface SyncOptions {
  readonly context: RecordContext;
  readonly client: PlatformClient;
  readonly session: EndedSession;
  readonly isEmbedded: boolean;
  readonly minutes: MinutesSync;
  readonly onStatus: (status: SyncStatus) => void;
  /** Replaces the copies of the record that hold what had to be deleted. */
  readonly renewBackups: () => Promise<void>;
  /** The addresses of the platform's nodes, after each sign-in. */
  readonly onNodes?: (addresses: readonly string[]) => void;
}

/** Without a word from the platform the feed is asked this often. */
const pollMs = 5000;
const statusIntervalMs = 200;

/** Keeps this console and the platform equal: outbox out, feed in, blobs both ways, with back-off while it cannot be reached. */
export class SyncEngine {
  readonly #options: SyncOptions;
  readonly #transfers: Transfers;
  readonly #backOff = new BackOff(300, 4000);
  readonly #waiters: (() => void)[] = [];
  #isStopped = false;
  #isWoken = false;
  #wakeSleeper: (() => void) | null = null;
  #loop: Promise<void> = Promise.resolve();
  #state: SyncStatus['state'] = 'offline';
  #error: ErrorShape | null = null;
  #socket: { token: string; feed: FeedSocket } | null = null;
  #directoryOf: string | null = null;
  #statusTimer: NodeJS.Timeout | null = null;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#transfers = new Transfers({
      context: options.context, client: options.client, session: options.session,
      onProgress: () => this.#tell(),
      onArrived: () => {
        if (options.session.person) submitDue(options.context, options.session.person);
        this.wake();
      },
    });
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** There is something to do; returns at once. */
  wake(): void {
    this.#isWoken = true;
    this.#wakeSleeper?.();
  }

  /** Resolves after the next complete round. */
  async syncNow(): Promise<void> {
    const done = new Promise<void>((resolve) => this.#waiters.push(resolve));
    this.wake();
    await done;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    this.#closeSocket();
    if (this.#statusTimer) clearTimeout(this.#statusTimer);
    await Promise.all([this.#loop, this.#transfers.stop()]);
    await this.#options.minutes.stop();
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  /** What moves the blobs of cases, for those who open them and set its limits. */
  get transfers(): Transfers {
    return this.#transfers;
  }

  status(): SyncStatus {
    const { client, context, isEmbedded } = this.#options;
    return {
      state: this.#state, platformUrl: client.origin, isEmbedded, outbox: countOutbox(context.store.db),
      uploads: this.#transfers.uploads, downloads: this.#transfers.downloads,
      lastContactMs: client.clock?.atMs ?? null, clockDriftMs: client.clock?.driftMs ?? null, restored: unseenRestore(context.store.db, this.#platform),
      error: this.#error ?? this.#transfers.error?.toShape() ?? null,
    };
  }

  /** Somebody has read that the platform was put back from a copy. */
  restoreSeen(): void {
    markRestoreSeen(this.#options.context.store.db, this.#platform, Date.now());
    this.#tell();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#isWoken = false;
      const waiters = this.#waiters.splice(0);
      const isOk = await this.#round();
      for (const waiter of waiters) waiter();
      this.#tell();
      if (this.#isStopped) break;
      if (isOk) this.#backOff.reset();
      await this.#sleep(isOk ? pollMs * (0.8 + 0.4 * Math.random()) : this.#backOff.next(), isOk);
    }
  }

  async #round(): Promise<boolean> {
    try {
      const { session } = this.#options;
      const { person } = session;
      if (!person) {
        this.#closeSocket();
        this.#options.minutes.offline();
        if (countOutbox(this.#options.context.store.db) > 0) await this.#throughRestores(async () => void (await pushOutbox(this.#options.context, this.#options.client, session)));
        await session.endIdle();
        this.#set('signedOut', session.ended?.toShape() ?? null);
        return true;
      }
      const token = await session.tokenOf(person.id);
      if (token === null) throw new SyncError('unauthorized', `The session at ${this.#options.client.origin} has ended; sign in again to send and receive. Everything entered is kept here.`);
      // While the platform is away each new try would otherwise take its reason from the screen.
      if (this.#error === null) this.#set('syncing', null);
      let waiting = 0;
      await this.#throughRestores(async () => {
        await this.#exchange(person.hospitalId, token);
        submitDue(this.#options.context, person);
        waiting = await pushOutbox(this.#options.context, this.#options.client, session);
      });
      await session.endIdle();
      this.#openSocket(token);
      await this.#options.minutes.exchange(token);
      this.#transfers.wake();
      this.#set('online', waiting > 0 ? othersWaiting(waiting) : this.#elsewhere());
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #throughRestores(work: () => Promise<void>): Promise<void> {
    const { context, client } = this.#options;
    return throughRestores(context, client, this.#platform, work);
  }

  /** Name under which what comes from the platform is kept. */
  get #platform(): string {
    return this.#options.isEmbedded ? 'embedded' : this.#options.client.origin;
  }

  async #exchange(hospitalId: string, token: string): Promise<void> {
    const { context, client, session } = this.#options;
    if (this.#directoryOf !== token) {
      await client.negotiate();
      putDirectory(context.store.db, await client.directory(token), Date.now());
      await client.refreshNodes(token);
      this.#options.onNodes?.(client.addresses);
      this.#directoryOf = token;
    }
    await client.refreshNodes(token);
    await pushOutbox(context, client, session);
    const source = { platform: this.#platform, hospitalId };
    await pullFeed(context, client, token, source);
    await finishRemovals(context, client, token, source, this.#options.renewBackups);
  }

  #elsewhere(): ErrorShape | null {
    const count = countOutboxElsewhere(this.#options.context.store.db);
    return count === 0 ? null : new SyncError('refused', `${count} ${count === 1 ? 'change' : 'changes'} made for another platform ${count === 1 ? 'waits' : 'wait'} here; set the console to that platform again to send them.`).toShape();
  }

  #fail(error: unknown): void {
    const { session } = this.#options;
    const isUnauthorized = error instanceof AppError && error.reason === 'unauthorized';
    this.#options.minutes.offline();
    if (isUnauthorized && session.person) session.dropToken(session.person.id);
    // A platform that asks for patience is there, and the next round waits as it asked.
    const isHeld = error instanceof AppError && error.detail['reason'] === 'rate-limited';
    this.#set(isUnauthorized ? 'signedOut' : isHeld ? 'syncing' : 'offline', toErrorShape(error));
  }

  #openSocket(token: string): void {
    if (this.#socket?.token === token || this.#isStopped) return;
    this.#closeSocket();
    const { client, minutes } = this.#options;
    const feed = openFeedSocket(client, token, () => this.wake(), {
      onOpen: () => minutes.missed(),
      onEvent: { minutes: (news) => minutes.heard(news), 'minutes:presence': (presence) => minutes.heardPresence(presence) },
    });
    this.#socket = { token, feed };
    minutes.useSocket(feed);
  }

  #closeSocket(): void {
    this.#socket?.feed.close();
    this.#socket = null;
    this.#options.minutes.useSocket(null);
  }

  #set(state: SyncStatus['state'], error: ErrorShape | null): void {
    this.#state = state;
    this.#error = error;
    this.#tell();
  }

  /** At most five times a second, the last state always. */
  #tell(): void {
    if (this.#isStopped) return;
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = null;
      this.#options.onStatus(this.status());
    }, statusIntervalMs);
  }

  /** A failed round waits out its delay: waking is for news, and there is none while the platform is away. */
  async #sleep(delayMs: number, canWake: boolean): Promise<void> {
    if (this.#isWoken && canWake) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wakeSleeper = () => {
        if (!canWake && !this.#isStopped && this.#waiters.length === 0) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.#isStopped) this.#wakeSleeper();
    });
    this.#wakeSleeper = null;
  }
}

const othersWaiting = (count: number): ErrorShape =>
  new SyncError('unauthorized', `${count} ${count === 1 ? 'change' : 'changes'} of a colleague made at this console ${count === 1 ? 'waits' : 'wait'} to be sent until they sign in here again.`).toShape();
