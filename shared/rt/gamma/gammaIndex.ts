import { RtError } from '../../errors/appError.ts';
import { assertSameKind } from '../dose/doseKinds.ts';
import { resampleDose } from '../dose/resampleDose.ts';
import type { RigidTransform } from '../dose/rigidTransform.ts';
import type { DoseGrid, Structure } from '../types.ts';
import { prepareEvaluated } from './evaluatedField.ts';
import { gammaRange, type SearchLimits, type SearchOutput } from './gammaRange.ts';
import { referenceToEvaluated } from './referenceToEvaluated.ts';
import { structureMask } from './structureMask.ts';
import { limitBand, passLimit, summariseGamma } from './summariseGamma.ts';
import type { GammaCriteria, GammaParameters, GammaResult } from './types.ts';

export interface GammaOptions {
  /** Compares voxels whose centre lies in it only; it lies in the frame of reference of the reference dose. */
  readonly structure?: Structure | null;
  /** Carries points of the reference's frame of reference into the evaluated dose's; without it both must have the same. */
  readonly toEvaluated?: RigidTransform | null;
}

const interpolation = 'trilinear between the evaluated voxel centres; every cell within the search radius is minimised inside, without a sampling step';

/**
 * Gamma index of an evaluated dose at every voxel of a reference dose, in three dimensions: comparison of two calculated
 * doses, not measurement QA. The grids may differ in origin, spacing, orientation and plane distances.
 *
 * Gamma(r) = min over e of √(|e − r|²/distance² + (De(e) − Dr(r))²/dose²). Where no evaluated dose is known within the distance
 * criterion of a point nothing could pass; such points are counted apart and are neither pass nor fail.
 *
 * @throws {RtError} frame-of-reference-mismatch | unsupported (RELATIVE against GY, physical against effective dose) | broken-value (criteria, or no dose in the reference)
 * @see Low et al., Med Phys 1998;25:656; Miften et al. (AAPM TG-218), Med Phys 2018;45:e53
 */
export function computeGamma(reference: DoseGrid, evaluated: DoseGrid, criteria: GammaCriteria, options: GammaOptions = {}): GammaResult {
  const { structure = null, toEvaluated = null } = options;
  assertSameKind(reference, evaluated);
  if (toEvaluated === null && reference.frameOfReferenceUID !== evaluated.frameOfReferenceUID) {
    throw new RtError('frame-of-reference-mismatch', `The reference dose lies in the frame of reference ${reference.frameOfReferenceUID}, the evaluated dose in ${evaluated.frameOfReferenceUID}; gamma needs one frame or a rigid registration.`, {
      detail: { reference: reference.frameOfReferenceUID, evaluated: evaluated.frameOfReferenceUID },
    });
  }
  const parameters = parametersOf(reference, evaluated, criteria, options);
  const limits: SearchLimits = {
    distanceMm: criteria.distanceMm,
    doseCriterion: parameters.doseCriterion ?? criteria.dosePercent / 100,
    isLocal: criteria.kind === 'local',
    thresholdDose: parameters.thresholdDose,
    cap: criteria.cap,
  };
  const voxels = reference.dose.length;
  const out: SearchOutput = { gamma: new Float32Array(voxels), state: new Uint8Array(voxels) };
  const places = referenceToEvaluated(reference.geometry, evaluated.geometry, toEvaluated);
  const mask = structure === null ? null : structureMask(structure, reference.geometry);
  gammaRange(reference, prepareEvaluated(evaluated), places, limits, mask, 0, reference.geometry.slices, out);
  return summariseGamma(reference.dose, resampleDose(evaluated, reference.geometry, toEvaluated), out, parameters);
}

function refuse(message: string): never {
  throw new RtError('broken-value', message);
}

function parametersOf(reference: DoseGrid, evaluated: DoseGrid, criteria: GammaCriteria, { structure, toEvaluated }: GammaOptions): GammaParameters {
  const { dosePercent, distanceMm, thresholdPercent, normalisation, kind, cap } = criteria;
  const normalisationDose = normalisation === 'max' ? reference.maximum : normalisation;
  if (!(dosePercent > 0 && Number.isFinite(dosePercent))) refuse(`The dose criterion is ${dosePercent} %; it has to be above 0.`);
  if (!(distanceMm > 0 && Number.isFinite(distanceMm))) refuse(`The distance criterion is ${distanceMm} mm; it has to be above 0.`);
  if (!(thresholdPercent >= 0 && Number.isFinite(thresholdPercent))) refuse(`The threshold is ${thresholdPercent} %; it has to be 0 or more.`);
  if (!(cap >= 1 && Number.isFinite(cap))) refuse(`The gamma cap is ${cap}; under 1 pass and fail could not be told apart.`);
  if (!(normalisationDose > 0 && Number.isFinite(normalisationDose))) refuse(`The normalisation dose is ${normalisationDose}; it has to be above 0.`);
  if (kind === 'local' && thresholdPercent === 0) refuse('Local gamma needs a threshold above 0: a percentage of no dose is no criterion.');
  return {
    ...criteria,
    normalisationDose,
    thresholdDose: (thresholdPercent * normalisationDose) / 100,
    doseCriterion: kind === 'local' ? null : (dosePercent * normalisationDose) / 100,
    searchRadiusMm: distanceMm * cap,
    interpolation,
    passLimit,
    limitBand,
    referenceUID: reference.sopInstanceUID,
    evaluatedUID: evaluated.sopInstanceUID,
    units: reference.units,
    structure: structure?.name ?? null,
    isRegistered: (toEvaluated ?? null) !== null,
  };
}
