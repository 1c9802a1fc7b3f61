import { chunkLength } from '../../shared/blob/framing.ts';
import type { DraftOrder } from './draftMessages.ts';

/** What a draft needs of its thread. */
export interface DraftOwner {
  post(order: DraftOrder): void;
  append(plain: Uint8Array, isLast: boolean): Promise<void>;
  /** The draft is closed: nothing about it is answered any more. */
  forget(): void;
}

interface Asked {
  readonly done: (value: number | string | null) => void;
  readonly fail: (error: Error) => void;
}

/** A blob's file that is growing in the thread of the drafts, as the thread of the platform sees it. One that failed says so at every call. */
export class ThreadDraft {
  readonly number: number;
  readonly #owner: DraftOwner;
  #chunks = 0;
  #lastLength = chunkLength;
  #isWhole = false;
  #failure: Error | null = null;
  #asked: Asked | null = null;

  constructor(number: number, owner: DraftOwner) {
    this.number = number;
    this.#owner = owner;
  }

  /** Plain bytes handed over. */
  get offset(): number {
    return this.#chunks * chunkLength - (chunkLength - this.#lastLength);
  }

  /** The last chunk was handed over. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Begins where the whole chunks of the file end. */
  async resume(path: string): Promise<void> {
    this.#chunks = Number(await this.#ask({ kind: 'resume', draft: this.number, path }));
  }

  /**
   * Resolves when the bytes were taken over; they may be overwritten then.
   * @param plain exactly {@link chunkLength} bytes, or fewer where `isLast`
   */
  async append(plain: Uint8Array, isLast: boolean): Promise<void> {
    if (this.#failure) throw this.#failure;
    await this.#owner.append(plain, isLast);
    this.#chunks += 1;
    this.#isWhole = isLast;
    this.#lastLength = plain.length;
  }

  /** Resolves when all that was handed over is in the file. */
  async settle(): Promise<void> {
    await this.#ask({ kind: 'settle', draft: this.number });
  }

  /**
   * SHA-256 of all plain bytes; they are on the disk when this resolves, their name once its folder is synced after it.
   * @throws {SyncError} integrity when another request, perhaps at another node, began this upload anew
   */
  async finish(): Promise<string> {
    return String(await this.#end('finish'));
  }

  async close(): Promise<void> {
    if (!this.#failure) await this.#end('close');
  }

  async #end(kind: 'finish' | 'close'): Promise<number | string | null> {
    try {
      return await this.#ask({ kind, draft: this.number });
    } finally {
      this.#owner.forget();
    }
  }

  #ask(order: DraftOrder): Promise<number | string | null> {
    return new Promise((done, fail) => {
      if (this.#failure) return fail(this.#failure);
      this.#asked = { done, fail };
      this.#owner.post(order);
    });
  }

  /** The thread's answer to what was asked last. */
  take(value: number | string | null): void {
    this.#asked?.done(value);
  }

  /** The thread gave it up; its file keeps the chunks that are whole. */
  fail(error: Error): void {
    this.#failure = error;
    this.#asked?.fail(error);
    this.#owner.forget();
  }
}
