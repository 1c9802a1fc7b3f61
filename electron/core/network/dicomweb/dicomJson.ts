import { attributes, type Keyword } from '../../../../shared/dicom/attributes.ts';

/** One data set of the DICOM JSON model (PS3.18 annex F), by tag of eight hexadecimal digits. */
export type JsonDataSet = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer that is a list of data sets; null when it is something else. */
export function asDataSets(json: unknown): readonly JsonDataSet[] | null {
  return Array.isArray(json) && json.every(isRecord) ? json : null;
}

export const asDataSet = (json: unknown): JsonDataSet | null => (isRecord(json) ? json : null);

/** Tag of a keyword as JSON and query parameters write it. */
export const jsonTag = (keyword: Keyword): string => attributes[keyword][0].slice(1).toUpperCase();

function valuesOf(dataSet: JsonDataSet, tag: string): readonly unknown[] {
  const element = dataSet[tag];
  return isRecord(element) && Array.isArray(element['Value']) ? element['Value'] : [];
}

/** All values as text; numbers are written out, empty values left out. */
export function jsonTexts(dataSet: JsonDataSet, tag: string): string[] {
  return valuesOf(dataSet, tag).flatMap((value) => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    return text === '' ? [] : [text];
  });
}

export const jsonText = (dataSet: JsonDataSet, tag: string): string | null => jsonTexts(dataSet, tag)[0] ?? null;

/** A whole number; null where absent or not one. */
export function jsonInteger(dataSet: JsonDataSet, tag: string): number | null {
  const value = Number(jsonText(dataSet, tag) ?? Number.NaN);
  return Number.isInteger(value) ? value : null;
}

/** A person name with its component groups joined by `=`, as files write it (PS3.18 F.2.2). */
export function jsonPersonName(dataSet: JsonDataSet, tag: string): string | null {
  const value = valuesOf(dataSet, tag)[0];
  if (typeof value === 'string') return value.trim() || null;
  if (!isRecord(value)) return null;
  const groups = ['Alphabetic', 'Ideographic', 'Phonetic'].map((group) => {
    const text = value[group];
    return typeof text === 'string' ? text.trim() : '';
  });
  return groups.join('=').replace(/=+$/, '') || null;
}

export const jsonItems = (dataSet: JsonDataSet, tag: string): readonly JsonDataSet[] => asDataSets(valuesOf(dataSet, tag)) ?? [];
