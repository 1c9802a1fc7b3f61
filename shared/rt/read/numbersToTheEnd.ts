import { DicomError } from '../../errors/appError.ts';
import type { Keyword } from '../../dicom/attributes.ts';
import type { DataSet } from '../../dicom/dataSet.ts';

/**
 * Numbers of a long list (contour points, histogram bins), of which some systems end with separators that nothing follows.
 * Only those are taken away: an empty value between others is still broken.
 *
 * @returns null where the attribute is absent or empty
 * @throws {DicomError} broken-value
 */
export function numbersToTheEnd(item: DataSet, keyword: Keyword): Float64Array | null {
  try {
    return item.numbers(keyword);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    const texts = item.texts(keyword) ?? [];
    if (texts.at(-1) !== '') throw error;
    const values = texts.slice(0, texts.findLastIndex((text) => text !== '') + 1).map((text) => (text === '' ? Number.NaN : Number(text)));
    if (values.some((value) => !Number.isFinite(value))) throw error;
    return Float64Array.from(values);
  }
}
