import { DicomError } from '../../errors/appError.ts';

/** A Huffman table for decoding (ITU-T T.81 annex C and F.2.2.3). */
export interface HuffmanTable {
  /** For the next 9 bits: code length << 8 | value, or 0 where the code is longer. */
  readonly quick: Uint16Array;
  /** By code length: the largest code, -1 where there is none. */
  readonly largest: Int32Array;
  /** By code length: what to add to a code to find its value. */
  readonly shift: Int32Array;
  readonly values: Uint8Array;
}

const QUICK_BITS = 9;

/**
 * Table from the 16 counts and the values of a DHT segment.
 *
 * @throws {DicomError} broken-value (more codes than fit their lengths)
 */
export function makeHuffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const quick = new Uint16Array(1 << QUICK_BITS);
  const largest = new Int32Array(17).fill(-1);
  const shift = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length) throw new DicomError('broken-value', 'A Huffman table of the JPEG code stream is impossible; the image is damaged. Send it again.');
    shift[length] = index - code;
    for (let left = count; left > 0; left--, code++, index++) {
      if (length > QUICK_BITS) continue;
      const from = code << (QUICK_BITS - length);
      quick.fill((length << 8) | (values[index] ?? 0), from, from + (1 << (QUICK_BITS - length)));
    }
    if (count > 0) largest[length] = code - 1;
  }
  return { quick, largest, shift, values };
}

/** Reads bits of one entropy coded interval; stuffed zero bytes are dropped, and past the end come zeros that are counted. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #buffer = 0;
  #left = 0;
  #missing = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** More bits were taken than there are. */
  get isOverrun(): boolean {
    return this.#missing > this.#left;
  }

  /** Up to 16 bits, the first the most significant. */
  bits(count: number): number {
    if (count === 0) return 0;
    if (this.#left < count) this.#fill();
    this.#left -= count;
    return (this.#buffer >>> this.#left) & ((1 << count) - 1);
  }

  /** `count` bits as a signed difference (ITU-T T.81 F.2.2.1, EXTEND). */
  signed(count: number): number {
    if (count === 0) return 0;
    const value = this.bits(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  /**
   * The value of the next Huffman code.
   * @throws {DicomError} broken-value
   */
  code(table: HuffmanTable): number {
    if (this.#left < 16) this.#fill();
    const entry = table.quick[(this.#buffer >>> (this.#left - QUICK_BITS)) & ((1 << QUICK_BITS) - 1)] ?? 0;
    if (entry !== 0) {
      this.#left -= entry >> 8;
      return entry & 0xff;
    }
    for (let length = QUICK_BITS + 1; length <= 16; length++) {
      const code = (this.#buffer >>> (this.#left - length)) & ((1 << length) - 1);
      if (code <= (table.largest[length] ?? -1)) {
        this.#left -= length;
        return table.values[code + (table.shift[length] ?? 0)] ?? 0;
      }
    }
    throw new DicomError('broken-value', 'The JPEG code stream holds a code that is in none of its tables; the image is damaged. Send it again.');
  }

  /** At least 16 bits; the buffer never holds more than 31, which a shift can take. */
  #fill(): void {
    while (this.#left <= 16) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) this.#missing += 8;
      this.#at += byte === 0xff && this.#bytes[this.#at + 1] === 0 ? 2 : 1;
      this.#buffer = (this.#buffer << 8) | (byte ?? 0);
      this.#left += 8;
    }
  }
}
