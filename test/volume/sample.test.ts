import { describe, expect, it } from 'vitest';
import type { GridGeometry } from '../../shared/volume/types.ts';
import { gridCentre, nearestSlice, patientToVoxel, sampleNearest, sampleTrilinear, voxelToPatient } from '../../shared/volume/sample.ts';

/** Oblique, non-square, unevenly stacked. */
const cos = Math.cos(0.3);
const sin = Math.sin(0.3);
const oblique: GridGeometry = {
  columns: 6, rows: 5, slices: 4, origin: [11.5, -7.25, 100.125],
  rowDirection: [cos, sin, 0], columnDirection: [-sin, cos, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1],
  columnSpacingMm: 1.5, rowSpacingMm: 2.5, sliceOffsetsMm: [0, 2, 5, 6],
};

/** A function linear in patient space is reproduced exactly by trilinear sampling. */
const linear = ([x, y, z]: readonly [number, number, number]) => 3 * x - 2 * y + 0.5 * z + 7;
const values = Float64Array.from({ length: 6 * 5 * 4 }, (_, index) => linear(voxelToPatient(oblique, [index % 6, Math.floor(index / 6) % 5, Math.floor(index / 30)])));

describe('sampling', () => {
  it('turns indices into patient points and back, between uneven slices too', () => {
    for (const index of [[0, 0, 0], [5, 4, 3], [1.25, 2.5, 0.5], [3, 0.1, 1.75], [-1, 7, 4]] as const) {
      patientToVoxel(oblique, voxelToPatient(oblique, index)).forEach((value, axis) => expect(value).toBeCloseTo(index[axis] ?? 0, 9));
    }
    expect(voxelToPatient(oblique, [0, 0, 1.5])[2]).toBeCloseTo(100.125 + 3.5, 12);
  });

  it('samples a linear field exactly at any point inside and nothing outside', () => {
    for (const index of [[0.3, 0.7, 0.2], [4.99, 3.99, 2.99], [2, 2, 2.5], [5, 4, 3], [0, 0, 0]] as const) {
      const point = voxelToPatient(oblique, index);
      expect(sampleTrilinear(oblique, values, point)).toBeCloseTo(linear(point), 8);
    }
    for (const index of [[-0.01, 0, 0], [5.01, 1, 1], [1, 4.01, 1], [1, 1, -0.01], [1, 1, 3.01]] as const) {
      expect(sampleTrilinear(oblique, values, voxelToPatient(oblique, index))).toBeNull();
    }
  });

  it('takes the nearest voxel up to half a voxel outside', () => {
    expect(sampleNearest(oblique, values, voxelToPatient(oblique, [2.4, 1.6, 0.9]))).toBe(values[30 + 2 * 6 + 2]);
    expect(sampleNearest(oblique, values, voxelToPatient(oblique, [-0.4, 0, 0]))).toBe(values[0]);
    expect(sampleNearest(oblique, values, voxelToPatient(oblique, [-0.6, 0, 0]))).toBeNull();
  });

  it('finds the nearest of unevenly spaced slices', () => {
    expect([-9, 0.9, 1.1, 3.4, 3.6, 5.4, 5.6, 99].map((mm) => nearestSlice([0, 2, 5, 6], mm))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('samples a single slice only on its plane', () => {
    const flat = { ...oblique, slices: 1, sliceOffsetsMm: [0] };
    const onPlane = voxelToPatient(flat, [1.5, 1.5, 0]);
    expect(sampleTrilinear(flat, values, onPlane)).toBeCloseTo(linear(onPlane), 8);
    expect(sampleTrilinear(flat, values, [onPlane[0], onPlane[1], onPlane[2] + 1])).toBeNull();
  });

  it('has its centre half way between the border planes', () => {
    expect(gridCentre(oblique)[2]).toBeCloseTo(103.125, 12);
  });
});
