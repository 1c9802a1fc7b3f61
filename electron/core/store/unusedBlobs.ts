import type { BlobFiles } from './blobFiles.ts';
import { getBlob } from './imaging.ts';
import type { Db } from './openDatabase.ts';

/**
 * Removes the bytes of blobs that no row names any more. Bytes that are there already are not written again, so while
 * somebody takes objects in, and is about to name some, nothing is removed; what is waiting then is looked at anew.
 */
export class UnusedBlobs {
  readonly #db: Db;
  readonly #blobs: BlobFiles;
  readonly #waiting = new Set<string>();
  #takers = 0;

  constructor(db: Db, blobs: BlobFiles) {
    this.#db = db;
    this.#blobs = blobs;
  }

  /** Somebody takes objects in: bytes that are here may be about to be named. */
  get isTaking(): boolean {
    return this.#takers > 0;
  }

  /** Objects are being taken in until `work` ends. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#takers += 1;
    try {
      return await work();
    } finally {
      this.#takers -= 1;
      this.#removeWaiting();
    }
  }

  /** Removes those of the blobs that no row names, at once or as soon as nobody takes objects in. */
  remove(hashes: Iterable<string>): void {
    for (const sha256 of hashes) this.#waiting.add(sha256);
    this.#removeWaiting();
  }

  /** Looks and removes without a pause: in between a row could come. */
  #removeWaiting(): void {
    if (this.#takers > 0) return;
    for (const sha256 of this.#waiting) {
      this.#waiting.delete(sha256);
      if (!getBlob(this.#db, sha256)) this.#blobs.remove(sha256);
    }
  }
}
