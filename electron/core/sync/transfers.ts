import { packedBlobBytes } from '../../../shared/blob/pack.ts';
import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import { visibleCases } from '../commands/caseView.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { shareInstances } from '../store/imaging.ts';
import { Bandwidth } from './bandwidth.ts';
import { planBlobs, type Transfer } from './blobPlan.ts';
import { downloadBlob } from './downloadBlob.ts';
import type { PlatformClient } from './platformClient.ts';
import type { SyncSession } from './syncSession.ts';
import { TransferLedger } from './transferLedger.ts';
import { lotsOf } from './uploadLots.ts';
import { uploadBlob, type UploadParts } from './uploadBlob.ts';
import { uploadPack } from './uploadPack.ts';

export interface Waiting {
  readonly waiting: number;
  readonly bytesLeft: number;
}

const parallelUploads = 3;
const parallelDownloads = 6;
/** Objects the other side has not sent yet are asked for again after so long. */
const absentRetryMs = 1500;

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
  #pass: Promise<void> | null = null;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;
  uploads: Waiting = { waiting: 0, bytesLeft: 0 };
  downloads: Waiting = { waiting: 0, bytesLeft: 0 };
  error: AppError | null = null;

  constructor(options: TransfersOptions) {
    this.#options = options;
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
      const plan = planBlobs(context, person, Date.now());
      this.uploads = sumOf(plan.uploads);
      this.downloads = sumOf(plan.downloads);
      if (plan.uploads.length + plan.downloads.length === 0) {
        this.error = null;
        return;
      }
      const missing = await client.missingBlobs(token, [...plan.uploads, ...plan.downloads].map((transfer) => transfer.sha256));
      const uploads = plan.uploads.filter((transfer) => missing.has(transfer.sha256));
      const ledger = new TransferLedger(context.store);
      for (const transfer of plan.uploads) if (!missing.has(transfer.sha256)) ledger.sent(transfer);
      this.uploads = sumOf(uploads);
      const available = plan.downloads.filter((transfer) => !missing.has(transfer.sha256));
      const parts: UploadParts = { store: context.store, client, token, bandwidth: this.#up, stop: this.#stop.signal };
      const upload = async (lot: readonly Transfer[]): Promise<void> => {
        const [only] = lot;
        const { sent, failure } = only && lot.length === 1 && only.byteLength > packedBlobBytes ? await uploadBlob(parts, only).then(() => ({ sent: lot, failure: null })) : await uploadPack(parts, lot);
        for (const transfer of sent) ledger.sent(transfer);
        this.#moved('uploads', sent);
        if (failure) throw failure;
      };
      let arrived = 0;
      const download = async (transfer: Transfer): Promise<void> => {
        ledger.arrived(transfer, await downloadBlob(context.store, client, token, transfer, this.#stop.signal));
        arrived += 1;
        this.#moved('downloads', [transfer]);
      };
      const failures = await Promise.all([this.#each(lotsOf(uploads, this.#up.bytesPerSecond), parallelUploads, upload), this.#each(available, parallelDownloads, download)]);
      ledger.flush();
      this.error = failures.find((failure) => failure !== null) ?? null;
      // Nothing arrived: telling so would start the next pass at once, and a refusing platform or a full disk would be asked without a pause.
      if (arrived > 0) this.#options.onArrived();
    } catch (error) {
      this.#note(error);
    }
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
