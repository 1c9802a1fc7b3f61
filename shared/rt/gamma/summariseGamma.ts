import { notice, type RtNotice } from '../notices.ts';
import { pointState, type SearchOutput } from './gammaRange.ts';
import type { DoseDifference, GammaParameters, GammaResult } from './types.ts';

/** Doses have 24 significant bits: a difference of 1 % of them is rounded by up to 1.2e-5 of itself. */
export const passLimit = 1 + 2e-5;
export const limitBand = 1e-3;
const binWidth = 0.05;

/**
 * Counts, mean, maximum, histogram and notices of a finished search.
 *
 * @param referenceDose [k][j][i]
 * @param evaluatedDose the evaluated dose on the reference grid, NaN where unknown
 */
export function summariseGamma(referenceDose: Float32Array, evaluatedDose: Float32Array, out: SearchOutput, parameters: GammaParameters): GammaResult {
  const states = Object.values(pointState).map(() => 0);
  const counts = Array.from({ length: Math.ceil(parameters.cap / binWidth - 1e-9) }, () => 0);
  const atLimit = { points: 0, passed: 0 };
  const beyondEdge = { points: 0, passed: 0 };
  let passed = 0;
  let capped = 0;
  let sum = 0;
  let most = 0;
  for (let index = 0; index < out.gamma.length; index += 1) {
    const state = out.state[index]!;
    states[state]! += 1;
    if (state !== pointState.compared && state !== pointState.beyondEdge) continue;
    const gamma = out.gamma[index]!;
    const isPassed = gamma <= passLimit;
    sum += gamma;
    if (gamma > most) most = gamma;
    if (isPassed) passed += 1;
    if (gamma >= parameters.cap) capped += 1;
    if (Math.abs(gamma - 1) <= limitBand) count(atLimit, isPassed);
    if (state === pointState.beyondEdge) count(beyondEdge, isPassed);
    counts[Math.min(counts.length - 1, Math.floor(gamma / binWidth))]! += 1;
  }
  const points = states[pointState.compared]! + states[pointState.beyondEdge]!;
  const leftOut = {
    outsideStructure: states[pointState.outsideStructure]!,
    referenceUnknown: states[pointState.referenceUnknown]!,
    belowThreshold: states[pointState.belowThreshold]!,
    evaluatedUnknown: states[pointState.evaluatedUnknown]!,
  };
  const figures = { points, passed, capped, atLimit, beyondEdge, leftOut };
  return {
    ...figures,
    passPercent: points === 0 ? null : (100 * passed) / points,
    meanGamma: points === 0 ? null : sum / points,
    maxGamma: points === 0 ? null : most,
    difference: differenceOf(referenceDose, evaluatedDose, out),
    histogram: { binWidth, counts },
    map: out.gamma,
    parameters,
    notices: noticesOf(figures, parameters),
  };
}

function count(counter: { points: number; passed: number }, isPassed: boolean): void {
  counter.points += 1;
  if (isPassed) counter.passed += 1;
}

/** Evaluated minus reference at the compared points that lie inside the evaluated grid. */
function differenceOf(reference: Float32Array, evaluated: Float32Array, { state }: SearchOutput): DoseDifference {
  let points = 0;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let index = 0; index < reference.length; index += 1) {
    if (state[index] !== pointState.compared && state[index] !== pointState.beyondEdge) continue;
    const value = evaluated[index]! - reference[index]!;
    if (Number.isNaN(value)) continue;
    points += 1;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return points === 0 ? { points, mean: null, minimum: null, maximum: null } : { points, mean: sum / points, minimum, maximum };
}

type Figures = Pick<GammaResult, 'points' | 'capped' | 'atLimit' | 'beyondEdge' | 'leftOut'>;

function noticesOf({ points, capped, atLimit, beyondEdge, leftOut }: Figures, { cap, distanceMm }: GammaParameters): RtNotice[] {
  const notices = [notice('gamma-calculated-doses')];
  if (points === 0) notices.push(notice('gamma-no-points'));
  if (leftOut.evaluatedUnknown > 0) notices.push(notice('gamma-evaluated-unknown', { points: leftOut.evaluatedUnknown, distanceMm }));
  if (leftOut.referenceUnknown > 0) notices.push(notice('gamma-reference-unknown', { points: leftOut.referenceUnknown }));
  if (beyondEdge.points > 0) notices.push(notice('gamma-beyond-edge', { points: beyondEdge.points, failed: beyondEdge.points - beyondEdge.passed, distanceMm }));
  if (capped > 0) notices.push(notice('gamma-capped', { points: capped, cap }));
  if (atLimit.points > 0) notices.push(notice('gamma-at-limit', { points: atLimit.points, passed: atLimit.passed }));
  return notices;
}
