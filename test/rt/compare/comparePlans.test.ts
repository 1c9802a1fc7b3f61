import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { comparePlans } from '../../../shared/rt/compare/plan/comparePlans.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import type { Beam, Plan } from '../../../shared/rt/types.ts';
import { beamOf, controlPointOf, fractionGroupOf, identityOf, planOf, prescriptionOf } from '../../support/rtObjects.ts';

const mlc = (shift: readonly number[]): number[] => [-10, -10, -10, 10, 10, 10].map((position, leaf) => position + (shift[leaf] ?? 0));

/** A plan in which every field says something. */
const full: Plan = planOf({
  identity: identityOf({ patientID: 'P1', patientName: 'A^B', patientBirthDate: '19500101', patientSex: 'F', manufacturer: 'V', softwareVersions: '1' }),
  frameOfReferenceUID: '1.2.3', name: 'n', description: 'd', date: '20260101', time: '120000', intent: 'CURATIVE', approval: { status: 'APPROVED', reviewerName: 'R', reviewDate: '20260102', reviewTime: '130000' },
  structureSetUID: '1.5', referencedPlans: [{ uid: '1.6', relationship: 'PRIOR' }], manufacturerModel: 'M', prescriptionDescription: 'p', toleranceTableNumbers: [1],
  fractionGroups: [fractionGroupOf({ fractionsPlanned: 25, beamsStated: 1, beamNumbers: [1], beams: [{ beamNumber: 1, beamDoseGy: 2, metersetMU: 100, doseSpecificationPointMm: [1, 2, 3] }], brachySetups: [{ number: 1, doseGy: 7 }] })],
  prescriptions: [prescriptionOf({ description: 'PTV', roiNumber: 4, targetPrescriptionDoseGy: 50, targetMinimumDoseGy: 47.5, targetMaximumDoseGy: 53.5, organMaximumDoseGy: 45, deliveryMaximumDoseGy: 55 })],
  patientSetups: [{ number: 1, patientPosition: 'HFS', technique: 'ISOCENTRIC', fixationDevices: ['mask'], displacementMm: [1, 2, 3] }],
  beams: [beamOf({
    description: 'b', highDoseTechnique: 'NORMAL', fluenceMode: 'STANDARD', fluenceModeID: 'x', machine: 'TB1', manufacturerModel: 'M', beamDoseGy: 2, doseSpecificationPointMm: [1, 2, 3],
    stated: { controlPoints: 2, wedges: 1, compensators: 0, boli: 1, blocks: 1 },
    limitingDevices: [{ type: 'MLCX', leafJawPairs: 3, distanceMm: 500, boundariesMm: [-15, -5, 5, 15] }],
    wedges: [{ number: 1, type: 'STANDARD', id: 'W15', angleDeg: 15, orientationDeg: 90, factor: 0.7 }],
    blocks: [{ number: 1, name: 'k', type: 'SHIELDING', divergence: 'PRESENT', trayDistanceMm: 600, outlineMm: Float64Array.from([0, 0, 10, 0, 10, 10]) }],
    applicators: [{ id: 'A10', type: 'ELECTRON_SQUARE' }], bolusROINumbers: [9], patientSetupNumber: 1, toleranceTableNumber: 1,
    controlPoints: [0, 1].map((index) => controlPointOf({
      index, cumulativeMetersetWeight: index, gantryDeg: 10 * index, pitchDeg: 0, rollDeg: 0, tableTopMm: [1, 2, 3], doseRateMUPerMin: 600, sourceToSurfaceMm: 900,
      devices: { MLCX: mlc([]), ASYMX: [-20, 20] }, wedgePositions: { 1: 'IN' }, snoutPositionMm: 300,
      scanSpots: { tuneID: 't', paintings: 1, positionsMm: Float64Array.from([0, 0, 1, 1]), metersetWeights: Float64Array.from([1, 2]), spotSizeMm: [4, 4] },
    })),
    ion: { massNumber: 1, atomicNumber: 1, chargeState: 1, scanMode: 'MODULATED', virtualSourceAxisMm: [2000, 2000], devices: [{ kind: 'snout', number: 1, id: 'S', type: 'x' }] },
  })],
  brachy: {
    technique: 'INTRACAVITARY', treatmentType: 'HDR', sources: [{ number: 1, type: 'POINT', isotope: 'Ir-192', halfLifeDays: 73.8, airKermaRate: 40000, strengthDate: '20260101' }],
    setups: [{ number: 1, type: 'FLETCHER', name: 'F', totalReferenceAirKerma: 4000, channels: [{ number: 1, lengthMm: 1200, totalTimeS: 300, sourceNumber: 1, applicatorType: 'x', controlPoints: 9 }] }],
  },
});

/** The objects' own identity and what a reader adds: no difference of the plans. `leafBoundariesMm` repeats `limitingDevices`, `approvalStatus` the approval. */
const notCompared = /^(sopInstanceUID|approvalStatus|warnings|identity\.(sop|study|series|instance|manufacturerModel).*|beams\.\d+\.(leafBoundariesMm.*|controlPoints\.\d+\.index))$/u;

function leavesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

/** A copy with one leaf changed: numbers by one, texts by a letter, null becomes a text. */
function mutated(plan: Plan, path: readonly string[]): Plan {
  const copy = structuredClone(plan);
  let here = copy as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) here = here[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  const value = here[last];
  here[last] = typeof value === 'number' ? value + 1 : `${JSON.stringify(value)}x`;
  return copy;
}

describe('a plan beside itself', () => {
  test('has no difference', () => {
    expect(comparePlans(full, structuredClone(full)).changes).toEqual([]);
  });

  test('and with any single value changed it has one, whatever the value', () => {
    const paths = leavesOf(full).filter((path) => !notCompared.test(path.join('.')));
    expect(paths.length).toBeGreaterThan(150);
    for (const path of paths) expect(comparePlans(full, mutated(full, path)).changes.length, path.join('.')).toBeGreaterThan(0);
  });

  test('what names the objects themselves is no difference', () => {
    const other = { ...full, sopInstanceUID: '9.9', identity: { ...full.identity, sopInstanceUID: '9.9', seriesInstanceUID: '9', instanceCreationDate: '20260301' } };
    expect(comparePlans(full, other).changes).toEqual([]);
  });
});

const withBeam = (fields: Partial<Beam>): Plan => ({ ...full, beams: full.beams.map((beam) => ({ ...beam, ...fields })) });
const turned = (deg: number): Plan => withBeam({ controlPoints: full.beams[0]!.controlPoints.map((point, n) => (n === 0 ? { ...point, gantryDeg: deg } : point)) });
const jaws = (x: number): Plan => withBeam({ controlPoints: full.beams[0]!.controlPoints.map((point) => ({ ...point, devices: { ...point.devices, ASYMX: [-20, x] } })) });
const named = (number: number, name: string): Beam => beamOf({ number, name });

describe('each change says what, where and by how much', () => {
  test('MU, as before, after and difference', () => {
    expect(comparePlans(full, withBeam({ metersetMU: 112.5 })).changes).toEqual([{
      type: 'changed', place: { kind: 'beam', number: 1, name: 'B1' }, field: 'metersetMU', unit: 'MU', before: 100, after: 112.5, change: 12.5,
    }]);
  });

  test('leaves by bank: how many, and the one that moved most', () => {
    const points = full.beams[0]!.controlPoints.map((point, n) => ({ ...point, devices: { ...point.devices, MLCX: mlc(n === 1 ? [1, -4, 0, 0, 0.5] : [0, 0.25]) } }));
    expect(comparePlans(full, withBeam({ controlPoints: points })).changes).toMatchObject([
      { type: 'series', field: 'MLCX bank 1', unit: 'mm', changedPoints: 2, comparedPoints: 2, changedLeaves: 2, largest: { controlPoint: 1, leaf: 2, before: -10, after: -14, change: -4 } },
      { type: 'series', field: 'MLCX bank 2', changedPoints: 1, changedLeaves: 1, largest: { controlPoint: 1, leaf: 2, before: 10, after: 10.5, change: 0.5 } },
    ]);
  });

  test('angles modulo 360, by the shorter way', () => {
    expect(comparePlans(turned(0), turned(360)).changes).toEqual([]);
    expect(comparePlans(turned(359), turned(1)).changes).toMatchObject([{ field: 'gantryDeg', largest: { change: 2 } }]);
    expect(comparePlans(turned(1), turned(359)).changes).toMatchObject([{ field: 'gantryDeg', largest: { change: -2 } }]);
    expect(comparePlans(turned(Number.NaN), turned(Number.NaN)).changes).toEqual([]);
    expect(comparePlans(turned(10), turned(Number.NaN)).changes).toMatchObject([{ largest: { before: 10, after: null, change: null } }]);
  });

  test('an isocentre by its distance', () => {
    const moved = withBeam({ controlPoints: full.beams[0]!.controlPoints.map((point) => ({ ...point, isocenterMm: [3, 0, -4] as const })) });
    expect(comparePlans(full, moved).changes).toMatchObject([{ field: 'isocenterMm', changedPoints: 2, largest: { controlPoint: 0, before: [0, 0, 0], after: [3, 0, -4], change: 5 } }]);
  });

  test('decimal text noise is no change, a hundredth of a millimetre is', () => {
    expect(comparePlans(jaws(20), jaws(20.000_000_4)).changes).toEqual([]);
    expect(comparePlans(jaws(20), jaws(20.01)).changes).toMatchObject([{ field: 'ASYMX bank 2', largest: { leaf: 1 } }]);
  });

  test('beams by number, then by name; the rest is added or removed', () => {
    const result = comparePlans(planOf({ beams: [named(1, 'AP'), named(2, 'PA'), named(3, 'LL')] }), planOf({ beams: [named(1, 'AP'), named(7, 'PA'), named(8, 'RL')] }));
    expect(result.beams.map(({ before, after, matchedBy }) => [before.number, after.number, matchedBy])).toEqual([[1, 1, 'number'], [2, 7, 'name']]);
    expect(result.changes).toMatchObject([
      { type: 'removed', place: { kind: 'beam', number: 3, name: 'LL' } },
      { type: 'added', place: { kind: 'beam', number: 8, name: 'RL' } },
      { type: 'changed', place: { number: 2 }, field: 'number', before: 2, after: 7 },
    ]);
  });

  test('control points only one beam has are counted, the others compared', () => {
    const shorter = withBeam({ controlPoints: full.beams[0]!.controlPoints.slice(0, 1) });
    expect(comparePlans(full, shorter).changes).toMatchObject([{ field: 'controlPoints', before: 2, after: 1 }]);
  });

  test('a prescription, and a wedge taken out, by their places', () => {
    const result = comparePlans(full, { ...withBeam({ wedges: [] }), prescriptions: full.prescriptions.map((item) => ({ ...item, targetPrescriptionDoseGy: 54 })) });
    expect(result.changes).toEqual([
      { type: 'changed', place: { kind: 'prescription', number: 1, name: 'PTV' }, field: 'targetPrescriptionDoseGy', unit: 'Gy', before: 50, after: 54, change: 4 },
      { type: 'removed', place: { kind: 'beam', number: 1, name: 'B1', part: 'wedge 1' } },
    ]);
  });
});

const dataFolder = join(import.meta.dirname, '../../../../shared/data');

test.runIf(existsSync(dataFolder))('real plans differ from nothing but others', () => {
  const [esophagus, aria] = ['rt-esophagus-imrt', 'rt-aria-qa'].map((set) => () => readPlan(readFileSync(join(dataFolder, set, 'RP.dcm'))));
  expect(comparePlans(esophagus!(), esophagus!()).changes).toEqual([]);
  expect(comparePlans(esophagus!(), aria!()).changes.length).toBeGreaterThan(20);
});
