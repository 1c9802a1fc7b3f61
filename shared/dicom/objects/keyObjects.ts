import type { DataSet } from '../dataSet.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';
import { readContentItem } from './contentItem.ts';
import type { SopReference } from './reference.ts';

/** Code of the item that carries the free text of a selection (PS3.16 TID 2010). */
const description = '113012';
/** Code of the item that names a person who observed (PS3.16 TID 1003). */
const personObserverName = '121008';

/** A key object selection (PS3.3 A.35.4): which images somebody marked, and why. */
export interface KeyObjects {
  /** As `Of Interest` or `For Conference`. */
  readonly title: Code | null;
  readonly description: string | null;
  /** Images, waveforms and documents in the order of the selection. */
  readonly references: readonly SopReference[];
  /** Who marked them, as DICOM writes a name; null where the selection does not say. */
  readonly observer: string | null;
  /** YYYYMMDD and HHMMSS.FFFFFF of the selection. */
  readonly contentDate: string | null;
  readonly contentTime: string | null;
  readonly warnings: readonly string[];
}

/** @throws {DicomError} broken-value where a frame number is none */
export function readKeyObjects(dataSet: DataSet): KeyObjects {
  const references: SopReference[] = [];
  const texts: string[] = [];
  const observers: string[] = [];
  for (const { concept, value } of readContentItem(dataSet).children) {
    if ('reference' in value && value.reference !== null) references.push(value.reference);
    if (value.type === 'TEXT' && concept?.value === description) texts.push(value.text.replaceAll('\r\n', '\n'));
    if (value.type === 'PNAME' && concept?.value === personObserverName) observers.push(value.text);
  }
  return {
    title: readCode(dataSet, 'ConceptNameCodeSequence'),
    description: texts.length === 0 ? null : texts.join('\n'),
    references,
    observer: observers[0] ?? null,
    contentDate: dataSet.text('ContentDate'),
    contentTime: dataSet.text('ContentTime'),
    warnings: [...dataSet.warnings],
  };
}
