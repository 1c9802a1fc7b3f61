import { z } from 'zod';

const positive = z.number().positive();
const atLeastZero = z.number().min(0);
const percent = z.number().min(0).max(100);
const text = z.string().trim().min(1);
/** Ascending pair. */
const range = (limit: z.ZodNumber) => z.tuple([limit, limit]).refine(([low, high]) => low < high, { message: 'the first value has to be below the second' });

/** Each tolerance by its own rule; every one may be left out, none may be unknown. */
const tolerances = z.strictObject({
  doseGy: atLeastZero,
  dosePerFractionGy: z.strictObject({ conventional: range(positive), stereotacticAbove: positive, failAbove: positive }),
  beamDosePercent: percent,
  targetMedianPercent: range(positive),
  metersetMU: range(atLeastZero),
  metersetPerGy: z.strictObject({ conventional: range(positive), modulated: range(positive) }),
  isocentreMm: atLeastZero,
  isocentreToTargetMm: positive,
  gantryStepDeg: positive,
  openBeyondJawMm: atLeastZero,
  smallFieldMm: range(positive),
  clearance: z.strictObject({ radiusMm: positive, marginMm: atLeastZero }),
  beamNameDeg: atLeastZero,
  nestingPercent: percent,
  strayPiece: z.strictObject({ cc: atLeastZero, distanceMm: positive }),
  fewestSlices: z.number().int().min(1),
  pairVolumeRatio: range(positive),
  coveragePercent: percent,
  gridMm: z.strictObject({ conventional: positive, stereotactic: positive }),
  targetCoverage: z.strictObject({ dosePercent: positive, volumePercent: percent }),
  borderline: z.strictObject({ percent: atLeastZero, gy: atLeastZero }),
  storedDvh: z.strictObject({ meanPercent: positive, dosePercent: positive, volumePercent: positive, fromCc: atLeastZero }),
  deviceMaximumGy: atLeastZero,
  deliveredMeterset: z.strictObject({ percent: atLeastZero, mu: atLeastZero }),
  treatmentGapDays: atLeastZero,
  revisedSurfaceMm: atLeastZero,
  revisedDice: z.number().min(0).max(1),
}).partial();

const machine = z.strictObject({
  name: text,
  sourceAxisDistanceMm: positive,
  energies: z.array(
    z.strictObject({ radiationType: text, energy: positive, isFlatteningFilterFree: z.boolean(), maximumDoseRateMUPerMin: positive.nullable() }),
  ),
  travelMm: z.record(z.string(), range(z.number())),
});

/** A site file: any part of the settings, checked; parts left out keep their default. */
export const siteFileSchema = z.strictObject({
  name: text,
  version: text,
  machines: z.array(machine),
  tolerances,
  protocols: z.array(z.strictObject({ key: text, organs: z.array(text).min(1) })),
  requiresToleranceTable: z.boolean(),
  couchStructure: z.enum(['required', 'forbidden', 'either']),
  structureNames: z.record(z.string(), text),
}).partial();

export type SiteFile = z.infer<typeof siteFileSchema>;
