import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sm3 as sm3Of } from 'sm-crypto-v2';

/**
 * Canonical JSON: object keys sorted by code unit, no white space, `undefined` members left out,
 * numbers as ECMAScript prints them (RFC 8785).
 * @throws {TypeError} for a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('A record cannot hold a number that is not finite.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`A record cannot hold a ${typeof value}.`);
}

export interface Digest {
  /** Lower-case hex, 64 characters each. */
  readonly sha256: string;
  readonly sm3: string;
}

/** SHA-256 and SM3 of the UTF-8 bytes of a text (`mdt-workflow` section 7, rule 1). */
export function digestText(text: string): Digest {
  const bytes = new TextEncoder().encode(text);
  return { sha256: bytesToHex(sha256Of(bytes)), sm3: sm3Of(bytes) };
}

/** Digest of any record, used to compare stores. */
export const digestRecord = (record: unknown): string => digestText(canonicalJson(record)).sha256;
