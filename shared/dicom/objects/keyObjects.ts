import type { DataSet } from '../dataSet.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';
import { readContentItem } from './contentItem.ts';
import type { SopReference } from './reference.ts';

/** Code of the item that carries the free text of a selection (PS3.16 TID 2010). */
const description = '113012';

/** A key object selection (PS3.3 A.35.4): which images somebody marked, and why. */
export interface KeyObjects {
  /** As `Of Interest` or `For Conference`. */
  readonly title: Code | null;
  readonly description: string | null;
  /** Images, waveforms and documents in the order of the selection. */
  readonly references: readonly SopReference[];
  readonly warnings: readonly string[];
}

/** @throws {DicomError} broken-value where a frame number is none */
export function readKeyObjects(dataSet: DataSet): KeyObjects {
  const references: SopReference[] = [];
  const texts: string[] = [];
  for (const { concept, value } of readContentItem(dataSet).children) {
    if ('reference' in value && value.reference !== null) references.push(value.reference);
    if (value.type === 'TEXT' && concept?.value === description) texts.push(value.text);
  }
  return {
    title: readCode(dataSet, 'ConceptNameCodeSequence'),
    description: texts.length === 0 ? null : texts.join('\n'),
    references,
    warnings: [...dataSet.warnings],
  };
}
