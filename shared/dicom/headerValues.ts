import { AppError } from '../errors/appError.ts';
import type { Keyword } from './attributes.ts';
import type { DataSet } from './dataSet.ts';

/** Reads values that may be wrong without stopping the object: null and a warning that names tag and offset. */
export class HeaderValues {
  readonly #dataSet: DataSet;
  readonly warnings: string[] = [];

  constructor(dataSet: DataSet) {
    this.#dataSet = dataSet;
  }

  number(keyword: Keyword): number | null {
    return this.numbers(keyword)?.[0] ?? null;
  }

  numbers(keyword: Keyword): Float64Array | null {
    try {
      return this.#dataSet.numbers(keyword);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.warnings.push(error.message);
      return null;
    }
  }

  /** YYYYMMDD; ACR-NEMA wrote 1993.08.22 (PS3.5 6.2, DA). */
  date(keyword: Keyword): string | null {
    const text = this.#dataSet.text(keyword);
    if (text === null) return null;
    const date = text.length === 10 ? text.replace(/^(\d{4})\.(\d{2})\.(\d{2})$/, '$1$2$3') : text;
    if (/^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(date)) return date;
    this.warnings.push(`${this.#dataSet.place(keyword)} is not a date`);
    return null;
  }

  /** HHMMSS.FFFFFF, shortened from the right; ACR-NEMA wrote colons. */
  time(keyword: Keyword): string | null {
    const text = this.#dataSet.text(keyword);
    if (text === null) return null;
    const time = text.includes(':') ? text.replaceAll(':', '') : text;
    if (/^(?:[01]\d|2[0-3])(?:[0-5]\d(?:(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?$/.test(time)) return time;
    this.warnings.push(`${this.#dataSet.place(keyword)} is not a time`);
    return null;
  }
}
