import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Upper halves of the UUIDs whose decimal value lies between 9·10³⁷ and 10³⁸. */
const firstHigh = 9n * 10n ** 37n / 2n ** 64n + 0x10000n;
const highSpread = 10n ** 37n / 2n ** 64n - 0x20000n;

const wholeOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

/**
 * Replacements that are the same for the same original and key, and tell nothing without the key (HMAC-SHA-256).
 * One object serves a whole job.
 */
export class KeyedValues {
  readonly #key: Uint8Array;
  readonly #uids = new Map<string, string>();

  /** @param key 32 secret bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  #digest(purpose: string, text: string): Uint8Array {
    return hmac(sha256, this.#key, new TextEncoder().encode(`mdt/deid/1/${purpose}\0${text}`));
  }

  /**
   * `2.25.` and the decimal value of a UUID, version 8 (PS3.5 B.2; RFC 9562 section 5.8).
   *
   * The UUID lies where its decimal value has 38 digits and begins with 9, so that a short UID of an original, such as
   * 2.25.1, is never the beginning of a mapped one.
   */
  uid(original: string): string {
    const known = this.#uids.get(original);
    if (known !== undefined) return known;
    const digest = this.#digest('uid', original);
    const high = (firstHigh + (wholeOf(digest.subarray(0, 8)) % highSpread)) & ~0xf000n;
    const low = (wholeOf(digest.subarray(8, 16)) & ~(3n << 62n)) | (2n << 62n);
    const mapped = `2.25.${((high | 0x8000n) << 64n) | low}`;
    this.#uids.set(original, mapped);
    return mapped;
  }

  /** A short label that tells equal from different and nothing else, as `A7K2QX`. */
  label(purpose: string, original: string, length = 6): string {
    const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
    return Array.from(this.#digest(purpose, original).slice(0, length), (byte) => alphabet[byte % 32] ?? 'A').join('');
  }

  /** Whole number from 0 to `below` − 1. */
  number(purpose: string, original: string, below: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#digest(purpose, original);
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % below;
  }
}
