import type { Tolerances } from './types.ts';

/**
 * Tolerances of the plan checks until a site states its own; units are in the names. Where each comes from is in
 * {@link toleranceSources}, under the same names.
 */
export const defaultTolerances: Tolerances = {
  doseGy: 0.01,
  dosePerFractionGy: { conventional: [1, 3], stereotacticAbove: 5, failAbove: 25 },
  beamDosePercent: 3,
  targetMedianPercent: [90, 120],
  metersetMU: [5, 1500],
  metersetPerGy: { conventional: [80, 400], modulated: [150, 800] },
  isocentreMm: 0.5,
  isocentreToTargetMm: 100,
  gantryStepDeg: 10,
  openBeyondJawMm: 5,
  smallFieldMm: [10, 30],
  clearance: { radiusMm: 400, marginMm: 20 },
  beamNameDeg: 1,
  nestingPercent: 1,
  strayPiece: { cc: 0.1, distanceMm: 50 },
  fewestSlices: 3,
  pairVolumeRatio: [0.3, 3],
  coveragePercent: 99.5,
  gridMm: { conventional: 3, stereotactic: 2 },
  targetCoverage: { dosePercent: 95, volumePercent: 95 },
  borderline: { percent: 2, gy: 0.5 },
  storedDvh: { meanPercent: 2, dosePercent: 2, volumePercent: 3, fromCc: 2 },
  deviceMaximumGy: 2,
  deliveredMeterset: { percent: 1, mu: 1 },
  treatmentGapDays: 3,
  revisedSurfaceMm: 0.5,
  revisedDice: 0.98,
};

const list = (check: number): string => `plan check list, check ${check}`;

/** Where each default comes from. The check list itself rests on AAPM TG-275 (2020) and MPPG 11.a (2021). */
export const toleranceSources: Readonly<Record<keyof Tolerances, string>> = {
  doseGy: list(12),
  dosePerFractionGy: list(13),
  beamDosePercent: list(14),
  targetMedianPercent: list(15),
  metersetMU: list(20),
  metersetPerGy: list(21),
  isocentreMm: list(26),
  isocentreToTargetMm: list(27),
  gantryStepDeg: list(30),
  openBeyondJawMm: list(33),
  smallFieldMm: list(34),
  clearance: list(37),
  beamNameDeg: list(38),
  nestingPercent: list(42),
  strayPiece: list(43),
  fewestSlices: list(45),
  pairVolumeRatio: list(47),
  coveragePercent: list(52),
  gridMm: list(53),
  targetCoverage: list(56),
  borderline: 'evaluation rules of the organ limit library: within 2 % or 0.5 Gy of the limit',
  storedDvh: list(59),
  deviceMaximumGy: `${list(60)}; AAPM TG-203 (Miften et al., Med Phys 2019;46:e757) counts more than 2 Gy to a cardiac device as more than low risk`,
  deliveredMeterset: list(63),
  treatmentGapDays: list(64),
  revisedSurfaceMm: `${list(62)} asks for the mean surface distance and states no number: half a usual CT pixel`,
  revisedDice: `${list(62)} asks for Dice and states no number: a 40 cm³ sphere drawn 0.3 mm larger all round`,
};
