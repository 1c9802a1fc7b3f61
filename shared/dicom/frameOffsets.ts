import { DicomError } from '../errors/appError.ts';
import type { DataSet } from './dataSet.ts';
import type { ImagePlane } from './readPlane.ts';

/** ImagePositionPatient is often written with fewer decimals than the offsets, mm. */
const roundingMm = 0.05;
/** z of the normal of planes that count as axial: cosines rounded or turned by a set-up of less than 1°. */
const leastSlope = 0.9998;

/**
 * Offset of every frame from the first along the normal, mm, by GridFrameOffsetVector (PS3.3 C.8.8.3.2): either
 * relative, beginning with 0, or absolute z positions, beginning with that of ImagePositionPatient. The first plane lies at
 * ImagePositionPatient in both, so a single frame needs no vector.
 *
 * @param frames NumberOfFrames
 * @throws {DicomError} missing-attribute (several frames without a vector) | broken-value (wrong count, neither reading, back and forth)
 */
export function frameOffsets(dataSet: DataSet, plane: ImagePlane, frames: number): readonly number[] {
  const vector = dataSet.numbers('GridFrameOffsetVector');
  if (vector === null) {
    if (frames === 1) return [0];
    throw new DicomError('missing-attribute', `GridFrameOffsetVector (3004,000C) is absent although the grid has ${frames} frames; planes cannot be placed. Export the dose again.`);
  }
  if (vector.length !== frames) throw new DicomError('broken-value', `GridFrameOffsetVector (3004,000C) has ${vector.length} entries for ${frames} frames; planes cannot be placed.`);
  const offsets = Array.from(vector);
  const first = offsets[0] ?? 0;
  requireMonotonic(offsets);
  if (first === 0) return offsets;
  if (frames === 1) return [0];
  const slope = plane.normal[2];
  if (Math.abs(first - plane.origin[2]) > roundingMm) {
    throw new DicomError('broken-value', `GridFrameOffsetVector (3004,000C) begins with ${first}, which is neither 0 nor the z of ImagePositionPatient (${plane.origin[2]}); planes cannot be placed. Export the dose again.`);
  }
  if (Math.abs(slope) < leastSlope) {
    throw new DicomError('broken-value', `GridFrameOffsetVector (3004,000C) begins with ${first}, the z of ImagePositionPatient, but the planes are not axial (ImageOrientationPatient (0020,0037)), so positions along z do not place them. Export the dose again.`);
  }
  return offsets.map((z) => (z - first) / slope);
}

function requireMonotonic(offsets: readonly number[]): void {
  const direction = Math.sign((offsets[1] ?? 0) - (offsets[0] ?? 0));
  for (let index = 1; index < offsets.length; index++) {
    const step = (offsets[index] ?? 0) - (offsets[index - 1] ?? 0);
    if (Math.sign(step) !== direction || step === 0) {
      throw new DicomError('broken-value', `GridFrameOffsetVector (3004,000C) does not run in one direction at entry ${index + 1}.`);
    }
  }
}
