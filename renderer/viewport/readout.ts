import type { Vector3 } from '../../shared/geometry/vector.ts';
import { structuresAtPoint } from '../../shared/rt/contourSlice.ts';
import type { DoseGrid, Structure } from '../../shared/rt/types.ts';
import { sampleNearest, sampleTrilinear } from '../../shared/volume/sample.ts';
import { isPadding } from '../../shared/volume/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** What lies under the crosshair; null means unknown there, never zero. */
export interface Readout {
  /** Value of the voxel, in the unit of the volume; null outside the image and in its padding. */
  readonly value: number | null;
  /** The voxel lies in the grid, but outside the picture: its number is no measurement. */
  readonly isPadding: boolean;
  readonly unit: string;
  /** Trilinear, Gy; null outside the dose grid and where there is no dose in Gy. */
  readonly doseGy: number | null;
  readonly percent: number | null;
  readonly structureNames: readonly string[];
}

/** Reads image, dose and structures at one patient point. */
export function readoutAt(point: Vector3, volume: ImageVolume, dose: DoseGrid | null, referenceDoseGy: number | null, structures: readonly Structure[]): Readout {
  const stored = sampleNearest(volume.geometry, volume.voxels, point);
  const hasNoValue = stored !== null && isPadding(volume, stored);
  const doseGy = dose === null || dose.units !== 'GY' ? null : sampleTrilinear(dose.geometry, dose.dose, point);
  return {
    value: stored === null || hasNoValue ? null : stored * volume.slope + volume.intercept,
    isPadding: hasNoValue,
    unit: volume.unit,
    doseGy,
    percent: doseGy === null || referenceDoseGy === null || referenceDoseGy <= 0 ? null : (doseGy / referenceDoseGy) * 100,
    // The body outline holds everything, so it comes last.
    structureNames: [...structuresAtPoint(structures, point)].sort((a, b) => Number(a.interpretedType === 'EXTERNAL') - Number(b.interpretedType === 'EXTERNAL')).map((structure) => structure.name),
  };
}
