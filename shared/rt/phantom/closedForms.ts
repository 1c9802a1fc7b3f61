import { cord, ctv, gtv, heart, oesophagusRadiusMm, ptv, SLICE_SPACING_MM, targetCentre } from './anatomy.ts';
import { AXIS_DOSE_GY, radialVarianceMm2 } from './phantomDose.ts';

/** Figures that follow from formulas alone; dose figures are null where the dose has no closed form. */
export interface ClosedForm {
  readonly planes: number;
  /** Sum of exact plane areas times 4 mm: contours with end caps of half a slice. */
  readonly volumeCc: number;
  readonly minGy: number | null;
  readonly meanGy: number | null;
  readonly maxGy: number | null;
  readonly d98Gy: number | null;
  readonly d95Gy: number | null;
  readonly d50Gy: number | null;
  readonly d2Gy: number | null;
}

/** Radius of a solid of revolution about the target's axis at height dz, or null where it has no section. */
export type RadiusAt = (dz: number) => number | null;

const within = (half: number, dz: number): boolean => Math.abs(dz) < half;
export const gtvRadius: RadiusAt = (dz) => (within(gtv.halfLengthMm, dz) ? gtv.radiusMm * Math.sqrt(1 - (dz / gtv.halfLengthMm) ** 2) : null);
export const ctvRadius: RadiusAt = (dz) => (within(ctv.halfLengthMm, dz) ? ctv.radiusMm : null);
export const ptvRadius: RadiusAt = (dz) => (within(ptv.halfLengthMm, dz) ? ptv.radiusMm : null);

const discVolumeCc = (radii: readonly number[]): number => (radii.reduce((sum, r) => sum + Math.PI * r * r, 0) * SLICE_SPACING_MM) / 1000;

const doseAtSquare = (square: number): number => AXIS_DOSE_GY * Math.exp(-square / (2 * radialVarianceMm2));
/** Integral of the dose over a disc of this squared radius, over π. */
const discIntegral = (square: number): number => AXIS_DOSE_GY * 2 * radialVarianceMm2 * -Math.expm1(-square / (2 * radialVarianceMm2));

/**
 * A stack of discs about the axis of a Gaussian dose D(r) = D0 exp(-r²/2σ²).
 *
 * Mean over a disc of radius R: D0 (1 - exp(-q))/q with q = R²/2σ². The part of the stack inside
 * radius r is Σ min(r, R_k)² / Σ R_k²; D_v is D at the radius where that part is v.
 */
function coaxialStack(radii: readonly number[]): ClosedForm {
  const squares = radii.map((r) => r * r);
  const total = squares.reduce((sum, one) => sum + one, 0);
  const largest = Math.max(...squares);
  const doseToHottest = (part: number): number => {
    let low = 0;
    let high = largest;
    for (let n = 0; n < 60; n += 1) {
      const middle = (low + high) / 2;
      const inside = squares.reduce((sum, one) => sum + Math.min(one, middle), 0);
      if (inside < part * total) low = middle;
      else high = middle;
    }
    return doseAtSquare((low + high) / 2);
  };
  return {
    planes: radii.length,
    volumeCc: discVolumeCc(radii),
    minGy: doseAtSquare(largest),
    meanGy: squares.reduce((sum, one) => sum + discIntegral(one), 0) / total,
    maxGy: AXIS_DOSE_GY,
    d98Gy: doseToHottest(0.98),
    d95Gy: doseToHottest(0.95),
    d50Gy: doseToHottest(0.5),
    d2Gy: doseToHottest(0.02),
  };
}

const volumeOnly = (planes: number, volumeCc: number): ClosedForm => ({
  planes,
  volumeCc,
  minGy: null,
  meanGy: null,
  maxGy: null,
  d98Gy: null,
  d95Gy: null,
  d50Gy: null,
  d2Gy: null,
});

/**
 * Closed forms of the sample case's structures for the planes it has.
 *
 * Doses hold for the dose function; a 3 mm grid read trilinearly is below it by at most about 0.02 Gy.
 *
 * @param planesMm z of every CT plane, 4 mm apart
 */
export function closedForms(planesMm: readonly number[]): Readonly<Record<string, ClosedForm>> {
  const stack = (radius: RadiusAt): ClosedForm =>
    coaxialStack(planesMm.map((z) => radius(z - targetCentre.z)).filter((r) => r !== null));
  const heartAreas = planesMm
    .map((z) => 1 - ((z - heart.z) / heart.c) ** 2)
    .filter((rest) => rest > 0)
    .map((rest) => Math.PI * heart.a * heart.b * rest);
  return {
    GTVp: stack(gtvRadius),
    CTVp: stack(ctvRadius),
    PTV_4140: stack(ptvRadius),
    SpinalCord: volumeOnly(planesMm.length, discVolumeCc(planesMm.map(() => cord.radiusMm))),
    Esophagus: volumeOnly(planesMm.length, discVolumeCc(planesMm.map(() => oesophagusRadiusMm))),
    Heart: volumeOnly(heartAreas.length, (heartAreas.reduce((sum, one) => sum + one, 0) * SLICE_SPACING_MM) / 1000),
  };
}
