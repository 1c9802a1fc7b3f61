import { bodyReach, ptv, targetCentre } from './anatomy.ts';
import { smoothStep } from './sections.ts';

/** Prescription of the sample plan. */
export const prescription = { doseGy: 41.4, fractions: 23 } as const;

/** Dose on the target's axis. */
export const AXIS_DOSE_GY = 44.2;

/**
 * Variance of the radial Gaussian, mm². Chosen so that D95% of the target cylinder is the prescription:
 * the cylinder's fraction inside radius r is (r/R)², so D_v = axis · exp(-v R²/2σ²).
 */
export const radialVarianceMm2 = (0.95 * ptv.radiusMm ** 2) / (2 * Math.log(AXIS_DOSE_GY / prescription.doseGy));

/** Inside this radius and height the dose is the pure Gaussian; 6 mm more than the target, so that trilinear sampling at its edge is too. */
const pureRadiusMm = ptv.radiusMm + 6;
const pureHalfLengthMm = ptv.halfLengthMm + 6;

/** Gantry angle (degrees, IEC), weight and collimator angle of each treatment beam. */
export const beamAngles = [
  { gantryDeg: 0, weight: 0.2, collimatorDeg: 0 },
  { gantryDeg: 50, weight: 0.13, collimatorDeg: 0 },
  { gantryDeg: 100, weight: 0.09, collimatorDeg: 5 },
  { gantryDeg: 150, weight: 0.17, collimatorDeg: 0 },
  { gantryDeg: 205, weight: 0.18, collimatorDeg: 0 },
  { gantryDeg: 260, weight: 0.09, collimatorDeg: 355 },
  { gantryDeg: 310, weight: 0.14, collimatorDeg: 0 },
] as const;

/** Dose of the crossing beams, 1 at the isocentre: attenuation along each, soft edges across. */
function beamBath(dx: number, dy: number): number {
  let sum = 0;
  for (const { gantryDeg, weight } of beamAngles) {
    const angle = (gantryDeg * Math.PI) / 180;
    // Towards the source in patient axes, HFS: (sin G, -cos G).
    const towards = dx * Math.sin(angle) - dy * Math.cos(angle);
    const across = Math.abs(dx * Math.cos(angle) + dy * Math.sin(angle));
    const edge = 1 / (1 + Math.exp((across - ptv.radiusMm - 6) / 3.2));
    sum += weight * Math.exp(0.0036 * towards) * (edge + 0.035);
  }
  return sum;
}

/** What the dose is like outside the target: share of the crossing beams, and width of the fall towards it, mm. */
export interface DoseShape {
  readonly bath: number;
  readonly fallMm: number;
}

export const usualShape: DoseShape = { bath: 1, fallMm: 16 };
/** A dose that keeps the organ limits, which the usual one need not. */
export const sparingShape: DoseShape = { bath: 0.3, fallMm: 24 };

/**
 * Dose of the sample plan at a point, Gy: a function, not a dose calculation.
 *
 * Around the target's axis a Gaussian of the distance alone, so target figures are closed forms;
 * outside it passes into the crossing beams and ends at the skin and past the fields' ends.
 */
export function phantomDoseGy(x: number, y: number, z: number, { bath: bathShare, fallMm }: DoseShape = usualShape): number {
  const skinDepth = Math.hypot(x, y) * (bodyReach(x, y, z) - 1);
  if (skinDepth < 0) return 0;
  const dx = x - targetCentre.x;
  const dy = y - targetCentre.y;
  const r = Math.hypot(dx, dy);
  const h = Math.abs(z - targetCentre.z);
  const pure = AXIS_DOSE_GY * Math.exp((-r * r) / (2 * radialVarianceMm2));
  if (r <= pureRadiusMm && h <= pureHalfLengthMm) return pure;
  const lengthwise = 0.012 + 0.988 * (1 - smoothStep(pureHalfLengthMm, pureHalfLengthMm + 22, h));
  const buildUp = 0.45 + 0.55 * smoothStep(0, 14, skinDepth);
  const bath = bathShare * 0.97 * AXIS_DOSE_GY * beamBath(dx, dy) * buildUp;
  const share = smoothStep(pureRadiusMm, pureRadiusMm + fallMm, r);
  return (pure * (1 - share) + bath * share) * lengthwise;
}
