import { DicomError } from '../errors/appError.ts';
import { DataSet, parseDataSet } from '../dicom/dataSet.ts';
import { fillVoxels } from './fillVoxels.ts';
import type { DecodeFrame } from './fillVoxels.ts';
import { emptyVoxels, layOutStack, volumeOver } from './layOut.ts';
import { readSlices } from './readSlices.ts';
import { splitStacks } from './splitStacks.ts';
import type { SliceGroup } from './splitStacks.ts';
import type { ImageVolume } from './types.ts';

export interface VolumeOptions {
  /** Decodes a frame, native ones too; a pool may do it in parallel. */
  readonly decode: DecodeFrame;
  /** Where the voxels go: a SharedArrayBuffer where the host has one. Called once a volume, after everything is checked. */
  readonly allocate?: (byteLength: number) => ArrayBufferLike;
}

/** The volumes a series holds, and the stacks that are none with the reason. */
export interface SeriesVolumes {
  readonly volumes: readonly ImageVolume[];
  readonly refusals: readonly DicomError[];
}

/**
 * Every volume of a series: single slices, frames of a grid or enhanced multi-frame objects, in any transfer syntax, of
 * 1 to 32 bits or floats. Stacks, orientations and acquisitions that share positions become volumes of their own.
 *
 * Stacks may lie in any direction and lean as a tilted gantry makes them. One that is refused does not cost the others.
 * Not covered: colour.
 *
 * @throws {DicomError} what is wrong with an object: truncated | missing-attribute | broken-value | unsupported
 */
export async function buildImageVolumes(files: readonly (Uint8Array | DataSet)[], options: VolumeOptions): Promise<SeriesVolumes> {
  const warnings: string[] = [];
  const slices = readSlices(files.map((file) => (file instanceof DataSet ? file : parseDataSet(file))), warnings);
  if (slices.length === 0) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  const groups = splitStacks(slices);
  const volumes: ImageVolume[] = [];
  const refusals: DicomError[] = [];
  for (const [index, group] of groups.entries()) {
    try {
      volumes.push(await buildStack(group, index, warnings, options));
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      refusals.push(error);
    }
  }
  return { volumes, refusals };
}

/**
 * The volume of a series that is one stack.
 *
 * @throws {DicomError} as {@link buildImageVolumes}; unsupported where there are several stacks
 */
export async function buildImageVolume(files: readonly (Uint8Array | DataSet)[], options: VolumeOptions): Promise<ImageVolume> {
  const { volumes, refusals } = await buildImageVolumes(files, options);
  const [refusal] = refusals;
  if (refusal !== undefined) throw refusal;
  const [volume] = volumes;
  if (volume !== undefined && volumes.length === 1) return volume;
  throw new DicomError('unsupported', `The series holds ${volumes.length} stacks: ${volumes.map(({ stackLabel }) => stackLabel).join('; ')}.`);
}

async function buildStack(group: SliceGroup, index: number, seriesWarnings: readonly string[], options: VolumeOptions): Promise<ImageVolume> {
  const layout = layOutStack(group, index, seriesWarnings);
  const warnings = [...layout.volume.warnings];
  const voxels = emptyVoxels(layout, options.allocate ?? ((byteLength) => new ArrayBuffer(byteLength)));
  await fillVoxels(layout.slices, layout.form, voxels, options.decode, warnings);
  return volumeOver(layout, voxels, warnings);
}
