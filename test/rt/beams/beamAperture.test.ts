import { describe, expect, test } from 'vitest';
import { apertureAt, layerAreaMm2 } from '../../../shared/rt/beams/beamAperture.ts';
import { regionAreaMm2 } from '../../../shared/rt/contours/polygonSets.ts';
import type { Beam, Block, ControlPoint } from '../../../shared/rt/types.ts';
import { beamOf, controlPointOf } from '../../support/rtObjects.ts';

/** Four pairs 5 mm wide about the axis. */
const boundaries = [-10, -5, 0, 5, 10];
const devicesOf = (devices: ControlPoint['devices']): ControlPoint => controlPointOf({ devices });
const withLeaves = (...types: readonly string[]): Beam => beamOf({ leafBoundariesMm: Object.fromEntries(types.map((type) => [type, boundaries])) });
const areaOf = (beam: Beam, devices: ControlPoint['devices']): number | null => {
  const { areaMm2 } = apertureAt(beam, devicesOf(devices));
  return areaMm2 === null ? null : Number(areaMm2.toFixed(6));
};
const block = (type: string | null, outline: readonly number[]): Block => ({ number: 1, name: 'B', type, divergence: null, trayDistanceMm: null, outlineMm: Float64Array.from(outline) });

describe('the opening of a beam', () => {
  test('jaws alone, symmetric or not, are a rectangle; its equivalent square is 4·area/perimeter', () => {
    for (const [x, y] of [['X', 'Y'], ['ASYMX', 'ASYMY']] as const) {
      const aperture = apertureAt(beamOf(), devicesOf({ [x]: [-50, 50], [y]: [-20, 30] }));
      expect(aperture).toMatchObject({ areaMm2: 5000, perimeterMm: 300, problems: [] });
      expect(aperture.equivalentSquareMm).toBeCloseTo(20000 / 300, 12);
    }
  });

  test('leaves alone open gap times width, a closed and a crossed pair nothing', () => {
    const aperture = apertureAt(withLeaves('MLCX'), devicesOf({ MLCX: [-10, 3, 4, -20, 10, 3, 2, 20] }));
    expect(aperture.areaMm2).toBeCloseTo(20 * 5 + 40 * 5, 9);
    expect(aperture.layers[0]?.pairs.map(({ gapMm, isCrossed }) => [gapMm, isCrossed])).toEqual([[20, false], [0, false], [0, true], [40, false]]);
    expect(aperture.opening).toHaveLength(2);
    expect(aperture.perimeterMm).toBeCloseTo(50 + 90, 9);
  });

  test('leaves along Y are the same turned by a quarter', () => {
    const positions = [-10, -4, -4, -20, 10, 6, 6, 20];
    const [x, y] = (['MLCX', 'MLCY'] as const).map((type) => apertureAt(withLeaves(type), devicesOf({ [type]: positions })));
    expect(y?.areaMm2).toBeCloseTo(x?.areaMm2 ?? Number.NaN, 9);
    expect(regionAreaMm2([...(y?.opening ?? []), ...(x?.opening ?? []).map((polygon) => polygon.map((_, n) => polygon[n % 2 === 0 ? n + 1 : n - 1]!))])).toBeCloseTo(0, 9);
  });

  test('jaws clip leaves: the opening is the sum of gaps times widths inside them', () => {
    const aperture = apertureAt(withLeaves('MLCX'), devicesOf({ ASYMX: [-12, 8], ASYMY: [-7, 10], MLCX: [-10, -30, 9, -20, 10, 30, 20, 20] }));
    expect(aperture.layers[0]?.pairs.map(({ gapInJawsMm, widthInJawsMm }) => [gapInJawsMm, widthInJawsMm])).toEqual([[18, 2], [20, 5], [0, 5], [20, 5]]);
    expect(aperture.areaMm2).toBeCloseTo(18 * 2 + 20 * 5 + 20 * 5, 9);
    expect(aperture.layers[0] && layerAreaMm2(aperture.layers[0])).toBeCloseTo(aperture.areaMm2 ?? Number.NaN, 9);
  });

  test('boundaries that run downwards give each pair its own stretch', () => {
    const aperture = apertureAt(beamOf({ leafBoundariesMm: { MLCX: [10, 4, -10] } }), devicesOf({ MLCX: [-1, -2, 1, 2] }));
    expect(aperture.layers[0]?.pairs.map(({ fromMm, toMm, gapMm }) => [fromMm, toMm, gapMm])).toEqual([[4, 10, 2], [-10, 4, 4]]);
    expect(aperture.areaMm2).toBeCloseTo(2 * 6 + 4 * 14, 9);
  });

  test('two leaf layers let through what both open, each kept by its own name', () => {
    const beam = beamOf({ leafBoundariesMm: { MLCX1: [-10, 0, 10], MLCX2: [-15, -5, 5, 15] } });
    const aperture = apertureAt(beam, devicesOf({ MLCX1: [-10, -20, 10, 20], MLCX2: [-30, -15, -30, 30, 5, 30] }));
    expect(aperture.layers.map(({ device, travel, pairs }) => [device, travel, pairs.length])).toEqual([['MLCX1', 'x', 2], ['MLCX2', 'x', 3]]);
    expect(aperture.areaMm2).toBeCloseTo(5 * 20 + 5 * 15 + 5 * 20 + 5 * 40, 9);
  });

  test('a field every leaf of which is closed is open nowhere', () => {
    expect(apertureAt(withLeaves('MLCX'), devicesOf({ X: [-50, 50], Y: [-50, 50], MLCX: [0, 0, 0, 0, 0, 0, 0, 0] }))).toMatchObject({ opening: [], areaMm2: 0, perimeterMm: 0, equivalentSquareMm: null });
    expect(areaOf(beamOf(), { X: [5, -5], Y: [-5, 5] })).toBe(0);
  });

  test('a shielding block takes its inside away, an aperture block leaves nothing else', () => {
    const jaws = { X: [-50, 50], Y: [-50, 50] };
    const triangle = [0, 0, 40, 0, 0, 40];
    expect(areaOf(beamOf({ blocks: [block('SHIELDING', triangle)] }), jaws)).toBe(10_000 - 800);
    expect(areaOf(beamOf({ blocks: [block('APERTURE', triangle)] }), jaws)).toBe(800);
    expect(areaOf(beamOf({ blocks: [block('APERTURE', triangle), block('SHIELDING', [0, 0, 10, 0, 10, 10, 0, 10])] }), jaws)).toBe(700);
    expect(areaOf(beamOf({ blocks: [block('APERTURE', triangle)] }), {})).toBe(800);
  });

  test.each([
    ['a leaf layer without boundaries', beamOf(), { MLCX: [0, 1] }, 'boundaries-absent'],
    ['boundaries that do not rise', beamOf({ leafBoundariesMm: { MLCX: [0, 5, 5] } }), { MLCX: [0, 0, 1, 1] }, 'boundaries-order'],
    ['too few leaf positions', withLeaves('MLCX'), { MLCX: [0, 0, 0, 1, 1, 1] }, 'positions-count'],
    ['a jaw with one value', beamOf(), { X: [50], Y: [-50, 50] }, 'positions-count'],
    ['a device nobody knows', beamOf(), { X: [-5, 5], Y: [-5, 5], BINARY: [0, 1] }, 'device-unknown'],
    ['a block of no type', beamOf({ blocks: [block(null, [0, 0, 1, 0, 0, 1])] }), { X: [-5, 5], Y: [-5, 5] }, 'block-type'],
    ['a block with two corners', beamOf({ blocks: [block('SHIELDING', [0, 0, 1, 0])] }), { X: [-5, 5], Y: [-5, 5] }, 'block-outline'],
    ['one pair of jaws only', beamOf(), { X: [-5, 5] }, 'unbounded'],
    ['nothing at all', beamOf(), {}, 'unbounded'],
  ] as const)('with %s the opening is unknown, and says why', (_, beam, devices, reason) => {
    expect(apertureAt(beam, devicesOf(devices))).toMatchObject({ opening: null, areaMm2: null, equivalentSquareMm: null, problems: [{ reason }] });
  });

  test('a device without positions is named', () => {
    const beam = beamOf({ limitingDevices: [{ type: 'MLCX', leafJawPairs: 60, distanceMm: null, boundariesMm: boundaries }] });
    expect(apertureAt(beam, devicesOf({ X: [-5, 5], Y: [-5, 5] }))).toMatchObject({ areaMm2: 100, unplaced: ['MLCX'] });
  });

  test('a wedge points with its thin edge to +Yb at orientation 0 and turns anticlockwise', () => {
    const wedge = { number: 1, type: 'STANDARD', id: 'W30', angleDeg: 30, factor: null };
    const beam = beamOf({ wedges: [0, 90, 180, 270].map((orientationDeg, n) => ({ ...wedge, number: n + 1, orientationDeg })), applicators: [{ id: 'A10', type: 'ELECTRON_SQUARE' }] });
    const aperture = apertureAt(beam, controlPointOf({ devices: { X: [-5, 5], Y: [-5, 5] }, wedgePositions: { 1: 'IN', 2: 'OUT' } }));
    expect(aperture.wedges.map(({ thinEdge }) => thinEdge?.map((value) => value + 0))).toEqual([[0, 1], [-1, 0], [0, -1], [1, 0]]);
    expect(aperture.wedges.map(({ position }) => position)).toEqual(['IN', 'OUT', null, null]);
    expect(aperture.applicators).toEqual([{ id: 'A10', type: 'ELECTRON_SQUARE' }]);
    expect(apertureAt(beamOf({ wedges: [{ ...wedge, orientationDeg: null }] }), controlPointOf()).wedges[0]?.thinEdge).toBeNull();
  });
});
