import { RtError } from '../../errors/appError.ts';
import { notice } from '../notices.ts';
import type { DoseGrid } from '../types.ts';
import { assertSameKind } from './doseKinds.ts';
import { resampleDose } from './resampleDose.ts';
import type { RigidTransform } from './rigidTransform.ts';
import { extent } from './sumDoses.ts';

/**
 * First dose minus second dose on the grid of the first; NaN where the second is unknown.
 *
 * @param sopInstanceUID UID of the object the difference becomes
 * @param toSecond carries points of the first dose's frame of reference into the second's; null where both have the same
 * @throws {RtError} frame-of-reference-mismatch | unsupported (RELATIVE with GY, physical with effective dose)
 */
export function differenceDose(first: DoseGrid, second: DoseGrid, sopInstanceUID: string, toSecond: RigidTransform | null = null): DoseGrid {
  assertSameKind(first, second);
  if (toSecond === null && first.frameOfReferenceUID !== second.frameOfReferenceUID) {
    throw new RtError('frame-of-reference-mismatch', `Difference without registration is not valid: the doses lie in the frames of reference ${first.frameOfReferenceUID} and ${second.frameOfReferenceUID}.`, {
      detail: { first: first.frameOfReferenceUID, second: second.frameOfReferenceUID },
    });
  }
  const sampled = resampleDose(second, first.geometry, toSecond);
  const dose = first.dose.map((value, n) => value - (sampled[n] ?? NaN));
  const { maximum, unknown } = extent(dose);
  const warnings = [...first.warnings, notice('dose-difference', { first: first.sopInstanceUID, second: second.sopInstanceUID })];
  if (unknown > 0) warnings.push(notice('dose-sum-unknown', { voxels: unknown, total: dose.length }));
  return {
    ...first,
    sopInstanceUID,
    identity: { ...first.identity, sopInstanceUID },
    // DoseType ERROR is the standard's word for "difference between desired and planned dose" (PS3.3 C.8.8.3).
    doseType: 'ERROR',
    doseSummationType: 'MULTI_PLAN',
    comment: `${first.sopInstanceUID} minus ${second.sopInstanceUID}`,
    dose, maximum,
    planUID: null,
    planUIDs: [...new Set([...first.planUIDs, ...second.planUIDs])],
    referencedBeams: [],
    storedDvhs: [],
    warnings,
  };
}
