import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from '../dicom/attributes.ts';
import { readMarks } from '../dicom/display/marks.ts';
import { chooseWindow } from './chooseWindow.ts';
import { makeVoxels, voxelForm } from './fillVoxels.ts';
import type { VoxelForm } from './fillVoxels.ts';
import type { VolumeSlice } from './readSlices.ts';
import type { SliceGroup } from './splitStacks.ts';
import { stackSlices } from './stackSlices.ts';
import { readSeriesSuv } from './suv.ts';
import type { ImageVolume, Voxels } from './types.ts';

/** A stack of which everything is known save for its voxels; nothing is decoded yet. */
export interface StackLayout {
  /** Ascending along the normal, as the volume will hold them. */
  readonly slices: readonly VolumeSlice[];
  readonly form: VoxelForm;
  /** Values in one slice. */
  readonly perSlice: number;
  readonly volume: Omit<ImageVolume, 'voxels' | 'defaultWindow' | 'windowShape' | 'vois'>;
}

/**
 * Lays one stack of a series out: order, grid, meaning of its values. The beginnings of its files are enough.
 *
 * @param index of the stack in its series
 * @throws {DicomError} what keeps the slices from being one volume
 */
export function layOutStack({ slices: given, label }: SliceGroup, index: number, seriesWarnings: readonly string[]): StackLayout {
  const [first] = given;
  if (first === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  const { seriesUID } = first;
  const { slices, geometry, warnings: spacing } = stackSlices(given, seriesUID);
  const warnings = [...seriesWarnings, ...spacing];
  const shown = middleOf(slices) ?? first;
  const { dataSet } = shown;
  const modality = dataSet.text('Modality') ?? 'OT';
  if (modality === 'CT' && slices.some(({ view, modality: { kind } }) => kind === 'line' && view.rescale() === null)) warnings.push(`${nameAttribute('RescaleSlope')} is absent; stored values are taken as HU`);
  const marks = readMarks(dataSet, shown.view);
  if (marks.isLossy) warnings.push(`${nameAttribute('LossyImageCompression')}: these images were compressed with loss${marks.lossyRatio === null ? '' : `, ${marks.lossyRatio} to 1`}; values may differ from those measured`);
  const form = voxelForm(slices);
  return {
    slices,
    form,
    perSlice: geometry.rows * geometry.columns,
    volume: {
      volumeId: index === 0 ? seriesUID : `${seriesUID}#${index + 1}`,
      seriesInstanceUID: seriesUID,
      stackLabel: label,
      frameOfReferenceUID: first.frameOfReferenceUID,
      modality,
      geometry,
      slope: form.slope,
      intercept: form.intercept,
      paddingValue: form.paddingValue,
      unit: shown.modality.unit ?? '',
      sopInstanceUIDs: slices.map(({ sopInstanceUID }) => sopInstanceUID),
      marks,
      patientPosition: dataSet.text('PatientPosition'),
      suv: readSeriesSuv([...new Set(slices.map(({ dataSet: image }) => image))]),
      warnings,
    },
  };
}

/** Bytes the voxels of a stack take. */
export const voxelBytes = ({ form, perSlice, slices }: StackLayout): number => perSlice * slices.length * (form.kind === 'float32' ? 4 : 2);

/** Voxels of a stack, all 0, on memory that is given. */
export const emptyVoxels = ({ form, perSlice, slices }: StackLayout, allocate: (byteLength: number) => ArrayBufferLike): Voxels => makeVoxels(form, perSlice * slices.length, allocate);

/**
 * The volume over its voxels. Where neither the header nor the modality gives a window, it follows from the values of
 * slice `k`, which must be filled in then.
 */
export function volumeOver(layout: StackLayout, voxels: Voxels, warnings: readonly string[], k = layout.slices.length >> 1): ImageVolume {
  const { slices, form, perSlice, volume } = layout;
  const shown = middleOf(slices);
  if (shown === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  const said = [...warnings];
  const { slope, intercept, paddingValue } = form;
  const { window, shape, vois } = chooseWindow(shown, volume.modality, { voxels: voxels.subarray(k * perSlice, (k + 1) * perSlice), slope, intercept, paddingValue }, said);
  return { ...volume, voxels, defaultWindow: window, windowShape: shape, vois, warnings: said };
}

/** The slice a volume opens at, whose header gives window and marks. */
export const middleOf = (slices: readonly VolumeSlice[]): VolumeSlice | undefined => slices[slices.length >> 1];
