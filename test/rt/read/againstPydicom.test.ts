import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { ControlPoint } from '../../../shared/rt/types.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { sampleTrilinear } from '../../../shared/volume/sample.ts';
import { pydicomData, runPydicom } from '../../dicom/pydicom.ts';
import { dataFolder, hasRealData, readReal } from '../../dicom/realData.ts';

const script = readFileSync(new URL('pydicomObjects.py', import.meta.url), 'utf8');

const row = (point: ControlPoint) => [
  point.cumulativeMetersetWeight, point.gantryDeg, point.collimatorDeg, point.couchDeg, point.energyMV, point.doseRateMUPerMin, point.sourceToSurfaceMm, ...point.tableTopMm,
  point.gantryDirection, point.collimatorDirection, point.couchDirection, point.isocenterMm, point.devices, point.wedgePositions,
];

function ourPlan(file: string): unknown {
  const plan = readPlan(readReal(file));
  return {
    beams: plan.beams.map((beam) => ({
      number: beam.number, name: beam.name, sad: beam.sourceAxisDistanceMm, final: beam.finalCumulativeMetersetWeight, machine: beam.machine,
      devices: beam.limitingDevices.map((device) => [device.type, device.leafJawPairs, device.boundariesMm]),
      wedges: beam.wedges.map((wedge) => [wedge.number, wedge.id, wedge.angleDeg, wedge.orientationDeg, wedge.factor]),
      blocks: beam.blocks.map((block) => [block.number, block.type, Array.from(block.outlineMm)]),
      setup: beam.patientSetupNumber, points: beam.controlPoints.map(row),
    })),
    groups: plan.fractionGroups.map((group) => [group.fractionsPlanned, group.beams.map((beam) => [beam.beamNumber, beam.metersetMU, beam.beamDoseGy, beam.doseSpecificationPointMm])]),
    prescriptions: plan.prescriptions.map((each) => [each.type, each.structureType, each.targetPrescriptionDoseGy, each.deliveryMaximumDoseGy, each.roiNumber]),
    setups: plan.patientSetups.map((setup) => [setup.number, setup.patientPosition, setup.technique]),
  };
}

interface DoseFigures {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly max: number;
  readonly probes: readonly (readonly [Vector3, number])[];
  readonly dvhs: readonly (readonly [number, readonly number[], readonly number[], number | null])[];
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const planFiles = [
  'plans/06MV_plan.dcm', 'plans/FFF_example.dcm', 'plans/pydicom-rtplan.dcm', 'plans/vmat_example.dcm', 'rt-aria-qa/RP.dcm', 'rt-breast-partial/RP.dcm', 'rt-esophagus-imrt/RP.dcm',
];
const doseFiles = ['rt-esophagus-imrt/RD.dcm', 'rt-aria-qa/RD.dcm', 'rt-pinnacle-prostate/RD.dcm', 'syntaxes/pydicom/rtdose.dcm', 'syntaxes/pydicom/rtdose_expb.dcm'];
const structureFiles = ['rt-esophagus-imrt/RS.dcm', 'rt-aria-qa/RS.dcm', 'rt-breast-partial/RS.dcm'];

describe.runIf(hasRealData && pydicomData !== null)('radiotherapy objects as pydicom reads them', () => {
  let read: Readonly<Record<string, unknown>> = {};
  const theirs = (file: string): unknown => read[join(dataFolder, file)];

  beforeAll(() => {
    read = runPydicom(script, [...planFiles, ...doseFiles, ...structureFiles].map((file) => join(dataFolder, file))) as Readonly<Record<string, unknown>>;
  }, 120_000);

  it.each(planFiles)('%s: every control point, device, wedge, block, fraction group, prescription and setup', (file) => {
    expect(ourPlan(file)).toEqual(theirs(file));
  });

  it.each(doseFiles)('%s: sum, maximum, voxels at their places and stored histograms', (file) => {
    const expected = theirs(file) as DoseFigures;
    const { geometry, dose, maximum, storedDvhs } = readDose(readReal(file));
    expect([geometry.slices, geometry.rows, geometry.columns]).toEqual(expected.shape);
    // Doses are kept in single precision: seven digits of each.
    expect(dose.reduce((total, value) => total + value, 0) / expected.sum).toBeCloseTo(1, 7);
    expect(maximum / expected.max).toBeCloseTo(1, 6);
    for (const [point, value] of expected.probes) expect(sampleTrilinear(geometry, dose, point)).toBeCloseTo(value, 5);
    expect(storedDvhs).toHaveLength(expected.dvhs.length);
    storedDvhs.forEach((stored, n) => {
      const [number = 0, edges = [], volumes = [], mean = null] = expected.dvhs[n] ?? [];
      expect([stored.rois[0]?.number, stored.mean, stored.dvhType]).toEqual([number, mean, 'CUMULATIVE']);
      expect(Array.from(stored.volume)).toEqual(volumes);
      expect(stored.dose).toHaveLength(edges.length);
      stored.dose.forEach((edge, bin) => expect(edge).toBeCloseTo(edges[bin] ?? Number.NaN, 9));
    });
  });

  it.each(structureFiles)('%s: every ROI with the points and coordinates of every contour', (file) => {
    const { structures } = readStructureSet(readReal(file));
    expect(structures.map(({ number, name, contours }) => [number, name, contours.map(({ pointsMm }) => pointsMm.length / 3), contours.map(({ pointsMm }) => sum(pointsMm))])).toEqual(theirs(file));
  });
});
