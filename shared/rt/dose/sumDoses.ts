import { RtError } from '../../errors/appError.ts';
import { biologicalGy } from '../dvh/biologicalDose.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { DoseGrid } from '../types.ts';
import { assertSameUnits } from './doseKinds.ts';
import { resampleDose } from './resampleDose.ts';
import type { RigidTransform } from './rigidTransform.ts';

/** One dose of a sum and how it counts. */
export interface SummedDose {
  readonly dose: DoseGrid;
  /** How often it counts, as fractions delivered ÷ fractions planned; 1 for all of it. Applied after EQD2, whose fraction dose it does not change. */
  readonly weight: number;
  /** Converts it to EQD2 voxel by voxel; null sums it as it is. */
  readonly eqd2: { readonly fractions: number; readonly alphaBetaGy: number } | null;
  /** Carries points of the first dose's frame of reference into this dose's; null where both have the same. */
  readonly fromFirst: { readonly transform: RigidTransform; readonly registrationUID: string } | null;
}

export interface SumOptions {
  /** UID of the object the sum becomes. */
  readonly sopInstanceUID: string;
  /** Whose grid the sum lies on: that of the first dose, or of the dose with the smallest voxels (turned into the first dose's frame only if it lies there). */
  readonly grid: 'first' | 'finest';
  /** Sums physical and effective dose all the same, and says so. */
  readonly isMixedTypeAllowed: boolean;
}

/**
 * Weighted sum of doses on one frame of reference, or through stated rigid registrations.
 *
 * Each is resampled trilinearly and then converted to EQD2 where asked: EQD2 = D (D/n + α/β)/(2 + α/β). Where any of them is
 * unknown the sum is NaN, because part of a sum is no sum.
 *
 * @throws {RtError} frame-of-reference-mismatch ("sum without registration is not valid") | unsupported (RELATIVE with GY, physical with
 * effective dose, EQD2 of what is no physical dose in Gy) | broken-value (no dose, weights, fractions, α/β)
 */
export function sumDoses(parts: readonly SummedDose[], options: SumOptions): DoseGrid {
  const [first] = parts;
  if (first === undefined) throw new RtError('broken-value', 'A sum needs at least one dose.');
  for (const part of parts) assertPart(part, first.dose);
  // A type that is not stated contradicts none.
  const types = [...new Set(parts.map(typeOf))].filter((type) => type !== '');
  if (types.length > 1 && !options.isMixedTypeAllowed) throw new RtError('unsupported', `The doses are of different types (${types.join(', ')}); they must not be mixed unless that is asked for.`, { detail: { types: types.join(', ') } });
  const { geometry } = options.grid === 'first' ? first.dose : finestOf(parts);
  const sum = new Float64Array(geometry.columns * geometry.rows * geometry.slices);
  for (const part of parts) addPart(sum, part, resampleDose(part.dose, geometry, part.fromFirst?.transform ?? null));
  const dose = Float32Array.from(sum);
  const { maximum, unknown } = extent(dose);
  const notices = parts.flatMap(noticesOf);
  if (types.length > 1) notices.push(notice('dose-sum-kinds', { types: types.join(', ') }));
  if (unknown > 0) notices.push(notice('dose-sum-unknown', { voxels: unknown, total: dose.length }));
  return {
    sopInstanceUID: options.sopInstanceUID,
    identity: { ...first.dose.identity, sopInstanceUID: options.sopInstanceUID },
    frameOfReferenceUID: first.dose.frameOfReferenceUID,
    doseType: types.length > 1 ? 'EFFECTIVE' : (types[0] ?? '').split(' ')[0] ?? '',
    doseSummationType: 'MULTI_PLAN',
    units: first.dose.units,
    comment: `Sum of ${parts.map(({ dose: { sopInstanceUID }, weight }) => `${weight} x ${sopInstanceUID}`).join(' + ')}`,
    heterogeneityCorrection: null,
    geometry, dose, maximum,
    planUID: null,
    planUIDs: [...new Set(parts.flatMap((part) => part.dose.planUIDs))],
    referencedBeams: [],
    structureSetUID: null,
    storedDvhs: [],
    warnings: notices,
  };
}

/** DoseType of a part after conversion, with the quantity it was converted to. */
const typeOf = ({ dose, eqd2 }: SummedDose): string => {
  if (eqd2 !== null) return 'EFFECTIVE (EQD2)';
  return dose.biological === undefined ? dose.doseType : `${dose.doseType} (${dose.biological.quantity})`;
};

function assertPart({ dose, weight, eqd2, fromFirst }: SummedDose, first: DoseGrid): void {
  assertSameUnits(first, dose);
  if (fromFirst === null && dose.frameOfReferenceUID !== first.frameOfReferenceUID) {
    throw new RtError('frame-of-reference-mismatch', `Sum without registration is not valid: the doses lie in the frames of reference ${first.frameOfReferenceUID} and ${dose.frameOfReferenceUID}.`, {
      detail: { first: first.frameOfReferenceUID, other: dose.frameOfReferenceUID },
    });
  }
  if (!(weight > 0 && weight < Infinity)) throw new RtError('broken-value', `The weight of dose ${dose.sopInstanceUID} is ${weight}; it has to be above 0.`);
  if (eqd2 === null) return;
  if (dose.units !== 'GY' || dose.biological !== undefined || dose.doseType === 'EFFECTIVE') throw new RtError('unsupported', `Dose ${dose.sopInstanceUID} is no physical dose in Gy; EQD2 cannot be made from it.`);
  if (!(eqd2.alphaBetaGy > 0 && eqd2.alphaBetaGy < Infinity)) throw new RtError('broken-value', `α/β is ${eqd2.alphaBetaGy} Gy; it must be above 0.`);
  if (!(Number.isInteger(eqd2.fractions) && eqd2.fractions > 0)) throw new RtError('broken-value', `The number of fractions is ${eqd2.fractions}; it must be a whole number above 0.`);
}

/** Mean volume of a voxel, mm³; a single plane has none to compare and is never the finest. */
const voxelMm3 = ({ geometry: { columnSpacingMm, rowSpacingMm, slices, sliceOffsetsMm } }: DoseGrid): number =>
  slices > 1 ? (columnSpacingMm * rowSpacingMm * (sliceOffsetsMm.at(-1) ?? 0)) / (slices - 1) : Infinity;

/** Of the doses in the first dose's own frame, that with the smallest voxels. */
function finestOf(parts: readonly SummedDose[]): DoseGrid {
  const inFrame = parts.filter(({ fromFirst }) => fromFirst === null).map(({ dose }) => dose);
  return inFrame.reduce((finest, dose) => (voxelMm3(dose) < voxelMm3(finest) ? dose : finest));
}

function addPart(sum: Float64Array, { weight, eqd2 }: SummedDose, sampled: Float32Array): void {
  if (eqd2 === null) {
    for (let n = 0; n < sum.length; n += 1) sum[n]! += weight * sampled[n]!;
    return;
  }
  const model = { quantity: 'EQD2', ...eqd2 } as const;
  for (let n = 0; n < sum.length; n += 1) sum[n]! += weight * biologicalGy(sampled[n]!, model);
}

/** Greatest known dose, and how many voxels are unknown. A grid of unknowns has the maximum NaN. */
export function extent(dose: Float32Array): { readonly maximum: number; readonly unknown: number } {
  let maximum = Number.NEGATIVE_INFINITY;
  let unknown = 0;
  for (const value of dose) {
    if (Number.isNaN(value)) unknown += 1;
    else if (value > maximum) maximum = value;
  }
  return { maximum: unknown === dose.length ? NaN : maximum, unknown };
}

function noticesOf({ dose: { sopInstanceUID, warnings }, weight, eqd2, fromFirst }: SummedDose): RtNotice[] {
  const notices = [...warnings];
  if (fromFirst !== null) notices.push(notice('dose-sum-registered', { dose: sopInstanceUID, registration: fromFirst.registrationUID }));
  if (eqd2 !== null) notices.push(notice('dose-sum-biological', { dose: sopInstanceUID, fractions: eqd2.fractions, alphaBetaGy: eqd2.alphaBetaGy, weight }));
  else if (weight !== 1) notices.push(notice('dose-sum-weighted', { dose: sopInstanceUID, weight }));
  return notices;
}
