import { RtError } from '../../errors/appError.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { BiologicalModel, DoseGrid, Dvh, DvhCurve } from '../types.ts';
import { doseAtVolumeCc, doseAtVolumePercent } from './dvhMetrics.ts';

/** Above this dose per fraction the linear-quadratic model is uncertain (rt-reference section 8). */
const certainGyPerFraction = 10;

/**
 * Dose of the linear-quadratic model from total physical dose, both in Gy, with d = D/n in every voxel.
 *
 * BED = D (1 + d/(α/β)); EQD2 = D (d + α/β)/(2 + α/β). No time factor. Below 0 Gy, where the model says nothing, only
 * the linear part is taken.
 *
 * @see Fowler, Br J Radiol 1989;62:679
 */
export function biologicalGy(doseGy: number, { quantity, alphaBetaGy, fractions }: BiologicalModel): number {
  const bedGy = doseGy * (1 + Math.max(0, doseGy) / fractions / alphaBetaGy);
  return quantity === 'BED' ? bedGy : bedGy / (1 + 2 / alphaBetaGy);
}

/**
 * A grid of BED or EQD2, converted voxel by voxel.
 *
 * For display and for sums. Interpolating it is not the same as converting interpolated dose: a histogram comes from
 * {@link biologicalDvh}.
 *
 * @param allocate memory for the grid, a SharedArrayBuffer where the host has one
 * @throws {RtError} broken-value (α/β or fractions) | unsupported (RELATIVE dose, a dose that was converted already)
 */
export function biologicalDoseGrid(dose: DoseGrid, model: BiologicalModel, allocate: (byteLength: number) => ArrayBufferLike = (byteLength) => new ArrayBuffer(byteLength)): DoseGrid {
  assertConvertible(dose, model);
  const { dose: physical } = dose;
  const converted = new Float32Array(allocate(physical.length * 4));
  for (let n = 0; n < physical.length; n += 1) converted[n] = biologicalGy(physical[n]!, model);
  return {
    ...dose, doseType: 'EFFECTIVE', biological: model, dose: converted, maximum: Math.fround(biologicalGy(dose.maximum, model)), storedDvhs: [],
    warnings: [...dose.warnings, ...modelNotices(model, dose.maximum, dose.doseType)],
  };
}

/**
 * A histogram of BED or EQD2 from that of the physical dose.
 *
 * Dose is converted after interpolation: the model rises with dose, so every volume keeps its place on the curve and
 * only the axis changes. Dx is the converted Dx; for dose that varies linearly between voxels this is exact, which
 * interpolating a converted grid is not. The mean follows from the mean and the variance of the physical dose.
 *
 * @throws {RtError} broken-value (α/β or fractions) | unsupported (a histogram that was converted already)
 */
export function biologicalDvh(dvh: Dvh, model: BiologicalModel): Dvh {
  assertModel(model);
  assertPhysical(dvh.method.biological);
  const convert = (doseGy: number | null): number | null => (doseGy === null ? null : biologicalGy(doseGy, model));
  const figures = {
    curve: { doseGy: dvh.curve.doseGy.map((doseGy) => biologicalGy(doseGy, model)), volumeCc: dvh.curve.volumeCc },
    minGy: convert(dvh.minGy),
    meanGy: dvh.meanGy === null ? null : biologicalMeanGy(dvh.curve, dvh.meanGy, model),
    maxGy: convert(dvh.maxGy),
  };
  const dxGy = (percent: number): number | null => convert(doseAtVolumePercent(dvh, percent));
  return {
    ...dvh, ...figures,
    d98Gy: dxGy(98), d95Gy: dxGy(95), d50Gy: dxGy(50), d2Gy: dxGy(2), d1ccGy: convert(doseAtVolumeCc(dvh, 1)), d0_1ccGy: convert(doseAtVolumeCc(dvh, 0.1)),
    notices: [...dvh.notices, ...modelNotices(model, dvh.maxGy, dvh.method.doseType)],
    method: { ...dvh.method, biological: model, message: `${dvh.method.message}; ${modelNotice(model).message}` },
  };
}

/** Mean of the converted doses of a curve, Gy: ∫ f(D) dV / V for the quadratic f of the model, which needs E[D²] = mean² + variance. */
export function biologicalMeanGy(curve: DvhCurve, meanGy: number, model: BiologicalModel): number {
  const squareGy2 = meanGy ** 2 + curveVariance(curve);
  const bedGy = meanGy + squareGy2 / model.fractions / model.alphaBetaGy;
  return model.quantity === 'BED' ? bedGy : bedGy / (1 + 2 / model.alphaBetaGy);
}

/** Variance of dose over a cumulative curve, Gy²: exact but for the width of a bin squared over twelve. */
function curveVariance({ doseGy, volumeCc }: DvhCurve): number {
  const total = volumeCc[0] ?? 0;
  let [sum, square] = [0, 0];
  for (let n = 0; n + 1 < doseGy.length; n += 1) {
    const middle = (doseGy[n]! + doseGy[n + 1]!) / 2;
    const volume = volumeCc[n]! - volumeCc[n + 1]!;
    sum += volume * middle;
    square += volume * middle * middle;
  }
  return total > 0 ? Math.max(0, square / total - (sum / total) ** 2) : 0;
}

const modelNotice = ({ quantity, alphaBetaGy, fractions }: BiologicalModel): RtNotice => notice('biological-dose', { quantity, alphaBetaGy, fractions });

/** What model the numbers are of, and what makes them uncertain: the dose per fraction, a dose weighted before. */
function modelNotices(model: BiologicalModel, maximumGy: number | null, doseType: string): RtNotice[] {
  const notices = [modelNotice(model)];
  const dosePerFractionGy = (maximumGy ?? 0) / model.fractions;
  if (dosePerFractionGy > certainGyPerFraction) notices.push(notice('lq-uncertain', { dosePerFractionGy: Math.round(dosePerFractionGy * 100) / 100, limitGy: certainGyPerFraction }));
  if (doseType !== 'PHYSICAL') notices.push(notice('lq-not-physical', { type: doseType === '' ? '–' : doseType }));
  return notices;
}

function assertConvertible(dose: DoseGrid, model: BiologicalModel): void {
  assertModel(model);
  if (dose.units !== 'GY') throw new RtError('unsupported', 'The dose is RELATIVE, not in Gy; no biological dose can be made from it.', { detail: { dose: dose.sopInstanceUID } });
  assertPhysical(dose.biological);
}

function assertPhysical(biological: BiologicalModel | undefined): void {
  if (biological !== undefined) throw new RtError('unsupported', `The dose is ${biological.quantity} already; the linear-quadratic model needs the dose it was made from.`);
}

function assertModel({ alphaBetaGy, fractions }: BiologicalModel): void {
  if (!(alphaBetaGy > 0 && alphaBetaGy < Infinity)) throw new RtError('broken-value', `α/β is ${alphaBetaGy} Gy; it must be above 0.`, { detail: { alphaBetaGy } });
  if (!(Number.isInteger(fractions) && fractions > 0)) throw new RtError('broken-value', `The number of fractions is ${fractions}; it must be a whole number above 0.`, { detail: { fractions } });
}
