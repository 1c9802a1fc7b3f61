import { notice, type RtNotice } from '../notices.ts';
import type { Beam, ControlPoint } from '../types.ts';

/** Leaves may pass each other by rounding of the decimal strings; more than this is a crossing, mm. */
const crossingMm = 0.01;
/** Cumulative weights agree within this part of the final one: what seven digits leave of a sum over some hundred segments. */
const weightTolerance = 1e-3;

/** Notices of what a beam states but cannot mean; the numbers stay as they are, for the reviewer to see. */
export function warnImplausible(beam: Beam, warnings: RtNotice[]): void {
  const { number, controlPoints, stated, finalCumulativeMetersetWeight: final } = beam;
  if (controlPoints.length === 0) return;
  if (stated.controlPoints !== null && stated.controlPoints !== controlPoints.length) {
    warnings.push(notice('control-points-differ', { beam: number, stated: stated.controlPoints, points: controlPoints.length }));
  }
  const falling = controlPoints.find((point, n) => point.cumulativeMetersetWeight < (controlPoints[n - 1]?.cumulativeMetersetWeight ?? Number.NEGATIVE_INFINITY));
  if (falling !== undefined) warnings.push(notice('weights-decrease', { beam: number, point: falling.index }));
  const last = controlPoints.at(-1)?.cumulativeMetersetWeight ?? Number.NaN;
  if (beam.deliveryType !== 'SETUP' && final !== null && Math.abs(last - final) > weightTolerance * Math.abs(final)) warnings.push(notice('final-weight-differs', { beam: number, last, final }));
  warnCrossed(beam, warnings);
  warnSpotWeights(beam, warnings);
}

/** One notice a device: where its first crossing is and how many control points have one. */
function warnCrossed({ number, controlPoints }: Beam, warnings: RtNotice[]): void {
  const types = new Set(controlPoints.flatMap(({ devices }) => Object.keys(devices)));
  for (const device of types) {
    const crossings = controlPoints.flatMap((point) => {
      const pair = crossedPair(point.devices[device] ?? []);
      return pair === null ? [] : [{ point: point.index, pair }];
    });
    const [first] = crossings;
    if (first !== undefined) warnings.push(notice('leaves-crossed', { beam: number, device, ...first, points: crossings.length }));
  }
}

/** Number of the first pair whose sides have passed each other, counted from 1; the first half of the positions is bank 1. */
function crossedPair(positions: readonly number[]): number | null {
  const pairs = Math.floor(positions.length / 2);
  for (let n = 0; n < pairs; n++) {
    if ((positions[n] ?? Number.NaN) > (positions[n + pairs] ?? Number.NaN) + crossingMm) return n + 1;
  }
  return null;
}

/** The weights of a spot map are what the meterset grows by until the next control point (PS3.3 C.8.8.25). */
function warnSpotWeights({ number, controlPoints, ion }: Beam, warnings: RtNotice[]): void {
  if (ion === undefined || !ion.scanMode?.startsWith('MODULATED')) return;
  if (controlPoints.every(({ scanSpots }) => scanSpots == null)) {
    warnings.push(notice('scan-spots-absent', { beam: number }));
    return;
  }
  const whole = Math.abs(controlPoints.at(-1)?.cumulativeMetersetWeight ?? Number.NaN);
  const differing = controlPoints.filter((point, n) => Math.abs(spotSum(point) - growth(point, controlPoints[n + 1])) > weightTolerance * whole);
  const [first] = differing;
  if (first !== undefined) warnings.push(notice('spot-weights-differ', { beam: number, point: first.index, points: differing.length }));
}

const spotSum = ({ scanSpots }: ControlPoint): number => scanSpots?.metersetWeights.reduce((sum, weight) => sum + weight, 0) ?? 0;
const growth = (point: ControlPoint, next: ControlPoint | undefined): number => (next === undefined ? 0 : next.cumulativeMetersetWeight - point.cumulativeMetersetWeight);
