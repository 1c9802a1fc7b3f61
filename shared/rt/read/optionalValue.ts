import { DicomError } from '../../errors/appError.ts';
import type { Vector3 } from '../../geometry/vector.ts';
import type { Keyword } from '../../dicom/attributes.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import type { RtNotice } from '../notices.ts';

/** Reads values a reviewer can do without: what is there but unreadable becomes a notice and null. */
export interface OptionalValues {
  readonly number: (keyword: Keyword) => number | null;
  readonly point: (keyword: Keyword) => Vector3 | null;
  readonly numbers: (keyword: Keyword) => Float64Array | null;
}

/** @param unreadable makes the notice from the reader's sentence, which names attribute and place */
export function optionalValues(item: DataSet, warnings: RtNotice[], unreadable: (detail: string) => RtNotice): OptionalValues {
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      warnings.push(unreadable(error.message));
      return null;
    }
  };
  // A decimal string is never infinite, but a binary float may be anything.
  const finite = (keyword: Keyword): Float64Array | null => {
    const values = item.numbers(keyword);
    if (values === null || values.every((value) => Number.isFinite(value))) return values;
    throw new DicomError('broken-value', `${item.place(keyword)} holds a value that is not a number.`);
  };
  return {
    number: (keyword) => attempt(() => finite(keyword)?.[0] ?? null),
    numbers: (keyword) => attempt(() => finite(keyword)),
    point: (keyword) =>
      attempt(() => {
        if (item.numbers(keyword) === null) return null;
        const [x = 0, y = 0, z = 0] = item.requireNumbers(keyword, 3);
        return [x, y, z];
      }),
  };
}
