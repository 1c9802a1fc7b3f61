import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { combineStructures, uniteStructures } from '../../../shared/rt/structures/combineStructures.ts';
import { structureVolumeCc } from '../../../shared/rt/structures/slabVolume.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { circle, doseOf, patientAxes, rectangle, stackOf, structureOf, contourOf, type Axes } from '../shapes.ts';

const volume = (structure: Structure): number => structureVolumeCc(structure, 'half', 1);
const box = (sideMm: number, heightMm: number, sliceMm: number, centre: Vector3 = [0, 0, 0], axes: Axes = patientAxes): Structure =>
  stackOf(heightMm, sliceMm, () => rectangle(-sideMm / 2, -sideMm / 2, sideMm / 2, sideMm / 2), centre, axes);

const named = (name: string, x: number): Structure => ({ ...box(10, 10, 2, [x, 0, 0]), name });

const half = Math.SQRT1_2;
const stacks: readonly { readonly name: string; readonly axes: Axes }[] = [
  { name: 'axial', axes: patientAxes },
  { name: 'sagittal', axes: { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] } },
  { name: 'oblique', axes: { a: [1, 0, 0], b: [0, half, half], c: [0, -half, half] } },
];

describe('two boxes have the union, intersection and difference of their closed forms', () => {
  // 20 mm cubes, the second shifted by 7.3, 4.1 and 6.37 mm along the stack's axes.
  const shift = [7.3, 4.1, 6.37] as const;
  const common = ((20 - shift[0]) * (20 - shift[1]) * (20 - shift[2])) / 1000;
  for (const { name, axes } of stacks) {
    const at = (n: number): number => shift[0] * axes.a[n]! + shift[1] * axes.b[n]! + shift[2] * axes.c[n]!;
    const moved: Vector3 = [at(0), at(1), at(2)];
    for (const [firstMm, secondMm] of [[2, 2], [2, 1.25], [0.5, 4]] as const) {
      test(`${name} stacks of ${firstMm} and ${secondMm} mm slices`, () => {
        const [a, b] = [box(20, 20, firstMm, [0, 0, 0], axes), box(20, 20, secondMm, moved, axes)];
        expect(volume(combineStructures('intersection', a, b))).toBeCloseTo(common, 3);
        expect(volume(combineStructures('union', a, b))).toBeCloseTo(16 - common, 3);
        expect(volume(combineStructures('difference', a, b))).toBeCloseTo(8 - common, 3);
        expect(volume(combineStructures('difference', b, a))).toBeCloseTo(8 - common, 3);
      });
    }
  }
});

test('a cylinder out of a box leaves a hole, in the volume and in the histogram', () => {
  const outer = box(40, 30, 3);
  const inner = stackOf(12, 2, () => circle(10, 720));
  const shell = combineStructures('difference', outer, inner);
  const wanted = 48 - (Math.PI * 100 * 12) / 1000;
  expect(volume(shell)).toBeCloseTo(wanted, 2);
  const dvh = computeDvh(shell, doseOf([2, 2, 2], 30, (x, y) => Math.hypot(x, y)));
  expect(Math.abs(dvh.volumeCc / wanted - 1)).toBeLessThan(1e-3);
});

test('a slice the subtracted structure takes away wholly stays away instead of being bridged', () => {
  const tall = box(20, 20, 2);
  const plug = stackOf(2, 1, () => rectangle(-30, -30, 30, 30));
  const parts = combineStructures('difference', tall, plug);
  expect(volume(parts)).toBeCloseTo(8 - (400 * 2) / 1000, 6);
  expect(computeDvh(parts, doseOf([2, 2, 2], 30, () => 1)).volumeCc).toBeCloseTo(7.2, 2);
});

test('a gap in either structure stays a gap', () => {
  const planes = [0, 2, 4, 20, 22, 24];
  const gapped = structureOf(planes.map((c) => contourOf(rectangle(-10, -10, 10, 10), c)));
  const whole = box(20, 60, 2);
  expect(volume(combineStructures('intersection', whole, gapped))).toBeCloseTo((400 * 12) / 1000, 6);
  expect(volume(combineStructures('difference', whole, gapped))).toBeCloseTo((400 * 48) / 1000, 6);
});

test('the end cap is a choice of the derived structure and is named', () => {
  const derived = combineStructures('union', box(20, 20, 2), box(20, 20, 2), 'Boxes', { endCap: 'none' });
  expect(derived.name).toBe('Boxes');
  expect(structureVolumeCc(derived, 'half', 1)).toBeCloseTo((400 * 18) / 1000, 6);
  expect(derived.warnings.map(({ code }) => code)).toEqual(['structure-derived-uncapped']);
});

test('a union of several names every part, and a derived part in brackets', () => {
  const lungs = uniteStructures([named('Lung_L', 0), named('Lung_R', 30)], 'Lungs');
  const rest = combineStructures('difference', lungs, named('GTV', 3));
  expect(rest.name).toBe('Lungs-GTV');
  expect(rest.warnings[0]?.values['expression']).toBe('(Lung_L|Lung_R)-GTV');
  expect(volume(lungs)).toBeCloseTo(2, 6);
  expect(volume(rest)).toBeCloseTo(2 - 0.7, 6);
});

test('a structure of one plane takes its thickness from the other; two of them are refused', () => {
  const flat = structureOf([contourOf(rectangle(-5, -5, 5, 5), 1)], 'flat');
  expect(volume(combineStructures('intersection', box(20, 20, 2), flat))).toBeCloseTo(0.2, 6);
  expect(() => combineStructures('union', flat, flat)).toThrow(expect.objectContaining({ reason: 'unsupported' }) as RtError);
});

test('nothing in common is a structure whose volume is refused, not zero', () => {
  const none = combineStructures('intersection', box(10, 10, 2), box(10, 10, 2, [50, 0, 0]));
  expect(() => volume(none)).toThrow(expect.objectContaining({ reason: 'no-closed-contour' }) as RtError);
});

test('stacks that are not parallel, and structures without volume, are refused', () => {
  const sagittal = box(20, 20, 2, [0, 0, 0], stacks[1]!.axes);
  expect(() => combineStructures('union', box(20, 20, 2), sagittal)).toThrow(expect.objectContaining({ reason: 'unsupported' }) as RtError);
  expect(() => combineStructures('union', box(20, 20, 2), structureOf([], 'none'))).toThrow(expect.objectContaining({ reason: 'no-closed-contour' }) as RtError);
  expect(() => uniteStructures([])).toThrow(expect.objectContaining({ reason: 'no-closed-contour' }) as RtError);
});

const dataFolder = join(import.meta.dirname, '../../../../shared/data');

describe.runIf(existsSync(dataFolder))('real structures', () => {
  const sets = { 'rt-esophagus-imrt': [['LUNG_L', 'LUNG_R'], ['LUNGS', 'PTV4140'], ['HEART', 'PTV4140']], 'rt-pinnacle-prostate': [['Bladder', 'Prostate'], ['Rectum', 'Prostate']] };
  for (const [folder, pairs] of Object.entries(sets)) {
    const find = (name: string): Structure | undefined =>
      readStructureSet(readFileSync(join(dataFolder, folder, 'RS.dcm'))).structures.find((structure) => structure.name.toLowerCase() === name.toLowerCase());
    for (const [first, second] of pairs) {
      test(`${folder}: |${first}∪${second}| + |${first}∩${second}| = |${first}| + |${second}|`, () => {
        const [a, b] = [find(first!), find(second!)];
        if (a === undefined || b === undefined) throw new Error(`${folder} has no ${first} or ${second}`);
        const united = volume(combineStructures('union', a, b));
        const common = combineStructures('intersection', a, b);
        const commonCc = common.contours.length === 0 ? 0 : volume(common);
        expect(united + commonCc).toBeCloseTo(volume(a) + volume(b), 2);
        expect(volume(combineStructures('difference', a, b))).toBeCloseTo(volume(a) - commonCc, 2);
      });
    }
  }
});
