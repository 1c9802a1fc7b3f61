import type { SliceSource } from '../../renderer/viewport/sliceSource.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { PlaneOrientation } from '../../shared/volume/planeStack.ts';
import { volumeSource } from '../../renderer/viewport/volumeSource.ts';

/** A small CT: value = 100 × slice, slices 4 mm apart, pixels 1 × 2 mm. */
export function smallVolume(fields: Partial<ImageVolume> = {}): ImageVolume {
  const [columns, rows, slices] = [20, 10, 4];
  return {
    volumeId: '1.2.3', seriesInstanceUID: '1.2.3', stackLabel: null, frameOfReferenceUID: '1.9', modality: 'CT',
    geometry: {
      columns, rows, slices, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1],
      columnSpacingMm: 1, rowSpacingMm: 2, sliceOffsetsMm: [0, 4, 8, 12],
    },
    voxels: Int16Array.from({ length: columns * rows * slices }, (_, n) => Math.floor(n / (columns * rows)) * 100),
    slope: 1, intercept: -1024, paddingValue: null, unit: 'HU', sopInstanceUIDs: ['a', 'b', 'c', 'd'], defaultWindow: { centre: 40, width: 400 }, windowShape: 'LINEAR',
    marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, patientPosition: 'HFS', suv: null, warnings: [],
    ...fields,
  };
}

export const sourceOf = (kind: 'acquired' | 'axial' | 'sagittal' | 'coronal' = 'acquired', volume: ImageVolume = smallVolume(), slicesLoaded: Uint8Array = new Uint8Array(4).fill(1)): SliceSource =>
  volumeSource({ volume, slicesLoaded, orientation: { kind } satisfies PlaneOrientation, slab: { mode: 'none', thicknessMm: 0 }, unit: 'stored' });
