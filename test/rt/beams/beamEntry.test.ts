import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { length, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import { beamGeometryAt, geometryOf, patientPositionOf, type BeamGeometry } from '../../../shared/rt/beams/beamGeometry.ts';
import { depthInBeamMm, entryLine, fieldLines, outerContour, skinDistance } from '../../../shared/rt/beams/beamEntry.ts';
import { patientPositions, type PatientPosition } from '../../../shared/rt/beams/iecFrames.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { controlPointOf } from '../../support/rtObjects.ts';
import { circle, contourOf, rectangle, stackOf, structureOf } from '../shapes.ts';

const centre: Vector3 = [10, -20, 300];
const at = (gantryDeg: number, isocenterMm: Vector3 = centre, couchDeg = 0, patientPosition: PatientPosition = 'HFS', collimatorDeg = 0): BeamGeometry =>
  geometryOf({ patientPosition, gantryDeg, couchDeg, collimatorDeg, isocenterMm, sourceAxisMm: 1000 });
const outer = (structure: Structure, name = 'BODY'): Structure => ({ ...structure, name, interpretedType: 'EXTERNAL' });
/** 300 mm left to right, 200 mm front to back, 120 mm head to foot. */
const block = outer(stackOf(120, 3, () => rectangle(-150, -100, 150, 100), centre));

describe('the central axis into the patient', () => {
  test.each([[0, 900], [90, 850], [180, 900], [270, 850], [45, 1000 - 100 * Math.SQRT2], [30, 1000 - 100 / Math.cos(Math.PI / 6)]])('a block is entered from gantry %d° at %f mm from the source', (gantry, expected) => {
    const line = entryLine(at(gantry), block);
    expect(line.sourceToSkinMm).toBeCloseTo(expected, 9);
    expect(line.depthToPlaneMm).toBeCloseTo(1000 - expected, 9);
    expect(line.insideToPlaneMm).toBeCloseTo(1000 - expected, 9);
    expect(length(subtract(line.exitMm!, line.entryMm!))).toBeCloseTo(2 * (1000 - expected), 9);
  });

  test('along the stack the ends of the slabs are the skin', () => {
    expect(entryLine(at(90, centre, 270), block).sourceToSkinMm).toBeCloseTo(940, 9);
    expect(entryLine(at(90, centre, 270), block).entryMm?.map((value) => Number(value.toFixed(9)))).toEqual([10, -20, 360]);
  });

  test('a cylinder is entered at its radius whatever the gantry angle, and the isocentre may lie off its axis', () => {
    const cylinder = outer(stackOf(90, 3, () => circle(140, 2000), centre));
    for (const gantry of [0, 17, 123, 250, 333]) {
      expect(Math.abs(entryLine(at(gantry), cylinder).sourceToSkinMm! - 860)).toBeLessThan(140 * (1 - Math.cos(Math.PI / 2000)) + 1e-9);
    }
    expect(entryLine(at(0, [10, 40, 300]), cylinder).sourceToSkinMm).toBeCloseTo(800, 2);
    expect(entryLine(at(90, [10, 40, 300]), cylinder).sourceToSkinMm).toBeCloseTo(1000 - Math.sqrt(140 * 140 - 60 * 60), 2);
  });

  test('in every patient position a beam from above enters the side that lies up', () => {
    const up: Readonly<Record<PatientPosition, number>> = { HFS: 900, HFP: 900, FFS: 900, FFP: 900, HFDR: 850, HFDL: 850, FFDR: 850, FFDL: 850 };
    for (const position of patientPositions) expect(entryLine(at(0, centre, 0, position), block).sourceToSkinMm, position).toBeCloseTo(up[position], 9);
  });

  test('air inside the outer contour is part of the depth, not of what lies inside', () => {
    const hollow = outer(structureOf(Array.from({ length: 9 }, (_, n) => n * 3 - 12).flatMap((c) => [contourOf(rectangle(-150, -100, 150, 100), c, centre), contourOf(rectangle(-20, -60, 20, -10), c, centre)])));
    expect(entryLine(at(0), hollow)).toMatchObject({ sourceToSkinMm: 900, depthToPlaneMm: 100, insideToPlaneMm: 50 });
  });

  test('a line that misses the patient enters nowhere', () => {
    expect(entryLine(at(0), block, [400, 0])).toMatchObject({ entryMm: null, exitMm: null, sourceToSkinMm: null, depthToPlaneMm: null });
    expect(skinDistance(at(0, [500, -20, 300]), controlPointOf({ sourceToSurfaceMm: 900 }), block)).toEqual({ statedMm: 900, fromContoursMm: null, differenceMm: null });
  });

  test('an outer contour without a volume is a typed error', () => {
    expect(() => entryLine(at(0), outer(structureOf([])))).toThrow(expect.objectContaining({ code: 'rt', reason: 'no-closed-contour' }));
  });
});

describe('field lines', () => {
  test('are the axis and the corners of the opening, each to its own depth', () => {
    const opening = [Float64Array.of(-40, -20, 60, -20, 60, 30, -40, 30)];
    const lines = fieldLines(at(0), { opening }, block);
    expect(lines.map(({ view }) => view)).toEqual([[0, 0], [-40, -20], [60, -20], [60, 30], [-40, 30]]);
    for (const { view, sourceToSkinMm, entryMm, depthToPlaneMm } of lines) {
      const slant = Math.hypot(1000, view[0], view[1]) / 1000;
      expect(sourceToSkinMm).toBeCloseTo(900 * slant, 9);
      expect(depthToPlaneMm).toBeCloseTo(100 * slant, 9);
      // Gantry 0, head first supine: Xb to the patient's left, Yb to the head.
      entryMm?.forEach((value, n) => expect(value).toBeCloseTo([10 + 0.9 * view[0], -120, 300 + 0.9 * view[1]][n]!, 9));
    }
    expect(fieldLines(at(0), { opening: null }, block)).toHaveLength(1);
    expect(fieldLines(at(0), { opening: [] }, block)).toHaveLength(1);
  });

  test('depth in the beam runs from the source', () => {
    expect(depthInBeamMm(at(0), [10, -120, 300])).toBeCloseTo(900, 9);
    expect(depthInBeamMm(at(90), [10, -120, 300])).toBeCloseTo(1000, 9);
  });
});

test('the outer contour is the one structure of type EXTERNAL', () => {
  expect(outerContour([{ ...block, interpretedType: 'ORGAN' }, block])).toBe(block);
  expect(outerContour([{ ...block, interpretedType: 'ORGAN' }])).toBeNull();
  expect(outerContour([block, outer(block, 'BODY2')])).toBeNull();
});

describe('stated source-to-skin distances', () => {
  test('of the sample case agree with its contours: its own are walked in steps of 0.1 mm along the formula of the skin', () => {
    const { files } = makeSampleCase({ matrixSize: 16, slices: 32 });
    const bytes = (name: string): Uint8Array => files.find((file) => file.name === name)!.bytes;
    const plan = readPlan(bytes('RP.dcm'));
    const body = outerContour(readStructureSet(bytes('RS.dcm')).structures)!;
    for (const beam of plan.beams) {
      const point = beam.controlPoints[0]!;
      const { differenceMm } = skinDistance(beamGeometryAt(beam, point, patientPositionOf(plan, beam)), point, body);
      // A step of the walk, the raised polygon of the outline, and half a slice of a body that tapers.
      expect(Math.abs(differenceMm ?? Number.NaN), beam.name).toBeLessThan(0.5);
    }
  });

  const folder = join(import.meta.dirname, '../../../../shared/data/rt-breast-partial');
  test.runIf(existsSync(folder))('of an Eclipse plan agree with its BODY within half a millimetre in all four beams', () => {
    const plan = readPlan(readFileSync(join(folder, 'RP.dcm')));
    const body = outerContour(readStructureSet(readFileSync(join(folder, 'RS.dcm'))).structures)!;
    const differences = plan.beams.map((beam) => skinDistance(beamGeometryAt(beam, beam.controlPoints[0]!, patientPositionOf(plan, beam)), beam.controlPoints[0]!, body).differenceMm);
    expect(differences).toHaveLength(4);
    for (const difference of differences) expect(Math.abs(difference ?? Number.NaN)).toBeLessThan(0.5);
  });
});
