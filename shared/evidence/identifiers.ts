import { DicomError } from '../errors/appError.ts';
import { fnv1a128 } from '../dicom/write/uidFromSeed.ts';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * A UUID as a UID: `2.25.` and its value in decimal (PS3.5 B.2).
 *
 * @throws {DicomError} broken-value where the text is no UUID
 */
export function uidOfUuid(uuid: string): string {
  if (!uuidForm.test(uuid)) throw new DicomError('broken-value', 'An annotation without a UUID cannot be saved.');
  return `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`).toString()}`;
}

/** Version and variant of RFC 9562. */
const knownForm = /^.{14}[1-8].{4}[89ab]/;

/** The UUID a UID was made of; null for a UID of another root. */
export function uuidOfUid(uid: string): string | null {
  const decimal = /^2\.25\.(0|[1-9]\d*)$/.exec(uid)?.[1];
  if (decimal === undefined) return null;
  const value = BigInt(decimal);
  if (value >> 128n !== 0n) return null;
  const uuid = uuidOf(value);
  return knownForm.test(uuid) ? uuid : null;
}

/** The same UUID for the same text, so that what is read twice has one identity: version 8 (RFC 9562 5.8). */
export function uuidFromSeed(seed: string): string {
  const version = (fnv1a128(seed) & ~(0xfn << 76n)) | (0x8n << 76n);
  return uuidOf((version & ~(0x3n << 62n)) | (0x2n << 62n));
}

function uuidOf(value: bigint): string {
  return value.toString(16).padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
