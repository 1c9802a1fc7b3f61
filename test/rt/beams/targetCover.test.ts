import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apertureAt } from '../../../shared/rt/beams/beamAperture.ts';
import { beamGeometryAt, patientPositionOf } from '../../../shared/rt/beams/beamGeometry.ts';
import { structureView } from '../../../shared/rt/beams/structureView.ts';
import { intersectionOf, turnedAreaMm2, unionOfTurned } from '../../../shared/rt/contours/polygonSets.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Plan, Structure, StructureSet } from '../../../shared/rt/types.ts';

/** Part of the target's shadow that the beam opens at some control point; `turnDeg` is added to the collimator. */
function coverOf(plan: Plan, target: Structure, beamNumber: number, turnDeg = 0): number {
  const beam = plan.beams.find(({ number }) => number === beamNumber)!;
  const first = beam.controlPoints[0]!;
  const open = unionOfTurned(beam.controlPoints.flatMap((point) => apertureAt(beam, point).opening ?? []));
  const shadow = structureView(beamGeometryAt(beam, { ...first, collimatorDeg: first.collimatorDeg + turnDeg }, patientPositionOf(plan, beam)), target);
  return turnedAreaMm2(intersectionOf(shadow, open)) / turnedAreaMm2(shadow);
}
const treatment = (plan: Plan): readonly number[] => plan.beams.filter(({ metersetMU }) => metersetMU !== null).map(({ number }) => number);
const named = (set: StructureSet, name: string): Structure => set.structures.find((structure) => structure.name === name)!;

// Planners shape fields to the target. A wrong sign of an angle, a wrong order of leaves or a mirrored patient axis uncovers it.
describe('the openings of a plan lie over its target', () => {
  test('in the sample case every treatment beam opens all of the PTV', () => {
    const { files } = makeSampleCase({ matrixSize: 16, slices: 32 });
    const bytes = (name: string): Uint8Array => files.find((file) => file.name === name)!.bytes;
    const [plan, set] = [readPlan(bytes('RP.dcm')), readStructureSet(bytes('RS.dcm'))];
    const target = set.structures.find(({ interpretedType }) => interpretedType === 'PTV')!;
    const beams = plan.beams.filter(({ deliveryType }) => deliveryType === 'TREATMENT').map(({ number }) => number);
    expect(beams.length).toBeGreaterThan(3);
    for (const beam of beams) expect(coverOf(plan, target, beam), `beam ${beam}`).toBeGreaterThan(0.99);
  });

  const data = join(import.meta.dirname, '../../../../shared/data');
  test.runIf(existsSync(data)).each([['rt-esophagus-imrt', 'PTV4140', 7, 0.9], ['rt-breast-partial', 'Tumor Bed Block', 4, 0.999], ['rt-aria-qa', 'PTV_High', 2, 0.98]] as const)(
    'of %s nearly all of %s is open in each of %d treatment beams, and less of it with the collimator turned about', (folder, name, count, least) => {
      const [plan, set] = [readPlan(readFileSync(join(data, folder, 'RP.dcm'))), readStructureSet(readFileSync(join(data, folder, 'RS.dcm')))];
      const beams = treatment(plan);
      expect(beams).toHaveLength(count);
      const target = named(set, name);
      const covers = beams.map((beam) => coverOf(plan, target, beam));
      for (const cover of covers) expect(cover).toBeGreaterThan(least);
      const turned = beams.map((beam) => coverOf(plan, target, beam, 180));
      expect(turned.reduce((sum, cover) => sum + cover, 0)).toBeLessThan(covers.reduce((sum, cover) => sum + cover, 0) - 0.05 * count);
    },
  );
});
