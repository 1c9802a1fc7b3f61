import type { BlobFiles } from '../store/blobFiles.ts';
import { readHead, type Head } from './objectHead.ts';

/** Heads of some thousand slices; those of enhanced objects are longer and are read anew. */
const budgetBytes = 8_000_000;
const longestKept = 256_000;

/**
 * Heads read lately: to prove a head, the whole first chunk of its object is opened, and the same series is opened
 * again and again in one meeting. What is named by its content never changes; whether its file is still there is looked
 * at every time.
 */
export class HeadCache {
  readonly #blobs: Pick<BlobFiles, 'has' | 'readStart'>;
  readonly #heads = new Map<string, Head>();
  #usedBytes = 0;

  constructor(blobs: Pick<BlobFiles, 'has' | 'readStart'>) {
    this.#blobs = blobs;
  }

  /** Bytes held now. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** As {@link readHead}. @throws {StoreError} not-found | corrupt */
  async read(sha256: string): Promise<Head> {
    const known = this.#heads.get(sha256);
    if (known) this.#forget(sha256, known);
    const head = known && this.#blobs.has(sha256) ? known : await readHead(this.#blobs, sha256);
    if (head.bytes.length <= longestKept && !this.#heads.has(sha256)) this.#keep(sha256, head);
    return head;
  }

  #keep(sha256: string, head: Head): void {
    this.#heads.set(sha256, head);
    this.#usedBytes += head.bytes.length;
    // The one used longest ago stands first.
    for (const [oldest, oldHead] of this.#heads) {
      if (this.#usedBytes <= budgetBytes) return;
      this.#forget(oldest, oldHead);
    }
  }

  #forget(sha256: string, head: Head): void {
    this.#heads.delete(sha256);
    this.#usedBytes -= head.bytes.length;
  }
}
