import { doseGridOf } from '../../../support/rtObjects.ts';
import type { DoseGrid, Structure } from '../../../../shared/rt/types.ts';
import type { ImageVolume } from '../../../../shared/volume/types.ts';
import { phantomDoseGy } from '../../../../shared/rt/phantom/phantomDose.ts';
import type { BenchSeries } from './scrollEngine.ts';

const structureCount = 20;
/** The one frame of reference of all that is drawn here. */
export const frameOfReferenceUID = '1.2.826.0.1.3680043.8.498.1';
const doseStepMm = 2.5;

/** The series as the viewer holds it. */
export function volumeOf({ columns, rows, slices, pixelMm, sliceMm, origin, window, voxels }: BenchSeries): ImageVolume {
  return {
    volumeId: 'bench', seriesInstanceUID: 'bench', stackLabel: null, frameOfReferenceUID, modality: 'CT',
    geometry: {
      columns, rows, slices, origin, rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1], columnSpacingMm: pixelMm, rowSpacingMm: pixelMm,
      sliceOffsetsMm: Array.from({ length: slices }, (_, k) => k * sliceMm),
    },
    voxels, slope: 1, intercept: 0, paddingValue: null, unit: 'HU', sopInstanceUIDs: [], defaultWindow: window, windowShape: 'LINEAR',
    marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false },
    patientPosition: 'HFS', suv: null, warnings: [],
  };
}

/** Twenty outlines on every slice: the body, and nineteen of 12 to 60 mm radius spread over it, 180 wavy points each. */
export function benchStructures({ slices, sliceMm, origin }: BenchSeries): readonly Structure[] {
  return Array.from({ length: structureCount }, (_, n) => ({
    number: n + 1, name: `Structure_${n + 1}`, interpretedType: 'ORGAN', color: [(n * 67) % 256, (n * 131 + 90) % 256, (n * 29 + 160) % 256] as const, warnings: [],
    contours: Array.from({ length: slices }, (_unused, k) => ({ geometricType: 'CLOSED_PLANAR' as const, pointsMm: outline(n, origin[2] + k * sliceMm, k) })),
  }));
}

function outline(n: number, z: number, k: number): Float64Array {
  const points = 180;
  const middle = n === 0 ? [0, 0] : [((n % 5) - 2) * 55, (Math.floor(n / 5) - 1.5) * 48];
  const [across, along] = n === 0 ? [165, 110] : [12 + ((n * 37) % 49), 10 + ((n * 23) % 40)];
  const pointsMm = new Float64Array(points * 3);
  for (let p = 0; p < points; p += 1) {
    const angle = (2 * Math.PI * p) / points;
    const wave = 1 + 0.04 * Math.sin(7 * angle + k / 9) + 0.02 * Math.sin(13 * angle + n);
    pointsMm.set([(middle[0] ?? 0) + (across ?? 0) * wave * Math.cos(angle), (middle[1] ?? 0) + (along ?? 0) * wave * Math.sin(angle), z], p * 3);
  }
  return pointsMm;
}

/** Dose of the sample plan over the whole chest on a grid of 2.5 mm, off the grid of the CT. */
export function benchDose(series: BenchSeries): DoseGrid {
  const [columns, rows, slices] = [144, 100, Math.floor((series.slices * series.sliceMm) / doseStepMm) + 2];
  const origin = [-180.3, -124.1, series.origin[2] - 0.7] as const;
  const dose = new Float32Array(columns * rows * slices);
  let at = 0;
  for (let k = 0; k < slices; k += 1) {
    // The sample plan ends 20 mm past its target; here it is stretched, so that every slice has lines.
    for (let j = 0; j < rows; j += 1) for (let i = 0; i < columns; i += 1) dose[at++] = phantomDoseGy(origin[0] + i * doseStepMm, origin[1] + j * doseStepMm, -12 + (k / slices - 0.5) * 60);
  }
  return doseGridOf({ sopInstanceUID: 'dose', frameOfReferenceUID, dose, geometry: gridOf(columns, rows, slices, origin, doseStepMm) });
}

/** A hot volume of 4 mm voxels over the same chest, as the upper image of a fusion. */
export function benchPet(series: BenchSeries): ImageVolume {
  const stepMm = 4;
  const [columns, rows, slices] = [100, 100, Math.floor((series.slices * series.sliceMm) / stepMm) + 1];
  const voxels = Int16Array.from({ length: columns * rows * slices }, (_, n) => {
    const [i, j, k] = [n % columns, Math.floor(n / columns) % rows, Math.floor(n / (columns * rows))];
    return Math.round(4000 * Math.exp(-((i - 50) ** 2 + (j - 50) ** 2) / 260) * (1 + 0.5 * Math.sin(k / 3)) + 400 * Math.sin(i / 5) ** 2);
  });
  return {
    ...volumeOf(series), volumeId: 'bench PET', modality: 'PT', voxels, unit: 'BQML', defaultWindow: { centre: 2500, width: 5000 },
    geometry: gridOf(columns, rows, slices, [-198, -198, series.origin[2]], stepMm),
  };
}

/** An axial grid of cubes. */
function gridOf(columns: number, rows: number, slices: number, origin: readonly [number, number, number], stepMm: number): ImageVolume['geometry'] {
  return {
    columns, rows, slices, origin, rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1], columnSpacingMm: stepMm, rowSpacingMm: stepMm,
    sliceOffsetsMm: Array.from({ length: slices }, (_, k) => k * stepMm),
  };
}
