import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from '../dicom/attributes.ts';
import { DataSet, parseDataSet } from '../dicom/dataSet.ts';
import { readMarks } from '../dicom/display/marks.ts';
import { chooseWindow } from './chooseWindow.ts';
import { fillVoxels, makeVoxels, voxelForm } from './fillVoxels.ts';
import type { DecodeFrame } from './fillVoxels.ts';
import { readSlices } from './readSlices.ts';
import type { VolumeSlice } from './readSlices.ts';
import { requireAxial } from './reslice.ts';
import { splitStacks } from './splitStacks.ts';
import type { SliceGroup } from './splitStacks.ts';
import { stackSlices } from './stackSlices.ts';
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
 * A stack that is refused does not cost the others. Not covered: oblique stacks, sheared ones (tilted
 * gantry), colour.
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

async function buildStack({ slices: given, label }: SliceGroup, index: number, seriesWarnings: readonly string[], options: VolumeOptions): Promise<ImageVolume> {
  const [first] = given;
  if (first === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  const { seriesUID } = first;
  const { slices, geometry, warnings: spacing } = stackSlices(given, seriesUID);
  requireAxial(geometry, seriesUID, label);
  const warnings = [...seriesWarnings, ...spacing];
  const form = voxelForm(slices);
  const perSlice = geometry.rows * geometry.columns;
  const voxels = makeVoxels(form, perSlice * slices.length, options.allocate ?? ((byteLength) => new ArrayBuffer(byteLength)));
  await fillVoxels(slices, form, voxels, options.decode, warnings);

  const middle = slices.length >> 1;
  const shown = slices[middle] ?? first;
  const { dataSet } = shown;
  const modality = dataSet.text('Modality') ?? 'OT';
  if (modality === 'CT' && slices.some(({ view, modality: { kind } }) => kind === 'line' && view.rescale() === null)) warnings.push(`${nameAttribute('RescaleSlope')} is absent; stored values are taken as HU`);
  const marks = readMarks(dataSet, shown.view);
  if (marks.isLossy) warnings.push(`${nameAttribute('LossyImageCompression')}: these images were compressed with loss${marks.lossyRatio === null ? '' : `, ${marks.lossyRatio} to 1`}; values may differ from those measured`);
  const { slope, intercept, paddingValue } = form;
  const { window, shape } = chooseWindow(shown, modality, { voxels: voxels.subarray(middle * perSlice, (middle + 1) * perSlice), slope, intercept, paddingValue }, warnings);
  return {
    volumeId: index === 0 ? seriesUID : `${seriesUID}#${index + 1}`,
    seriesInstanceUID: seriesUID,
    stackLabel: label,
    frameOfReferenceUID: first.frameOfReferenceUID,
    modality,
    geometry,
    voxels,
    slope,
    intercept,
    paddingValue,
    unit: unitOf(shown),
    sopInstanceUIDs: slices.map(({ sopInstanceUID }) => sopInstanceUID),
    defaultWindow: window,
    windowShape: shape,
    marks,
    patientPosition: dataSet.text('PatientPosition'),
    suv: null,
    warnings,
  };
}

const unitOf = ({ modality }: VolumeSlice): string => modality.unit ?? '';
