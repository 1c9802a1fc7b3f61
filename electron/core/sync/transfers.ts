import { packedBlobBytes } from '../../../shared/blob/pack.ts';
import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { visibleCases } from '../commands/caseView.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { noteOpened } from '../store/blobStorage.ts';
import { shareInstances } from '../store/imaging.ts';
import { Bandwidth } from './bandwidth.ts';
import { planBlobs, type Transfer } from './blobPlan.ts';
import { diskRoom, fitting, noRoom, roomForBlobs } from './blobRoom.ts';
import { downloadBlob } from './downloadBlob.ts';
import { evictBlobs } from './evictBlobs.ts';
import type { PlatformClient } from './platformClient.ts';
import { waitTurn } from './waitTurn.ts';
import type { SyncSession } from './syncSession.ts';
import { TransferLedger } from './transferLedger.ts';
import { limitsAt, readTransferSettings } from './transferSettings.ts';
import { lotsOf } from './uploadLots.ts';
import type { TransferParts } from './transferParts.ts';
import { uploadBlob } from './uploadBlob.ts';
import { uploadPack } from './uploadPack.ts';

export interface Waiting {
  readonly waiting: number;
  readonly bytesLeft: number;
}

const parallelUploads = 3;
const parallelDownloads = 6;
/** Objects the other side has not sent yet are asked for again after so long. */
const absentRetryMs = 1500;
/** Day and night begin at a minute; the line follows within so long. */
const limitsCheckMs = 15_000;
const openedAgainMs = 60_000;

export interface TransfersOptions {
  readonly context: RecordContext;
  readonly client: PlatformClient;
  readonly session: SyncSession;
  /** Something moved: counts, or the last missing object of a case arrived. */
  readonly onProgress: () => void;
  readonly onArrived: () => void;
}

/** Moves blobs beside the record sync: one pass at a time, each after the plan of the moment. */
export class Transfers {
  readonly #options: TransfersOptions;
  readonly #stop = new AbortController();
  readonly #up = new Bandwidth();
  readonly #down = new Bandwidth();
  /** Cases somebody opened in this session, and when that was last written down. */
  readonly #opened = new Map<string, number>();
  readonly #fetching = new Map<string, Promise<void>>();
  readonly #clock: NodeJS.Timeout;
  #pass: Promise<void> | null = null;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;
  uploads: Waiting = { waiting: 0, bytesLeft: 0 };
  downloads: Waiting = { waiting: 0, bytesLeft: 0 };
  error: AppError | null = null;

  constructor(options: TransfersOptions) {
    this.#options = options;
    this.applySettings();
    this.#clock = setInterval(() => this.applySettings(), limitsCheckMs);
    this.#clock.unref();
  }

  /** Takes over the limits of this hour; felt at once by what is on its way. */
  applySettings(): void {
    const { up, down } = limitsAt(readTransferSettings(this.#options.context.store.db), new Date());
    this.#up.limit(up);
    this.#down.limit(down);
  }

  /** Somebody opened a case: its objects go first, stay longest, and come back where they were given up. */
  open(caseId: string, hashes: readonly string[]): void {
    const nowMs = Date.now();
    const isNoted = nowMs - (this.#opened.get(caseId) ?? 0) < openedAgainMs;
    // Pages ask at every change of the case; that somebody has it open is written down now and then.
    if (isNoted) return;
    const isNew = !this.#opened.has(caseId);
    this.#opened.set(caseId, nowMs);
    if (noteOpened(this.#options.context.store.db, hashes, nowMs) || isNew) this.wake();
  }

  /**
   * Fetches one object at once, past everything that waits.
   * @throws {SyncError} unreachable | unauthorized | refused | integrity; {StoreError} disk-full
   */
  async fetchNow(transfer: Transfer): Promise<void> {
    const { client, context, session } = this.#options;
    const token = session.person ? await session.tokenOf(session.person.id) : null;
    if (token === null) throw client.unreachable(new Error('nobody is signed in'));
    const { freeBytes, reservedBytes } = diskRoom(context.store.dataDir);
    if (freeBytes - reservedBytes < transfer.byteLength) throw noRoom(context.store, 1);
    const ledger = new TransferLedger(context.store);
    await this.#fetch(token, transfer, ledger);
    ledger.flush();
    this.#options.onArrived();
  }

  /** One object is fetched once at a time, whoever asks. */
  #fetch(token: string, transfer: Transfer, ledger: TransferLedger): Promise<void> {
    const { client, context } = this.#options;
    const running = this.#fetching.get(transfer.sha256);
    if (running) return running;
    const fetching = waitTurn(() => downloadBlob({ store: context.store, client, token, bandwidth: this.#down, stop: this.#stop.signal }, transfer), this.#stop.signal)
      .then((instance) => ledger.arrived(transfer, instance))
      .finally(() => this.#fetching.delete(transfer.sha256));
    this.#fetching.set(transfer.sha256, fetching);
    return fetching;
  }

  /** Begins a pass, or has the running one followed by another. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    clearTimeout(this.#retry);
    if (this.#pass) {
      this.#isStale = true;
      return;
    }
    this.#pass = this.#run().finally(() => {
      this.#pass = null;
      this.#options.onProgress();
      if (this.#isStale) {
        this.#isStale = false;
        this.wake();
      } else if (this.uploads.waiting + this.downloads.waiting > 0) {
        this.#retry = setTimeout(() => this.wake(), absentRetryMs);
      }
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#retry);
    clearInterval(this.#clock);
    this.#stop.abort();
    await this.#pass;
  }

  async #run(): Promise<void> {
    const { context, client, session } = this.#options;
    const { person } = session;
    if (!person) return;
    try {
      const token = await session.tokenOf(person.id);
      if (token === null) return;
      for (const record of visibleCases(context, person)) shareInstances(context.store.db, record.id, record.imaging);
      const plan = planBlobs(context, person, Date.now(), new Set(this.#opened.keys()));
      this.uploads = sumOf(plan.uploads);
      this.downloads = sumOf(plan.downloads);
      if (plan.uploads.length + plan.downloads.length === 0) {
        this.error = null;
        if (roomForBlobs(context.store) < 0) await this.#makeRoom(token, person, 0);
        return;
      }
      const missing = await client.missingBlobs(token, [...plan.uploads, ...plan.downloads].map((transfer) => transfer.sha256));
      const uploads = plan.uploads.filter((transfer) => missing.has(transfer.sha256));
      const ledger = new TransferLedger(context.store);
      for (const transfer of plan.uploads) if (!missing.has(transfer.sha256)) ledger.sent(transfer);
      this.uploads = sumOf(uploads);
      const present = plan.downloads.filter((transfer) => !missing.has(transfer.sha256));
      await this.#makeRoom(token, person, sumOf(present).bytesLeft);
      const disk = diskRoom(context.store.dataDir);
      const available = fitting(present, roomForBlobs(context.store, disk), disk);
      const parts: TransferParts = { store: context.store, client, token, bandwidth: this.#up, stop: this.#stop.signal };
      const upload = async (lot: readonly Transfer[]): Promise<void> => {
        const [only] = lot;
        const isAlone = only && lot.length === 1 && only.byteLength > packedBlobBytes;
        const { sent, failure } = await waitTurn(() => (isAlone ? uploadBlob(parts, only).then(() => ({ sent: lot, failure: null })) : uploadPack(parts, lot)), parts.stop);
        for (const transfer of sent) ledger.sent(transfer);
        this.#moved('uploads', sent);
        if (failure) throw failure;
      };
      let arrived = 0;
      const download = async (transfer: Transfer): Promise<void> => {
        await this.#fetch(token, transfer, ledger);
        arrived += 1;
        this.#moved('downloads', [transfer]);
      };
      const failures = await Promise.all([this.#each(lotsOf(uploads, this.#up.bytesPerSecond), parallelUploads, upload), this.#each(available, parallelDownloads, download)]);
      ledger.flush();
      const left = present.length - available.length;
      this.error = failures.find((failure) => failure !== null) ?? (left > 0 ? noRoom(context.store, left) : null);
      // Nothing arrived: telling so would start the next pass at once, and a refusing platform or a full disk would be asked without a pause.
      if (arrived > 0) this.#options.onArrived();
    } catch (error) {
      this.#note(error);
    }
  }

  /** Gives up what the platform has until so many bytes fit in. */
  async #makeRoom(token: string, person: Person, wantedBytes: number): Promise<void> {
    const { context, client } = this.#options;
    const lacking = wantedBytes - roomForBlobs(context.store);
    if (lacking > 0) await evictBlobs({ context, client, token, person, opened: new Set(this.#opened.keys()) }, lacking);
  }

  /** Works through a list, several at a time; an unreachable platform ends it, anything else is tried again in the next pass. */
  async #each<T>(jobs: readonly T[], parallel: number, move: (job: T) => Promise<void>): Promise<AppError | null> {
    const queue = [...jobs];
    let failure: AppError | null = null;
    const worker = async (): Promise<void> => {
      for (let job = queue.shift(); job !== undefined && !this.#stop.signal.aborted; job = queue.shift()) {
        try {
          await move(job);
        } catch (error) {
          failure = this.#note(error);
          if (failure.reason === 'unreachable' || failure.reason === 'unauthorized' || failure.reason === 'disk-full') queue.length = 0;
        }
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return failure;
  }

  #moved(direction: 'uploads' | 'downloads', transfers: readonly Transfer[]): void {
    const { waiting, bytesLeft } = this[direction];
    const moved = sumOf(transfers);
    this[direction] = { waiting: Math.max(0, waiting - moved.waiting), bytesLeft: Math.max(0, bytesLeft - moved.bytesLeft) };
    this.#options.onProgress();
  }

  #note(error: unknown): AppError {
    this.error = error instanceof AppError ? error : new SyncError('integrity', 'An object of a case could not be moved; it is tried again.', { cause: error });
    const { person } = this.#options.session;
    if (this.error.reason === 'unauthorized' && person) this.#options.session.dropToken(person.id);
    return this.error;
  }
}

const sumOf = (transfers: readonly Transfer[]): Waiting => ({ waiting: transfers.length, bytesLeft: transfers.reduce((sum, transfer) => sum + transfer.byteLength, 0) });
