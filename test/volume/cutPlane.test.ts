import { describe, expect, it } from 'vitest';
import { cutPlane, cutPlaneAt, outsideValue } from '../../shared/volume/cutPlane.ts';
import { planeStack } from '../../shared/volume/planeStack.ts';
import type { PlaneOrientation } from '../../shared/volume/planeStack.ts';
import { patientToVoxel } from '../../shared/volume/sample.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { volumeOf } from './buildForTest.ts';
import { syntheticSeries } from './syntheticSeries.ts';

const oblique: PlaneOrientation = { kind: 'oblique', xDirection: [0.8, 0.6, 0], yDirection: [-0.36, 0.48, -0.8] };
const padding = { PixelPaddingValue: new Uint8Array(Int16Array.of(-2000).buffer) };

/** Values 100 with a block of padding in a corner. */
const paddedSeries = (): Promise<ImageVolume> =>
  volumeOf(syntheticSeries({ columns: 9, rows: 9, zMm: [0, 2, 4, 6, 8], value: (i, j, k) => (i < 4 && j < 5 && k < 3 ? -2000 : 100), change: () => padding }));

describe('cutPlane', () => {
  it('gives acquired slices as the volume\'s own memory, and never writes into it', async () => {
    const volume = await volumeOf(syntheticSeries());
    const acquired = planeStack(volume, { kind: 'acquired' });
    const { pixels } = cutPlane(volume, acquired, 1, null);
    expect([pixels.buffer, pixels.byteOffset, pixels.length]).toEqual([volume.voxels.buffer, 40, 20]);
    const before = volume.voxels.slice();
    const thick = cutPlane(volume, acquired, 0, { mode: 'mip', thicknessMm: 100 }, pixels);
    const axial = cutPlane(volume, planeStack(volume, { kind: 'axial' }), 0, null, pixels);
    expect([thick.pixels.buffer, axial.pixels.buffer]).not.toContain(volume.voxels.buffer);
    expect(volume.voxels).toEqual(before);
  });

  it('writes into the memory it is given where it fits', async () => {
    const volume = await volumeOf(syntheticSeries());
    for (const orientation of [{ kind: 'sagittal' }, oblique] as const) {
      const stack = planeStack(volume, orientation);
      const out = new Int16Array(stack.columns * stack.rows);
      expect(cutPlane(volume, stack, 0, null, out).pixels).toBe(out);
      expect(cutPlane(volume, stack, 0, { mode: 'mean', thicknessMm: 3 }, out).pixels).toBe(out);
      expect(cutPlane(volume, stack, 0, null, new Int16Array(1)).pixels).toHaveLength(out.length);
      expect(cutPlane(volume, stack, 0, null, new Uint16Array(out.length)).pixels).toBeInstanceOf(Int16Array);
    }
  });

  it('gives the first or last plane for an index beyond them', async () => {
    const volume = await volumeOf(syntheticSeries());
    const stack = planeStack(volume, { kind: 'axial' });
    expect([cutPlane(volume, stack, -5, null).origin[2], cutPlane(volume, stack, 99, null).origin[2]]).toEqual([0, 6]);
  });

  it('takes the nearest voxel beside padding, and mixes nothing into it', async () => {
    const volume = await paddedSeries();
    const stack = planeStack(volume, oblique);
    const seen = new Set<number>();
    for (let index = 0; index < stack.positionsMm.length; index++) {
      const { pixels, origin } = cutPlane(volume, stack, index, null);
      for (let at = 0; at < pixels.length; at++) {
        const [u, v] = [(at % stack.columns) * stack.columnSpacingMm, Math.floor(at / stack.columns) * stack.rowSpacingMm];
        const [i, j, k] = patientToVoxel(volume.geometry, [0, 1, 2].map((axis) => (origin[axis] ?? 0) + u * (stack.xDirection[axis] ?? 0) + v * (stack.yDirection[axis] ?? 0)) as [number, number, number]);
        const isInside = [i, j, k].every((place, axis) => place > 1e-3 && place < ([8, 8, 4][axis] ?? 0) - 1e-3);
        if (!isInside || [i, j, k].some((place) => Math.abs(place - Math.floor(place) - 0.5) < 1e-6)) continue;
        const isPadded = Math.round(i) < 4 && Math.round(j) < 5 && Math.round(k) < 3;
        expect(pixels[at]).toBe(isPadded ? -2000 : 100);
        seen.add(pixels[at] ?? 0);
      }
    }
    expect(seen).toEqual(new Set([100, -2000]));
  });

  it('mixes floats beside padding no more', async () => {
    const volume = await paddedSeries();
    const floats: ImageVolume = { ...volume, voxels: Float32Array.from(volume.voxels, (voxel) => (voxel === -2000 ? Number.NaN : voxel)), paddingValue: Number.NaN };
    const stack = planeStack(floats, oblique);
    stack.positionsMm.forEach((_, index) => {
      const asWhole = [...cutPlane(volume, stack, index, null).pixels];
      expect([...cutPlane(floats, stack, index, null).pixels].map((pixel) => (Number.isNaN(pixel) ? -2000 : pixel))).toEqual(asWhole);
    });
  });

  it('shows no value outside the volume: its padding, the least whole number, or NaN', async () => {
    const plain = await volumeOf(syntheticSeries());
    const floats: ImageVolume = { ...plain, voxels: Float32Array.from(plain.voxels) };
    const unsigned: ImageVolume = { ...plain, voxels: Uint16Array.from(plain.voxels) };
    const padded = await paddedSeries();
    for (const [volume, value] of [[plain, -32768], [floats, Number.NaN], [unsigned, 0], [padded, -2000]] as const) {
      expect(outsideValue(volume)).toBe(value);
      expect(cutPlane(volume, planeStack(volume, oblique), 0, null).pixels.at(-1)).toBe(value);
    }
  });

  it('samples whole numbers alike whatever their type', async () => {
    const signed = await volumeOf(syntheticSeries({ value: (i, j, k) => 10 * i + 20 * j + 300 * k }));
    const unsigned: ImageVolume = { ...signed, voxels: Uint16Array.from(signed.voxels), paddingValue: 65535 };
    const floats: ImageVolume = { ...signed, voxels: Float32Array.from(signed.voxels), paddingValue: Number.NaN };
    const stack = planeStack(signed, oblique);
    stack.positionsMm.forEach((_, index) => {
      const expected = [...cutPlane(signed, stack, index, null).pixels];
      expect([...cutPlane(unsigned, stack, index, null).pixels].map((pixel) => (pixel === 65535 ? -32768 : pixel))).toEqual(expected);
      expect([...cutPlane(floats, stack, index, null).pixels].map((pixel) => (Number.isNaN(pixel) ? -32768 : Math.round(pixel)))).toEqual(expected);
    });
    const high: ImageVolume = { ...unsigned, voxels: unsigned.voxels.map((voxel) => voxel + 60000), paddingValue: null };
    expect(Math.max(...cutPlane(high, stack, stack.positionsMm.length >> 1, null).pixels)).toBeGreaterThan(60000);
  });

  it('cuts a single oblique slice into the lines it meets', async () => {
    const volume = await volumeOf(syntheticSeries({ columns: 20, rows: 20, zMm: [0], orientation: [0.8, 0.6, 0, -0.36, 0.48, -0.8], spacing: [1, 1], value: () => 7 }));
    const stack = planeStack(volume, { kind: 'axial' });
    expect(stack.positionsMm.length).toBeGreaterThan(10);
    stack.positionsMm.forEach((_, index) => expect([...cutPlane(volume, stack, index, null).pixels]).toContain(7));
  });

  it('bounds planes of slices that lie almost at one place', async () => {
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 0.02], spacing: [2, 200] }));
    const { columns, rows, positionsMm } = planeStack(volume, oblique);
    expect(Math.max(columns, rows, positionsMm.length)).toBeLessThanOrEqual(4096);
  });

  it('cuts at the pixels of another image', async () => {
    const volume = await volumeOf(syntheticSeries());
    const image = cutPlaneAt(volume, { columns: 3, rows: 2, columnSpacingMm: 1.5, rowSpacingMm: 1, origin: [-8.5, -19, 1.5], xDirection: [1, 0, 0], yDirection: [0, 1, 0] });
    expect([...image.pixels]).toEqual([56, 57, 58, 61, 62, 63]);
    expect(image).toMatchObject({ columns: 3, rows: 2, origin: [-8.5, -19, 1.5] });
  });
});
