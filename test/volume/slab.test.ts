import { describe, expect, it } from 'vitest';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeStack } from '../../shared/volume/planeStack.ts';
import type { PlaneOrientation, PlaneStack, SlabOptions } from '../../shared/volume/planeStack.ts';
import { patientToVoxel } from '../../shared/volume/sample.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { volumeOf } from './buildForTest.ts';
import { paintSeries, poses } from './paintedSeries.ts';
import type { Point, SeriesPose } from './paintedSeries.ts';
import { syntheticSeries } from './syntheticSeries.ts';

const gradient: Point = [1.7, -2.3, 1.1];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const linear = (point: Point): number => dot(point, gradient) + 40;

/** Over a slab of a linear function the ends are half the thickness times its slope along the normal away. */
const closedForm = (mode: SlabOptions['mode'], middle: number, reach: number): number => (mode === 'mean' ? middle : mode === 'mip' ? middle + reach : middle - reach);

function poseNamed(name: string): SeriesPose {
  const pose = poses.find((candidate) => candidate.name === name);
  if (pose === undefined) throw new Error(`no pose ${name}`);
  return pose;
}

/** Largest difference from the closed form over the pixels whose slab lies wholly inside the volume. */
function worst(volume: ImageVolume, stack: PlaneStack, slab: SlabOptions): { readonly error: number; readonly compared: number } {
  const { columns, rows, slices } = volume.geometry;
  const isInside = (point: Point): boolean => patientToVoxel(volume.geometry, point).every((index, axis) => index > -1e-5 && index < ([columns, rows, slices][axis] ?? 0) - 1 + 1e-5);
  const half = slab.thicknessMm / 2;
  const reach = Math.abs(dot(gradient, stack.normal)) * half;
  let [error, compared] = [0, 0];
  for (let index = 0; index < stack.positionsMm.length; index++) {
    const { pixels, origin, xDirection, yDirection, columnSpacingMm, rowSpacingMm } = cutPlane(volume, stack, index, slab);
    for (let at = 0; at < pixels.length; at++) {
      const [u, v] = [(at % stack.columns) * columnSpacingMm, Math.floor(at / stack.columns) * rowSpacingMm];
      const shifted = (way: number): Point => [0, 1, 2].map((axis) => (origin[axis] ?? 0) + u * (xDirection[axis] ?? 0) + v * (yDirection[axis] ?? 0) + way * (stack.normal[axis] ?? 0)) as [number, number, number];
      if (!isInside(shifted(half)) || !isInside(shifted(-half))) continue;
      compared++;
      error = Math.max(error, Math.abs((pixels[at] ?? 0) - closedForm(slab.mode, linear(shifted(0)), reach)));
    }
  }
  return { error, compared };
}

const oblique: PlaneOrientation = { kind: 'oblique', xDirection: [0.8, 0.6, 0], yDirection: [-0.36, 0.48, -0.8] };

/** Thicknesses are whole numbers of steps to either side where voxels are taken as they are. */
const cases: readonly (readonly [pose: string, orientation: PlaneOrientation, thicknessMm: number])[] = [
  ['HFS, even', { kind: 'acquired' }, 4.8], ['HFS, even', { kind: 'axial' }, 9.6], ['FFP, even', { kind: 'sagittal' }, 5.2], ['HFDL, even', { kind: 'coronal' }, 5.2],
  ['HFS, uneven', { kind: 'coronal' }, 3.6], ['HFS, even', oblique, 5], ['oblique, uneven', { kind: 'axial' }, 4.1], ['oblique, even', { kind: 'acquired' }, 4.8],
  ['gantry +15°, even', { kind: 'acquired' }, 3.3], ['gantry -15°, even', { kind: 'axial' }, 3.7], ['gantry +15°, uneven', oblique, 2],
];

/** Scattered values with a block of padding. */
const scattered = (i: number, j: number, k: number): number => (i < 2 && k < 4 ? -2000 : ((i * 7919 + j * 104729 + k * 1299709) % 4001) - 2500);

describe('slabs', () => {
  it.each(cases.flatMap(([name, orientation, thicknessMm]) => (['mip', 'minip', 'mean'] as const).map((mode) => ({ name, kind: orientation.kind, orientation, mode, thicknessMm }))))(
    '$mode of $thicknessMm mm of $kind planes is the closed form for a linear function: $name',
    async ({ name, orientation, mode, thicknessMm }) => {
      const volume = await volumeOf(paintSeries(poseNamed(name), linear));
      const { error, compared } = worst(volume, planeStack(volume, orientation), { mode, thicknessMm });
      expect(compared).toBeGreaterThan(50);
      expect(error).toBeLessThan(1e-3);
    });

  it('of thickness 0 is the plane itself', async () => {
    const volume = await volumeOf(paintSeries(poseNamed('oblique, even'), linear));
    const stack = planeStack(volume, { kind: 'coronal' });
    expect(cutPlane(volume, stack, 5, { mode: 'mip', thicknessMm: 0 }).pixels).toEqual(cutPlane(volume, stack, 5, null).pixels);
  });

  it('weighs whole samples, rounds means of whole numbers and leaves padding out', async () => {
    const values = [1, 2, 4, -2000];
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 3, 6, 9], value: (i, _j, k) => (i === 0 ? -2000 : values[k] ?? 0), change: () => ({ PixelPaddingValue: new Uint8Array(Int16Array.of(-2000).buffer) }) }));
    const stack = planeStack(volume, { kind: 'axial' });
    const middle = (mode: SlabOptions['mode'], index: number): readonly number[] => [...cutPlane(volume, stack, index, { mode, thicknessMm: 6 }).pixels.subarray(0, 2)];
    expect([middle('mean', 1), middle('mip', 1), middle('minip', 1)]).toEqual([[-2000, 2], [-2000, 4], [-2000, 1]]);
    expect([middle('mean', 2), middle('mip', 2), middle('minip', 2)]).toEqual([[-2000, 3], [-2000, 4], [-2000, 2]]);
  });

  it('is the same for whole numbers and floats, with padding and without', async () => {
    const whole = await volumeOf(syntheticSeries({ columns: 9, rows: 8, zMm: [0, 2, 4, 6, 8, 10], value: scattered, change: () => ({ PixelPaddingValue: new Uint8Array(Int16Array.of(-2000).buffer) }) }));
    const floats: ImageVolume = { ...whole, voxels: Float32Array.from(whole.voxels, (voxel) => (voxel === -2000 ? Number.NaN : voxel)), paddingValue: Number.NaN };
    for (const kind of ['acquired', 'axial', 'sagittal', 'coronal'] as const) {
      const stack = planeStack(whole, { kind });
      const thicknessMm = 4;
      stack.positionsMm.forEach((position, index) => {
        // Written out: every plane within half the thickness, one after the other.
        const planes = stack.positionsMm.flatMap((other, each) => (Math.abs(other - position) < 2.01 ? [cutPlane(whole, stack, each, null).pixels] : []));
        for (const [mode, pick] of [['mip', Math.max], ['minip', Math.min]] as const) {
          const expected = Array.from({ length: stack.columns * stack.rows }, (_, at) => { const known = planes.map((pixels) => pixels[at] ?? 0).filter((voxel) => voxel !== -2000); return known.length === 0 ? -2000 : pick(...known); });
          expect([...cutPlane(whole, stack, index, { mode, thicknessMm }).pixels]).toEqual(expected);
          expect([...cutPlane(floats, stack, index, { mode, thicknessMm }).pixels].map((voxel) => (Number.isNaN(voxel) ? -2000 : voxel))).toEqual(expected);
        }
      });
    }
  });

  it('takes in the slices that really lie within where they are uneven', async () => {
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 2, 4, 8], value: (_i, _j, k) => [0, 20, 40, 80][k] ?? 0 }));
    const stack = planeStack(volume, { kind: 'axial' });
    expect([0, 1, 2, 3].map((index) => cutPlane(volume, stack, index, { mode: 'mip', thicknessMm: 5 }).pixels[0])).toEqual([20, 40, 40, 80]);
  });

  it('takes in the whole volume and no more where it is thicker', async () => {
    const volume = await volumeOf(syntheticSeries());
    for (const orientation of [{ kind: 'axial' }, oblique] as const) {
      const stack = planeStack(volume, orientation);
      const { pixels } = cutPlane(volume, stack, 0, { mode: 'mip', thicknessMm: 1e9 });
      expect(Math.max(...pixels)).toBeGreaterThan(150);
    }
  });
});
