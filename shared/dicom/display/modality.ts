import type { DataSet } from '../dataSet.ts';
import type { FrameView } from '../functionalGroups.ts';
import { lookUp, readLookupTable } from './lookupTable.ts';
import type { LookupTable } from './lookupTable.ts';

/** Stored value → value with a meaning: a straight line or a table, never both (PS3.3 C.11.1). */
export type ModalityTransform =
  | { readonly kind: 'line'; readonly slope: number; readonly intercept: number; readonly unit: string | null }
  | { readonly kind: 'table'; readonly table: LookupTable; readonly unit: string | null };

/**
 * Modality transform of a frame; a table goes before a rescale that stands beside it, with a warning.
 *
 * @throws {DicomError} missing-attribute | broken-value | truncated: without it no value may be told
 */
export function readModality(dataSet: DataSet, view: FrameView, isSigned: boolean, warnings: string[]): ModalityTransform {
  const [item] = dataSet.items('ModalityLUTSequence');
  const rescale = view.rescale();
  if (item !== undefined) {
    if (rescale !== null) warnings.push('ModalityLUTSequence (0028,3000) and RescaleSlope (0028,1053) are both present; the table is used');
    return { kind: 'table', table: readLookupTable(item, 'LUTDescriptor', 'LUTData', isSigned), unit: stated(item.text('ModalityLUTType')) };
  }
  const modality = dataSet.text('Modality');
  const unit = modality === 'PT' ? dataSet.text('Units') : rescale?.type ?? (modality === 'CT' ? 'HU' : null);
  return { kind: 'line', slope: rescale?.slope ?? 1, intercept: rescale?.intercept ?? 0, unit: stated(unit) ?? (modality === 'CT' ? 'HU' : null) };
}

/** Value with a meaning of a stored value. */
export function modalityValue(transform: ModalityTransform, stored: number): number {
  return transform.kind === 'line' ? stored * transform.slope + transform.intercept : lookUp(transform.table, stored);
}

/** US stands for unspecified (PS3.3 C.11.1.1.2), not for ultrasound. */
const stated = (unit: string | null): string | null => (unit === 'US' ? null : unit);
