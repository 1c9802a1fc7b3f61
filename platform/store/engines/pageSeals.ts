import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** SQLCipher 4: pages of 4096 bytes that end in an IV of 16 and an HMAC-SHA-512 of 64 bytes over content, IV and page number. */
export const pageBytes = 4096;
/** So many damaged pages are told, and no more. */
export const mostDamagedPages = 20;
const sealBytes = 64;
/** Content ends here; IV and seal follow. */
const sealedEnd = pageBytes - sealBytes - 16;
const saltBytes = 16;
/** Page size and file format (bytes 16 to 23 of a database) stay readable in front of page 1 and outside its seal. */
const openHeaderBytes = 8;
/** How the salt of the HMAC key is made from that of the file. */
const saltMask = 0x3a;
const hmacRounds = 2;

/**
 * Reads every page of an encrypted database file and proves its seal, also of pages no table uses any more.
 *
 * @param key the raw key the file is opened with, 32 bytes
 * @returns numbers of the damaged pages from 1, at most {@link mostDamagedPages}; a length that is no whole number of pages counts as its last page
 * @see SQLCipher design, "Page Encryption"
 */
export function damagedPages(file: string, key: Uint8Array): number[] {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const page = Buffer.alloc(pageBytes);
    const damaged: number[] = [];
    let hmacKey: Buffer | null = null;
    for (let at = 0; at < size && damaged.length < mostDamagedPages; at += pageBytes) {
      const number = at / pageBytes + 1;
      const length = readSync(handle, page, 0, pageBytes, at);
      if (number === 1) hmacKey = pbkdf2Sync(key, Buffer.from(page.subarray(0, saltBytes).map((byte) => byte ^ saltMask)), hmacRounds, key.length, 'sha512');
      if (length < pageBytes || hmacKey === null || !isSealed(page, number, hmacKey)) damaged.push(number);
    }
    return damaged;
  } finally {
    closeSync(handle);
  }
}

/** Page size 4096, WAL or not, 80 bytes kept free in each page, and the three fractions every database has (file format of SQLite, 1.3). */
function isHeaderUsual(page: Buffer): boolean {
  const [high, low, write, read, free, ...fractions] = page.subarray(saltBytes, saltBytes + openHeaderBytes);
  return high === 0x10 && low === 0 && write === read && (write === 1 || write === 2) && free === pageBytes - sealedEnd && fractions.join() === '64,32,32';
}

function isSealed(page: Buffer, number: number, hmacKey: Buffer): boolean {
  if (number === 1 && !isHeaderUsual(page)) return false;
  const from = number === 1 ? saltBytes + openHeaderBytes : 0;
  const end = pageBytes - sealBytes;
  const counted = Buffer.alloc(4);
  counted.writeUInt32LE(number);
  const seal = createHmac('sha512', hmacKey).update(page.subarray(from, end)).update(counted).digest();
  return timingSafeEqual(seal, page.subarray(end, pageBytes));
}
