import { DicomError } from '../../shared/errors/appError.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { frameViews } from '../../shared/dicom/functionalGroups.ts';
import { mayBeVolume } from './imageClasses.ts';
import type { FlatStack } from './series.ts';

/** Why one image is no slice of a volume; null where it may be one. */
export function flatReason(dataSet: DataSet, sopClassUID: string): FlatStack['reason'] | null {
  if (!mayBeVolume(sopClassUID)) return 'planar';
  if (isColour(dataSet)) return 'colour';
  return hasPlace(dataSet) && dataSet.text('FrameOfReferenceUID') !== null ? null : 'not-placed';
}

/** Several samples a pixel, or a palette. */
export const isColour = (dataSet: DataSet): boolean => (dataSet.number('SamplesPerPixel') ?? 1) > 1 || dataSet.text('PhotometricInterpretation') === 'PALETTE COLOR';

/** Broken functional groups are a problem to be told, not a picture without a place. */
export function hasPlace(dataSet: DataSet): boolean {
  try {
    return frameViews(dataSet, 1)[0]?.isPlaced === true;
  } catch (error) {
    if (error instanceof DicomError) return true;
    throw error;
  }
}
