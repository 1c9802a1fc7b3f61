/** A day and, where it is told, a time of that day, both local: YYYYMMDD and HHMMSS. */
export interface TakenAt {
  readonly date: string;
  readonly time: string | null;
}

/** What EXIF says that has to be kept before it is cut off. */
export interface ExifFacts {
  /** 1 to 8 (TIFF 6.0, tag 0112); 1: as the rows lie. */
  readonly orientation: number;
  /** DateTimeOriginal (9003): when the shutter opened. DateTime (0132) is when the file was changed, so it is not taken. */
  readonly takenAt: TakenAt | null;
}

const nothing: ExifFacts = { orientation: 1, takenAt: null };
const orientationTag = 0x0112;
const exifDirectoryTag = 0x8769;
const dateTimeOriginalTag = 0x9003;
/** `YYYY:MM:DD HH:MM:SS` and its end; a forged count could be as long as the file. */
const dateTimeBytes = 20;
/** Bytes of one value by TIFF type; only those read here. */
const typeBytes: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4 };

/** True for a day that exists. @param date YYYYMMDD */
export function isCalendarDay(date: string): boolean {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const real = new Date(Date.UTC(year, month - 1, day));
  return year >= 1800 && real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
}

/**
 * Orientation and time of a TIFF block, as EXIF has it. What is broken or missing is taken as not said: a picture is no
 * worse for a bad EXIF, and the person is then asked.
 *
 * @param tiff from its byte order mark on
 * @see EXIF 2.32 (CIPA DC-008), TIFF 6.0
 */
export function readExif(tiff: Uint8Array): ExifFacts {
  const order = String.fromCharCode(tiff[0] ?? 0, tiff[1] ?? 0);
  if (order !== 'II' && order !== 'MM') return nothing;
  const block = new Block(tiff, order === 'II');
  const first = block.directory(block.uint(4, 4) ?? 0);
  const orientation = first.get(orientationTag)?.value ?? 1;
  const inner = block.directory(first.get(exifDirectoryTag)?.value ?? 0);
  const place = inner.get(dateTimeOriginalTag);
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, takenAt: place === undefined ? null : takenAtOf(block.text(place.at, Math.min(place.count, dateTimeBytes))) };
}

function takenAtOf(text: string): TakenAt | null {
  const found = /^(\d{4}):(\d{2}):(\d{2})(?: ([01]\d|2[0-3]):([0-5]\d):([0-5]\d))?/.exec(text);
  if (found === null) return null;
  const [, year = '', month = '', day = '', hour, minute = '', second = ''] = found;
  const date = `${year}${month}${day}`;
  return isCalendarDay(date) ? { date, time: hour === undefined ? null : `${hour}${minute}${second}` } : null;
}

interface Entry {
  /** The value itself where it is one number that fits. */
  readonly value: number;
  readonly count: number;
  /** Where the value lies. */
  readonly at: number;
}

class Block {
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Uint8Array, isLittleEndian: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = isLittleEndian;
  }

  uint(at: number, size: 2 | 4): number | null {
    if (at < 0 || at + size > this.#view.byteLength) return null;
    return size === 2 ? this.#view.getUint16(at, this.#isLittleEndian) : this.#view.getUint32(at, this.#isLittleEndian);
  }

  text(at: number, count: number): string {
    let text = '';
    for (let index = at; index < Math.min(at + count, this.#view.byteLength); index += 1) text += String.fromCharCode(this.#view.getUint8(index));
    return text;
  }

  /** Entries by tag; none where the offset leads nowhere. */
  directory(at: number): ReadonlyMap<number, Entry> {
    const entries = new Map<number, Entry>();
    const count = at < 8 ? 0 : (this.uint(at, 2) ?? 0);
    for (let index = 0; index < count; index += 1) {
      const start = at + 2 + index * 12;
      const [tag, type, values, offset] = [this.uint(start, 2), this.uint(start + 2, 2), this.uint(start + 4, 4), this.uint(start + 8, 4)];
      if (tag === null || type === null || values === null || offset === null) break;
      const value = type === 3 ? (this.uint(start + 8, 2) ?? 0) : offset;
      entries.set(tag, { value, count: values, at: (typeBytes[type] ?? 8) * values <= 4 ? start + 8 : offset });
    }
    return entries;
  }
}
