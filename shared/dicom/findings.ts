import { DicomError } from '../errors/appError.ts';
import { formatTag } from './attributes.ts';
import { nameTag } from './elements.ts';

/** As many as a person reads; what broken bytes repeat is cut off here. */
const maxWarnings = 100;

/** Everything seen while one file is read, and where its offsets count from. */
export class Findings {
  readonly warnings: string[] = [];
  readonly #isInflated: boolean;
  /** Bytes of the whole file where it is known, though fewer may be at hand. */
  readonly fileLength: number | null;

  constructor(isInflated: boolean, fileLength: number | null) {
    this.#isInflated = isInflated;
    this.fileLength = fileLength;
  }

  /** Keeps a finding once. */
  warn(warning: string): void {
    if (this.warnings.length < maxWarnings && !this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** `at byte 812`, with what the number counts in where that is not the file. */
  at(byteOffset: number): string {
    return this.#isInflated ? `at byte ${byteOffset} of the inflated data` : `at byte ${byteOffset}`;
  }

  /** The bytes up to `available` are only the beginning of a longer file. */
  isPrefix(available: number): boolean {
    return this.fileLength !== null && available < this.fileLength;
  }

  /** An element that does not add up. */
  broken(tag: string, byteOffset: number, how: string): DicomError {
    return new DicomError('broken-value', `Element ${nameTag(tag)} ${this.at(byteOffset)} cannot be read: ${how}. Export the object again.`, {
      detail: { tag: formatTag(tag), byteOffset, ...this.#origin() },
    });
  }

  /**
   * The bytes end at `available` but are needed up to `end`. Where they are only the beginning of a file,
   * `needBytes` in the detail says how many to read for the next attempt.
   */
  truncated(tag: string, byteOffset: number, end: number, available: number): DicomError {
    const detail = { tag: formatTag(tag), byteOffset, ...this.#origin() };
    if (this.fileLength !== null && available < this.fileLength && end <= this.fileLength) {
      const needBytes = Math.min(this.fileLength, Math.max(end, available * 2));
      return new DicomError('truncated', `The first ${available} bytes end inside ${nameTag(tag)}; ${needBytes} are needed.`, { detail: { ...detail, needBytes } });
    }
    const file = Math.max(this.fileLength ?? 0, available);
    return new DicomError('truncated', `The file is cut short in element ${nameTag(tag)} ${this.at(byteOffset)}: it should end at byte ${end} or later but there are ${file} bytes. Send it again.`, { detail });
  }

  #origin(): { readonly isInflated?: true } {
    return this.#isInflated ? { isInflated: true } : {};
  }
}
