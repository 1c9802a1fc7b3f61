import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { frameViews } from '../../shared/dicom/functionalGroups.ts';
import type { EvidenceImage } from '../../shared/evidence/context.ts';
import type { ShownImage, ShownRescale } from '../../shared/evidence/shownState.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Slice, SliceSource } from '../viewport/sliceSource.ts';

/** What decides how the values of an image are shown here, beside its header. */
export type ShownLook = Pick<ShownImage, 'isColour' | 'isInverse' | 'defaultWindow' | 'windowShape' | 'vois' | 'suvFactor'>;

/**
 * Of a slice on screen. A window of a volume is told in its values, whatever unit it is shown in.
 *
 * @param index of the slice in its source
 */
export function lookOf(slice: Slice, index: number, source: Pick<SliceSource, 'defaultWindow' | 'vois'>, volume: ImageVolume | null): ShownLook {
  return {
    isColour: slice.kind === 'colour', isInverse: slice.kind === 'grey' && slice.isInverse, windowShape: slice.kind === 'grey' ? slice.windowShape : 'LINEAR',
    defaultWindow: volume?.defaultWindow ?? source.defaultWindow, vois: volume === null ? source.vois(index) : (volume.vois ?? []), suvFactor: volume?.suv?.kind === 'factor' ? volume.suv.factor : null,
  };
}

/** Cosine from which directions are the same. */
const same = 0.9999;
const along = (a: readonly number[], b: readonly number[]): boolean => (a[0] ?? 0) * (b[0] ?? 0) + (a[1] ?? 0) * (b[1] ?? 0) + (a[2] ?? 0) * (b[2] ?? 0) > same;

/** A cell whose plane is the very plane of the images, the same way up, shows them as acquired, whatever the plane is called. */
export function asAcquired(cell: Cell, slice: Pick<Slice, 'xDirection' | 'yDirection'>, volume: ImageVolume | null): Cell {
  if (volume === null || cell.plane === 'acquired') return cell;
  const { rowDirection, columnDirection } = volume.geometry;
  return along(slice.xDirection, rowDirection) && along(slice.yDirection, columnDirection) ? { ...cell, plane: 'acquired', oblique: null } : cell;
}

/**
 * An image with all that decides how it is shown.
 *
 * @param dataSet its header
 * @throws {DicomError} where the header does not say what its values mean
 */
export function shownImageOf(dataSet: DataSet, image: EvidenceImage, look: ShownLook): ShownImage {
  return { ...image, ...look, rescale: rescaleOf(dataSet, image) };
}

function rescaleOf(dataSet: DataSet, { frame, frames }: EvidenceImage): ShownRescale | 'table' | null {
  if (dataSet.items('ModalityLUTSequence').length > 0) return 'table';
  const rescale = frameViews(dataSet, frames)[frame]?.rescale() ?? null;
  return rescale === null ? null : { slope: rescale.slope, intercept: rescale.intercept, type: rescale.type ?? (dataSet.text('Modality') === 'CT' ? 'HU' : 'US') };
}
