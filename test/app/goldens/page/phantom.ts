import type { Vector3 } from '../../../../shared/geometry/vector.ts';
import type { DoseGrid, Structure } from '../../../../shared/rt/types.ts';
import type { GridGeometry, ImageVolume } from '../../../../shared/volume/types.ts';
import { phantomValue } from '../phantomValue.ts';

const even = (count: number, stepMm: number): number[] => Array.from({ length: count }, (_, k) => k * stepMm);

/** Odd numbers of voxels that are not cubes, so that the middle is a voxel and every axis has its own scale. */
export const upright: GridGeometry = {
  columns: 65, rows: 47, slices: 33, origin: [-28.8, -29.9, 10], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1],
  columnSpacingMm: 0.9, rowSpacingMm: 1.3, sliceOffsetsMm: even(33, 2),
};

/** Slices that lean towards the back by 15°, as of a tilted gantry. */
export const tilted: GridGeometry = { ...upright, sliceDirection: [0, Math.tan(Math.PI / 12), 1] };

/** A volume whose voxels hold the value of their place. */
export function phantom(volumeId: string, geometry: GridGeometry, value: (point: Vector3) => number = phantomValue): ImageVolume {
  const { columns, rows, slices, origin, rowDirection, columnDirection, sliceDirection, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const voxels = new Int16Array(columns * rows * slices);
  const at = (axis: 0 | 1 | 2, i: number, j: number, k: number): number => origin[axis] + rowDirection[axis] * i * columnSpacingMm + columnDirection[axis] * j * rowSpacingMm + sliceDirection[axis] * (sliceOffsetsMm[k] ?? 0);
  for (let k = 0, n = 0; k < slices; k++) for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++, n++) voxels[n] = Math.round(value([at(0, i, j, k), at(1, i, j, k), at(2, i, j, k)]));
  return {
    volumeId, seriesInstanceUID: volumeId, stackLabel: null, frameOfReferenceUID: '1.9', modality: 'CT', geometry, voxels, slope: 1, intercept: 0, paddingValue: null, unit: 'HU',
    sopInstanceUIDs: sliceOffsetsMm.map((_, k) => `1.9.${k}`), defaultWindow: { centre: 0, width: 1000 }, windowShape: 'LINEAR_EXACT',
    marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, patientPosition: 'HFS', suv: null, warnings: [],
  };
}

const corners: readonly (readonly [number, number])[] = [[-15, -15], [15, -15], [15, 15], [-15, 15]];

/** A box through all slices. */
export const box: Structure = {
  number: 1, name: 'box', interpretedType: 'ORGAN', color: [255, 0, 0], warnings: [],
  contours: upright.sliceOffsetsMm.map((offset) => ({ geometricType: 'CLOSED_PLANAR', pointsMm: Float64Array.from(corners.flatMap(([x, y]) => [x, y, 10 + offset])) })),
};

/** 60 Gy everywhere on a grid smaller than the images. */
export const dose: DoseGrid = {
  frameOfReferenceUID: '1.9', units: 'GY', maximum: 60, warnings: [], dose: new Float32Array(11 * 11 * 33).fill(60),
  geometry: { ...upright, columns: 11, rows: 11, origin: [-20, -20, 10], columnSpacingMm: 4, rowSpacingMm: 4 },
} as unknown as DoseGrid;
