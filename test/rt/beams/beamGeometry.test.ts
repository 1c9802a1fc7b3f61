import { describe, expect, test } from 'vitest';
import { cross, dot, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import { backProject, beamGeometryAt, fromLimiter, geometryOf, patientPositionOf, projectPoint, toLimiter, type BeamGeometry } from '../../../shared/rt/beams/beamGeometry.ts';
import { patientPositions, patientToSupport, sinCos, type PatientPosition } from '../../../shared/rt/beams/iecFrames.ts';
import { alongRayMm, offRayMm, pointOnRay, rayThrough } from '../../../shared/rt/beams/rays.ts';
import { beamOf, controlPointOf, planOf } from '../../support/rtObjects.ts';

const isocenterMm: Vector3 = [12.5, -40, 203.25];
const at = (patientPosition: PatientPosition, gantryDeg: number, couchDeg = 0, collimatorDeg = 0): BeamGeometry =>
  geometryOf({ patientPosition, gantryDeg, couchDeg, collimatorDeg, isocenterMm, sourceAxisMm: 1000 });
const offset = (point: Vector3): Vector3 => [point[0] + isocenterMm[0], point[1] + isocenterMm[1], point[2] + isocenterMm[2]];

/** rt-reference section 3.3: where the patient's left, back and head point in the support frame (Xs, Ys, Zs). */
const sections: readonly { position: PatientPosition; left: Vector3; back: Vector3; head: Vector3 }[] = [
  { position: 'HFS', left: [1, 0, 0], back: [0, 0, -1], head: [0, 1, 0] },
  { position: 'HFP', left: [-1, 0, 0], back: [0, 0, 1], head: [0, 1, 0] },
  { position: 'FFS', left: [-1, 0, 0], back: [0, 0, -1], head: [0, -1, 0] },
  { position: 'FFP', left: [1, 0, 0], back: [0, 0, 1], head: [0, -1, 0] },
  { position: 'HFDR', left: [0, 0, 1], back: [1, 0, 0], head: [0, 1, 0] },
  { position: 'HFDL', left: [0, 0, -1], back: [-1, 0, 0], head: [0, 1, 0] },
  // Not in the table: right or left side down, feet to the gantry.
  { position: 'FFDR', left: [0, 0, 1], back: [-1, 0, 0], head: [0, -1, 0] },
  { position: 'FFDL', left: [0, 0, -1], back: [1, 0, 0], head: [0, -1, 0] },
];

/** Source offsets, source-axis distance 1000 mm; the ten printed vectors first, then the positions they leave out. */
const sources: readonly [PatientPosition, gantry: number, couch: number, x: number, y: number, z: number][] = [
  ['HFS', 0, 0, 0, -1000, 0], ['HFS', 90, 0, 1000, 0, 0], ['HFS', 180, 0, 0, 1000, 0], ['HFS', 270, 90, 0, 0, 1000], ['HFS', 90, 270, 0, 0, 1000], ['HFS', 45, 30, 612.4, -707.1, -353.6],
  ['HFP', 90, 0, -1000, 0, 0], ['FFS', 90, 0, -1000, 0, 0], ['FFP', 90, 0, 1000, 0, 0], ['HFDR', 0, 0, 1000, 0, 0],
  ['HFDL', 0, 0, -1000, 0, 0], ['HFDR', 90, 0, 0, 1000, 0], ['HFDL', 90, 0, 0, -1000, 0], ['FFDR', 0, 0, 1000, 0, 0], ['FFDL', 0, 0, -1000, 0, 0], ['FFDR', 90, 0, 0, -1000, 0], ['FFDL', 90, 0, 0, 1000, 0],
];

const projections: readonly [offset: Vector3, gantry: number, couch: number, collimator: number, xb: number, yb: number][] = [
  [[30, 0, 0], 0, 0, 0, 30, 0], [[0, 0, 40], 0, 0, 0, 0, 40], [[30, 0, 40], 0, 0, 90, 40, -30], [[0, 30, 0], 90, 0, 0, 30, 0], [[30, -100, 40], 0, 0, 0, 33.333, 44.444], [[20, 10, -15], 300, 15, 30, -2.058, -9.302],
];

describe('beam geometry (IEC 61217)', () => {
  test.each(sections)('$position lays the patient as its name says, right-handed', ({ position, left, back, head }) => {
    expect(patientToSupport(position, [1, 0, 0]).map((n) => n + 0)).toEqual(left);
    expect(patientToSupport(position, [0, 1, 0]).map((n) => n + 0)).toEqual(back);
    expect(patientToSupport(position, [0, 0, 1]).map((n) => n + 0)).toEqual(head);
    expect(cross(left, back).map((n) => n + 0)).toEqual(head);
  });

  test('all eight patient positions are covered', () => {
    expect(sections.map(({ position }) => position)).toEqual([...patientPositions]);
  });

  test.each(sources)('%s gantry %d couch %d puts the source at %d, %d, %d from the isocentre', (position, gantry, couch, ...expected) => {
    const found = subtract(at(position, gantry, couch).sourceMm, isocenterMm);
    found.forEach((value, n) => expect(Number(value.toFixed(1)) + 0).toBe(expected[n]));
  });

  test.each(projections)('HFS offset %o at gantry %d couch %d collimator %d is seen at %d, %d', (point, gantry, couch, collimator, xb, yb) => {
    const view = projectPoint(at('HFS', gantry, couch, collimator), offset(point));
    expect(view?.map((value) => Number(value.toFixed(3)) + 0)).toEqual([xb, yb]);
  });

  test('in every position the patient axes seen by a vertical beam are those of the support', () => {
    for (const { position, left, back, head } of sections) {
      for (const [axis, support] of [[[1, 0, 0], left], [[0, 1, 0], back], [[0, 0, 1], head]] as const) {
        toLimiter(at(position, 0), offset(axis)).forEach((value, n) => expect(value, position).toBeCloseTo(support[n]!, 12));
      }
    }
  });

  test('limiter axes are orthonormal and right-handed, and points come back from there and from the view', () => {
    for (const position of patientPositions) {
      const geometry = at(position, 213.7, 341.2, 17.3);
      const [x, y, z] = geometry.axes;
      cross(x, y).forEach((value, n) => expect(value).toBeCloseTo(z[n]!, 12));
      expect([dot(x, y), dot(x, x), dot(y, y)].map((value) => Number(value.toFixed(12)) + 0)).toEqual([0, 1, 1]);
      const point: Vector3 = [31.5, 77.25, -14];
      fromLimiter(geometry, toLimiter(geometry, point)).forEach((value, n) => expect(value).toBeCloseTo(point[n]!, 9));
      const view = projectPoint(geometry, point)!;
      backProject(geometry, view, toLimiter(geometry, point)[2]).forEach((value, n) => expect(value).toBeCloseTo(point[n]!, 9));
      const ray = rayThrough(geometry, view);
      expect(offRayMm(ray, point)).toBeLessThan(1e-9);
      pointOnRay(ray, alongRayMm(ray, point)).forEach((value, n) => expect(value).toBeCloseTo(point[n]!, 9));
    }
  });

  test('a point beside or behind the source is not projected', () => {
    const geometry = at('HFS', 0);
    expect(projectPoint(geometry, offset([5, -1000, 0]))).toBeNull();
    expect(projectPoint(geometry, offset([0, -1200, 0]))).toBeNull();
  });

  test('quarter turns are exact, also beyond one turn and backwards', () => {
    expect([0, 90, 180, 270, 360, 450, -90].map((degrees) => [sinCos(degrees).sin, sinCos(degrees).cos])).toEqual([[0, 1], [1, 0], [0, -1], [-1, 0], [0, 1], [1, 0], [-1, 0]]);
  });
});

describe('geometry of a control point', () => {
  const point = controlPointOf({ gantryDeg: 90, isocenterMm });
  const beam = beamOf();

  test('is exact for a level table and approximate, saying why, for a tilted one', () => {
    expect(beamGeometryAt(beam, point, 'HFS')).toMatchObject({ accuracy: 'exact', approximations: [], sourceAxisMm: 1000 });
    expect(beamGeometryAt(beam, { ...point, pitchDeg: 0, rollDeg: 0 }, 'HFS').accuracy).toBe('exact');
    for (const tilt of [{ pitchDeg: 1.5 }, { rollDeg: -0.5 }]) expect(beamGeometryAt(beam, { ...point, ...tilt }, 'HFS')).toMatchObject({ accuracy: 'approximate', approximations: ['table-pitch-roll'] });
  });

  test('takes the virtual source of an ion beam, saying where two are made one', () => {
    const ion = { massNumber: 1, atomicNumber: 1, chargeState: 1, scanMode: 'MODULATED', devices: [] };
    expect(beamGeometryAt({ ...beam, sourceAxisDistanceMm: null, ion: { ...ion, virtualSourceAxisMm: [2000, 2000] } }, point, 'HFS')).toMatchObject({ sourceAxisMm: 2000, accuracy: 'exact' });
    expect(beamGeometryAt({ ...beam, sourceAxisDistanceMm: null, ion: { ...ion, virtualSourceAxisMm: [2000, 1800] } }, point, 'HFS')).toMatchObject({ sourceAxisMm: 1900, approximations: ['two-virtual-sources'] });
  });

  test.each([
    ['gantry', { gantryDeg: Number.NaN }, {}, 'HFS', 'missing-attribute'],
    ['couch', { couchDeg: Number.NaN }, {}, 'HFS', 'missing-attribute'],
    ['collimator', { collimatorDeg: Number.NaN }, {}, 'HFS', 'missing-attribute'],
    ['isocentre', { isocenterMm: null }, {}, 'HFS', 'missing-attribute'],
    ['source-axis distance', {}, { sourceAxisDistanceMm: null }, 'HFS', 'missing-attribute'],
    ['patient position', {}, {}, null, 'missing-attribute'],
    ['lying patient', {}, {}, 'SITTING', 'unsupported'],
  ] as const)('without a known %s is a typed error', (_, control, change, position, reason) => {
    expect(() => beamGeometryAt({ ...beam, ...change }, { ...point, ...control }, position)).toThrow(expect.objectContaining({ code: 'rt', reason }));
  });

  test('the patient position is that of the setup the beam names, or else of the plan', () => {
    const setup = { number: 2, patientPosition: 'FFS', technique: null, fixationDevices: [], displacementMm: [null, null, null] as const };
    const plan = planOf({ patientPosition: 'HFS', patientSetups: [setup] });
    expect(patientPositionOf(plan, beamOf({ patientSetupNumber: 2 }))).toBe('FFS');
    expect(patientPositionOf(plan, beamOf({ patientSetupNumber: 7 }))).toBe('HFS');
  });
});
