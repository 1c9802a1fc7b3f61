import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { orWarn } from '../functionalGroups.ts';
import { lookUp, readLookupTable } from './lookupTable.ts';
import type { LookupTable } from './lookupTable.ts';

/** Shape of a window (VOILUTFunction, PS3.3 C.11.2.1.3). */
export type WindowShape = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** A window in the unit of the modality transform. */
export interface WindowVoi {
  readonly kind: 'window';
  readonly shape: WindowShape;
  readonly centre: number;
  readonly width: number;
  readonly explanation: string | null;
}

/** Which values of interest become which brightness: a window or a table. */
export type Voi = WindowVoi | { readonly kind: 'table'; readonly table: LookupTable; readonly explanation: string | null };

/**
 * Brightness of a value, 0 to 255 and not rounded, as PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2 prescribe.
 */
export function brightnessOf(voi: Voi): (value: number) => number {
  if (voi.kind === 'table') {
    const full = 2 ** voi.table.bits - 1;
    return (value) => (lookUp(voi.table, value) / full) * 255;
  }
  const { shape, centre, width } = voi;
  if (shape === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - centre)) / width));
  const middle = shape === 'LINEAR' ? centre - 0.5 : centre;
  const extent = shape === 'LINEAR' ? width - 1 : width;
  return (value) => {
    if (value <= middle - extent / 2) return 0;
    return value > middle + extent / 2 ? 255 : ((value - middle) / extent + 0.5) * 255;
  };
}

/** Values between which brightness changes: below and above it is 0 or 255, or within 1e-5 of it. */
export function activeRange(voi: Voi): readonly [number, number] {
  if (voi.kind === 'table') return [voi.table.firstMapped - 0.5, voi.table.firstMapped + voi.table.entries.length - 0.5];
  const reach = voi.shape === 'SIGMOID' ? voi.width * 4 : voi.width / 2 + 1;
  return [voi.centre - reach, voi.centre + reach];
}

/** Part of the brightness a table spans, from below and from above, that is left out to find where it rises. */
const tail = 0.25;

/**
 * A window that looks as a table does, as near as a window can: the line through the values at which the table has risen
 * by a quarter and by three, so that middle greys keep their contrast. What a person who changes the brightness by hand
 * begins with. A table that does not rise gives its range.
 */
export function windowLike(voi: Voi): Pick<WindowVoi, 'centre' | 'width'> {
  if (voi.kind === 'window') return { centre: voi.centre, width: voi.width };
  const { entries, firstMapped } = voi.table;
  const [first = 0] = entries;
  const last = entries.at(-1) ?? 0;
  const reached = (part: number): number => entries.findIndex((entry) => entry >= first + (last - first) * part);
  const [low, high] = [reached(tail), reached(1 - tail)];
  if (last > first && high > low) return { centre: firstMapped + (low + high) / 2, width: (high - low) / (1 - 2 * tail) };
  const [least, most] = activeRange(voi);
  return { centre: (least + most) / 2, width: most - least };
}

/** Values before this step. */
export interface VoiInput {
  /** They can be negative. */
  readonly isSigned: boolean;
  readonly isFloat: boolean;
}

/**
 * Every window and table of an image in the order of the file, windows first. What is broken is left out with a warning.
 *
 * LINEAR steps in whole numbers and is not defined below a width of 1; such a window, and every one over floats, is taken
 * as LINEAR_EXACT, which writers of maps from 0 to 1 mean.
 */
export function readVois(dataSet: DataSet, { isSigned: isInputSigned, isFloat }: VoiInput, warnings: string[]): readonly Voi[] {
  const windows = orWarn(warnings, () => readWindows(dataSet, isFloat, warnings)) ?? [];
  const tables = dataSet.items('VOILUTSequence').flatMap((item): readonly Voi[] => {
    const vr = item.rawValue('LUTDescriptor')?.vr;
    // A table over values that can be negative begins where 16 signed bits say, also where a writer chose VR US.
    const isSigned = vr === 'SS' || isInputSigned;
    const table = orWarn(warnings, () => readLookupTable(item, 'LUTDescriptor', 'LUTData', isSigned));
    return table === null ? [] : [{ kind: 'table', table, explanation: item.text('LUTExplanation') }];
  });
  return [...windows, ...tables];
}

function readWindows(dataSet: DataSet, isFloat: boolean, warnings: string[]): readonly WindowVoi[] {
  const centres = dataSet.numbers('WindowCenter') ?? [];
  const widths = dataSet.numbers('WindowWidth') ?? [];
  if (centres.length !== widths.length) warnings.push(`${nameAttribute('WindowCenter')} has ${centres.length} values and ${nameAttribute('WindowWidth')} has ${widths.length}; those without a partner are left out`);
  const explanations = dataSet.texts('WindowCenterWidthExplanation') ?? [];
  const stated = shapeOf(dataSet, warnings);
  return [...widths].slice(0, centres.length).flatMap((width, index): readonly WindowVoi[] => {
    if (!(width > 0)) {
      warnings.push(`${nameAttribute('WindowWidth')} is ${width}, which no window can have; the window is left out`);
      return [];
    }
    const isExact = stated === 'LINEAR' && (isFloat || width < 1);
    if (isExact && !isFloat) warnings.push(`${nameAttribute('WindowWidth')} is ${width}, which a LINEAR window cannot have; taken as LINEAR_EXACT`);
    const explanation = explanations[index] ?? '';
    return [{ kind: 'window', shape: isExact ? 'LINEAR_EXACT' : stated, centre: centres[index] ?? 0, width, explanation: explanation === '' ? null : explanation }];
  });
}

function shapeOf(dataSet: DataSet, warnings: string[]): WindowShape {
  const stated = dataSet.text('VOILUTFunction') ?? 'LINEAR';
  if (stated === 'LINEAR' || stated === 'LINEAR_EXACT' || stated === 'SIGMOID') return stated;
  warnings.push(`${nameAttribute('VOILUTFunction')} is ${stated}, which is not defined; read as LINEAR`);
  return 'LINEAR';
}

/** A window from the least to the greatest value, for images that bring none. */
export function wholeRange(lowest: number, highest: number): WindowVoi {
  if (!(highest >= lowest)) throw new DicomError('broken-value', `A range from ${lowest} to ${highest} is no window.`);
  return { kind: 'window', shape: 'LINEAR_EXACT', centre: (lowest + highest) / 2, width: highest - lowest || 1, explanation: null };
}
