import { loadCodecs } from '../../shared/dicom/pixels/codecs.ts';
import { decodeFrame } from '../../shared/dicom/pixels/decodeFrame.ts';
import { buildImageVolume, buildImageVolumes } from '../../shared/volume/buildVolume.ts';
import type { SeriesVolumes, VolumeOptions } from '../../shared/volume/buildVolume.ts';
import type { DecodeFrame } from '../../shared/volume/fillVoxels.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { wasmOfPackage } from '../support/wasmOfPackage.ts';

const codecs = loadCodecs(wasmOfPackage);

/** Decodes a frame in this thread. */
export const decodeHere: DecodeFrame = (frame) => decodeFrame(frame, codecs);

/** The one volume of a series, decoded in this thread. */
export const volumeOf = (files: readonly Uint8Array[], options: Omit<VolumeOptions, 'decode'> = {}): Promise<ImageVolume> =>
  buildImageVolume(files, { decode: decodeHere, ...options });

/** Every volume of a series, decoded in this thread. */
export const volumesOf = (files: readonly Uint8Array[]): Promise<SeriesVolumes> => buildImageVolumes(files, { decode: decodeHere });
