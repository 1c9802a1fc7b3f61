import { length, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { structuresAtPoint } from '../../shared/rt/contours/contourSlice.ts';
import { sampleNearest, sampleTrilinear } from '../../shared/volume/sample.ts';
import { isPadding } from '../../shared/volume/types.ts';
import type { FusionOverlay, RtOverlay } from './scene.ts';
import { shownPlane } from './shownPlane.ts';
import type { Sample, SliceSource } from './sliceSource.ts';
import type { SliceFrame } from './transform.ts';
import { valueText } from './valueText.ts';

/** What lies under a point; null means unknown there, never zero. */
export interface Readout {
  readonly sample: Sample;
  /** Value of the series laid over the image; left out: there is none. */
  readonly fused?: FusedValue;
  /** Trilinear, Gy; null outside the dose grid and where there is no dose in Gy. */
  readonly doseGy: number | null;
  readonly percent: number | null;
  readonly structureNames: readonly string[];
}

/** Value of an upper volume, with the modality it is of. */
export interface FusedValue {
  readonly modality: string;
  readonly sample: Sample;
}

/** Value of the voxel of the upper volume nearest to a point, in the unit of the fusion window. */
export function fusedAt(point: Vector3, { volume, factor }: FusionOverlay): FusedValue {
  const { modality, slope, intercept, voxels, geometry, suv } = volume;
  const voxel = sampleNearest(geometry, voxels, point);
  if (voxel === null) return { modality, sample: { kind: 'outside' } };
  if (isPadding(volume, voxel)) return { modality, sample: { kind: 'padding' } };
  const value = (voxel * slope + intercept) * factor;
  const isSuv = suv?.kind === 'factor';
  return { modality, sample: { kind: 'value', value, unit: isSuv ? 'SUV' : volume.unit, text: valueText(value, isSuv || voxels instanceof Float32Array ? null : slope) } };
}

/** Reads image, dose and structures at one point of a slice. */
export function readoutAt(point: Vector3, source: SliceSource, sliceIndex: number, rt: RtOverlay | null): Readout {
  const sample = source.sample(sliceIndex, point);
  if (rt === null) return { sample, doseGy: null, percent: null, structureNames: [] };
  const { dose, referenceDoseGy, structures } = rt;
  const doseGy = dose === null || dose.units !== 'GY' ? null : sampleTrilinear(dose.geometry, dose.dose, point);
  return {
    sample,
    doseGy,
    percent: doseGy === null || referenceDoseGy === null || referenceDoseGy <= 0 ? null : (doseGy / referenceDoseGy) * 100,
    // The body outline holds everything, so it comes last.
    structureNames: [...structuresAtPoint(structures, point)].sort((a, b) => Number(a.interpretedType === 'EXTERNAL') - Number(b.interpretedType === 'EXTERNAL')).map((structure) => structure.name),
  };
}

/** Where values of a point are read: in the slice drawn, so that they fit the picture; a point that lies on no slice stays off them. */
export function readPoint(source: SliceSource, index: number, frame: SliceFrame, point: Vector3): Vector3 {
  const shown = shownPlane(source, index, frame);
  const inSlice = source.pointIn(index, point);
  if (shown === null || shown.space === 'image') return inSlice;
  return length(subtract(point, inSlice)) <= shown.toleranceMm + 1e-6 ? inSlice : point;
}
