import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import { StoreError, type ErrorShape } from '../../../shared/errors/appError.ts';
import { addTakenFiles, listTakenFiles, type TakenFile } from '../store/importJobs.ts';
import { addInstances, listInstances, type IndexedInstance } from '../store/imaging.ts';
import { keepHead, type Head } from '../store/objectHeads.ts';
import type { Store } from '../store/openStore.ts';
import { inTransaction } from '../store/statement.ts';
import { crashed, type FoundObject } from './findObjects.ts';
import type { Taken, TakeJob } from './importJobs.ts';
import type { ImportIdentity, ImportTally } from './importTally.ts';
import { fullestKey, patientKeyOf } from './patientKey.ts';
import type { WorkerPool } from './workerPool.ts';

const rowsPerCommit = 256;

/** An object whose bytes are on the disk, not yet in the record. */
interface Stored {
  readonly instance: IndexedInstance;
  readonly head: Head | null;
  readonly file: TakenFile;
}

/**
 * Takes found objects into a case. Workers write the blobs; when they say that those are on the disk, their rows are
 * committed here, so that the record never names bytes that a loss of power could take away.
 */
export class ObjectTaker {
  /** Patient of the objects the case has already; null while it has none. */
  readonly casePatientKey: string | null;
  readonly #store: Store;
  readonly #pool: WorkerPool;
  readonly #job: ImportIdentity;
  readonly #tally: ImportTally;
  readonly #signal: AbortSignal;
  readonly #headers = new Map<string, InstanceHeader>();
  /** Content by SOP Instance UID. */
  readonly #known = new Map<string, string>();
  readonly #takenBefore: ReadonlyMap<string, TakenFile>;
  #stored: Stored[] = [];
  #isHolding = false;
  /** Wanted objects that nobody has looked at yet. */
  #left = 0;
  #failure: ErrorShape | null = null;

  constructor(store: Store, pool: WorkerPool, job: ImportIdentity, tally: ImportTally, signal: AbortSignal) {
    this.#store = store;
    this.#pool = pool;
    this.#job = job;
    this.#tally = tally;
    this.#signal = signal;
    for (const { header, sha256 } of listInstances(store.db, job.caseId)) {
      this.#headers.set(header.sopInstanceUID, header);
      this.#known.set(header.sopInstanceUID, sha256);
    }
    this.casePatientKey = fullestKey([...this.#headers.values()].map(patientKeyOf));
    this.#takenBefore = new Map(listTakenFiles(store.db, job.importId).map((file) => [file.name, file]));
  }

  /** Headers of everything the case has. */
  get headers(): readonly InstanceHeader[] {
    return [...this.#headers.values()];
  }

  /**
   * Takes the objects of one patient; those of others are rejects.
   * @throws {StoreError} disk-full | read-only | cancelled, after what was taken before is committed
   */
  async take(objects: readonly FoundObject[], patientKey: string): Promise<void> {
    const wanted = objects.filter((object) => !this.#refuseOther(object, patientKey) && !this.#wasTaken(object));
    this.#left = wanted.length;
    for (const round of inRounds(wanted)) await this.#takeRound(round);
    if (!this.#isHolding) this.#commit();
    if (this.#failure) throw new StoreError(this.#failure.reason as 'disk-full', this.#failure.message, { detail: this.#failure.detail ?? {} });
    // A cancel that comes when all is taken changes nothing: the import is done.
    if (this.#left > 0) throw new StoreError('cancelled', 'The import was cancelled; what was taken before stays, import again to go on.');
  }

  /** Keeps what is taken out of the record until {@link release}: another patient's objects may still arrive. */
  hold(): void {
    this.#isHolding = true;
  }

  release(): void {
    this.#isHolding = false;
    this.#commit();
  }

  /** Gives back what was held. */
  discard(): void {
    this.#store.unusedBlobs.remove(this.#stored.map(({ instance }) => instance.sha256));
    this.#stored = [];
    this.#tally.imported = 0;
    this.#tally.warnings.length = 0;
  }

  #refuseOther({ place, byteLength, patientKey }: FoundObject, chosenKey: string): boolean {
    if (this.#tally.isOf(patientKey, chosenKey)) return false;
    this.#tally.rejects.push({ path: place.name, reason: 'other-patient', message: 'This object belongs to another patient than the case; make a case of its own for it.' });
    this.#tally.fileDone(byteLength);
    return true;
  }

  /** Taken before the import was interrupted, and not touched since. */
  #wasTaken({ place, byteLength, modifiedAtMs, header: { sopInstanceUID } }: FoundObject): boolean {
    const before = this.#takenBefore.get(place.name);
    const header = this.#headers.get(sopInstanceUID);
    if (!before || !header || place.kind === 'bytes') return false;
    if (before.sopInstanceUID !== sopInstanceUID || before.byteLength !== byteLength || before.modifiedAtMs !== modifiedAtMs) return false;
    this.#count(place.name, header);
    this.#tally.fileDone(byteLength);
    return true;
  }

  async #takeRound(objects: readonly FoundObject[]): Promise<void> {
    const found = new Map<TakeJob, FoundObject>();
    for (const object of objects) {
      const { sopInstanceUID } = object.header;
      found.set({ kind: 'take', place: object.place, sopInstanceUID, patientKey: object.patientKey, knownSha256: this.#known.get(sopInstanceUID) ?? null }, object);
    }
    const stop = new AbortController();
    try {
      await this.#pool.run([...found.keys()], {
        signal: AbortSignal.any([this.#signal, stop.signal]),
        weightOf: (job) => found.get(job)?.byteLength ?? 0,
        onAnswer: (taken, job) => {
          const object = found.get(job);
          if (!object) return;
          this.#left -= 1;
          if (taken === null) this.#tally.rejects.push(crashed(object.place.name));
          else this.#heed(taken, object);
          this.#tally.fileDone(object.byteLength);
          if (this.#failure) stop.abort();
          if (!this.#isHolding && this.#stored.length >= rowsPerCommit) this.#commit();
        },
      });
    } finally {
      // When a commit failed, what waits to be read need not be.
      stop.abort();
    }
  }

  #heed(taken: Taken, { place, byteLength, modifiedAtMs }: FoundObject): void {
    switch (taken.kind) {
      case 'reject':
        this.#tally.rejects.push(taken.reject);
        return;
      case 'failed':
        this.#failure = taken.error;
        return;
      case 'duplicate':
        // Arrived before the interruption and now again: it is still this import that took it.
        if (this.#takenBefore.has(place.name)) this.#tally.imported += 1;
        else this.#tally.duplicates += 1;
        return;
      case 'taken': {
        const { header, sha256, head } = taken;
        this.#known.set(header.sopInstanceUID, sha256);
        this.#headers.set(header.sopInstanceUID, header);
        this.#stored.push({ instance: { header, sha256, byteLength: taken.byteLength }, head, file: { name: place.name, byteLength, modifiedAtMs, sopInstanceUID: header.sopInstanceUID } });
        this.#count(place.name, header);
      }
    }
  }

  #count(name: string, header: InstanceHeader): void {
    this.#tally.imported += 1;
    this.#tally.warnings.push(...header.warnings.map((message) => ({ path: name, message })));
  }

  #commit(): void {
    const stored = this.#stored;
    this.#stored = [];
    if (stored.length === 0) return;
    inTransaction(this.#store.db, () => {
      addInstances(this.#store.db, this.#job.caseId, stored.map(({ instance }) => instance));
      for (const { instance, head } of stored) if (head !== null) keepHead(this.#store.db, instance.sha256, head);
      addTakenFiles(this.#store.db, this.#job.importId, stored.map(({ file }) => file));
    });
  }
}

/** The first object of every SOP Instance UID, then the second and so on: what the first became decides on the others. */
function inRounds(objects: readonly FoundObject[]): FoundObject[][] {
  const counts = new Map<string, number>();
  const rounds: FoundObject[][] = [];
  for (const object of objects) {
    const round = counts.get(object.header.sopInstanceUID) ?? 0;
    counts.set(object.header.sopInstanceUID, round + 1);
    (rounds[round] ??= []).push(object);
  }
  return rounds;
}
