const PRIME = (1n << 88n) + 0x13bn;
const OFFSET_BASIS = 0x6c62272e07bb014262b821756295c58dn;
const MASK = (1n << 128n) - 1n;

/**
 * FNV-1a over the UTF-8 bytes of a text, 128 bits. Not cryptographic: it spreads names, it hides nothing.
 *
 * @see Fowler, Noll, Vo: draft-eastlake-fnv (test vectors there)
 */
export function fnv1a128(text: string): bigint {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash;
}

/**
 * The same UID for the same seed, always: `2.25.` and the decimal value of a UUID.
 *
 * The UUID is the {@link fnv1a128} of the seed with version 8 (custom) and variant bits set.
 * Use it for sample and test objects; for a patient's objects use a random UUID.
 *
 * @see DICOM PS3.5 B.2; RFC 9562 section 5.8
 */
export function uidFromSeed(seed: string): string {
  const version = (fnv1a128(seed) & ~(0xfn << 76n)) | (0x8n << 76n);
  const uuid = (version & ~(0x3n << 62n)) | (0x2n << 62n);
  return `2.25.${uuid.toString(10)}`;
}
