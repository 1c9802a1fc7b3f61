import { add, scale } from '../geometry/vector.ts';
import type { ImageVolume } from '../volume/types.ts';
import type { EvidenceImage } from './context.ts';

/** What the slices of a volume share beside its geometry, from the header of any of them. */
export type SharedBySlices = Pick<EvidenceImage, 'sopClassUID' | 'studyInstanceUID' | 'studyDate' | 'frames'>;

/**
 * The slices of a volume as reports refer to them; the planes are those of the images, also where the gantry was tilted.
 *
 * @param frameOf frame (from 0) of a slice within its object; 0 where every slice is an object
 */
export function evidenceSlices(volume: Pick<ImageVolume, 'volumeId' | 'seriesInstanceUID' | 'frameOfReferenceUID' | 'modality' | 'geometry' | 'sopInstanceUIDs'>, shared: SharedBySlices, frameOf: (slice: number) => number = () => 0): readonly EvidenceImage[] {
  const { volumeId, seriesInstanceUID, frameOfReferenceUID, modality, geometry, sopInstanceUIDs } = volume;
  const { columns, rows, columnSpacingMm, rowSpacingMm, origin, rowDirection, columnDirection, sliceDirection, sliceOffsetsMm } = geometry;
  return sopInstanceUIDs.map((sopInstanceUID, slice) => ({
    ...shared,
    sopInstanceUID,
    seriesInstanceUID,
    modality,
    frame: frameOf(slice),
    columns,
    rows,
    columnSpacingMm,
    rowSpacingMm,
    isCalibrated: true,
    plane: { volumeId, frameOfReferenceUID, origin: add(origin, scale(sliceDirection, sliceOffsetsMm[slice] ?? 0)), rowDirection, columnDirection },
  }));
}
