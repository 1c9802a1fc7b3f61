import type { PlatformStore } from '../store/openStore.ts';
import type { BlobFiles } from './blobFiles.ts';
import type { UploadClaim } from './sealedUploads.ts';

/** An upload whose bytes are on the disk and are what it claimed. */
export interface ProvedUpload {
  readonly id: string;
  readonly path: string;
  readonly byteLength: number;
  readonly claim: UploadClaim;
}

interface Waiting extends ProvedUpload {
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

const largestBatch = 64;

/**
 * Keeps proved uploads: those that end while others are being kept wait and are kept together, with one transaction for
 * all of them, so that many small objects do not each wait for the disk.
 */
export class UploadKeeper {
  readonly #store: PlatformStore;
  readonly #files: BlobFiles;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(store: PlatformStore, files: BlobFiles) {
    this.#store = store;
    this.#files = files;
  }

  /** Resolves when the blob and what is known of it survive the loss of power: as a blob, or as a draft whose end is known. */
  keep(upload: ProvedUpload): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ ...upload, done, fail });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        await this.#keepAll(batch);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.#isRunning = false;
  }

  async #keepAll(batch: readonly ProvedUpload[]): Promise<void> {
    // Bytes that are there already are given way to by the same bytes, proved a moment ago: one copy, and a damaged one is healed.
    for (const { path, claim } of batch) await this.#files.place(path, claim.sha256);
    const nowMs = Date.now();
    await this.#store.transact(async (tx) => {
      await tx.blobs.addKept(batch.map(({ id, byteLength, claim }) => ({ uploadId: id, byteLength, ...claim })), nowMs);
      for (const { byteLength, claim: { sha256, caseId, hospitalId, personId } } of batch) {
        await tx.audit.append({ atMs: nowMs, action: 'blobStored', personId, hospitalId, deviceId: '', subject: caseId, detail: { sha256, byteLength } });
      }
    });
  }
}
