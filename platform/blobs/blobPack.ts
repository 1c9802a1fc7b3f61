import { v7 } from 'uuid';
import type { PackAnswer } from '../../shared/blob/pack.ts';
import type { ProvedUpload, UploadKeeper } from './keepUploads.ts';
import type { SealedUploads, UploadClaim } from './sealedUploads.ts';

interface Taken extends ProvedUpload {
  /** SHA-256 of what lies on the disk. */
  readonly stored: Promise<string>;
}

/** Small blobs of one request: written while the next ones arrive, proved by their hash, and kept together. */
export class BlobPack {
  readonly #uploads: SealedUploads;
  readonly #keeper: UploadKeeper;
  readonly #taken: Taken[] = [];

  constructor(uploads: SealedUploads, keeper: UploadKeeper) {
    this.#uploads = uploads;
    this.#keeper = keeper;
  }

  /** @param bytes at most a chunk; they may be overwritten when this resolves */
  async add(claim: UploadClaim, bytes: Uint8Array): Promise<void> {
    const id = v7();
    const { path, stored } = await this.#uploads.takeWhole(id, bytes);
    // Waited for at the end, which says what went wrong.
    stored.catch(() => undefined);
    this.#taken.push({ id, path, byteLength: bytes.length, claim, stored });
  }

  /** Resolves when all whose bytes are what they claim survive the loss of power. */
  async keep(): Promise<PackAnswer> {
    const proved: Taken[] = [];
    const refused: PackAnswer['refused'] = [];
    for (const taken of this.#taken) {
      const { sha256 } = taken.claim;
      if ((await taken.stored) === sha256) {
        proved.push(taken);
      } else {
        await this.#uploads.remove(taken.id);
        refused.push({ sha256, reason: 'integrity', message: 'The bytes that arrived are not the ones announced (SHA-256 differs); send the object again.' });
      }
    }
    if (proved.length > 0) await this.#uploads.syncNames();
    await Promise.all(proved.map((taken) => this.#keeper.keep(taken)));
    return { kept: proved.map(({ claim }) => claim.sha256), refused };
  }

  /** The request broke: nothing of it stays. */
  async discard(): Promise<void> {
    for (const { id, stored } of this.#taken) {
      await stored.catch(() => undefined);
      await this.#uploads.remove(id);
    }
  }
}
