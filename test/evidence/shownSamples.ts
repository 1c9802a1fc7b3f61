import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { shownStateOf } from '../../shared/evidence/shownState.ts';
import type { ShownImage, ShownState } from '../../shared/evidence/shownState.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { EvidenceImage } from '../../shared/evidence/context.ts';

const ctDisplay = { isColour: false, isInverse: false, rescale: { slope: 1, intercept: -1000, type: 'HU' }, defaultWindow: { centre: 40, width: 400 }, windowShape: 'LINEAR', vois: [], suvFactor: null } as const;

/** A sample image with how its values are shown; as a CT where nothing else is said. */
export const shownImage = (image: EvidenceImage, fields: Partial<ShownImage> = {}): ShownImage => ({ ...image, ...ctDisplay, ...fields });

/** A cell that shows a volume of slices, or with `frames` a flat series. */
export const cellOf = (fields: Partial<Cell> = {}): Cell => ({ ...emptyCell, content: { kind: 'stack', volumeId: 'any' }, ...fields });

/** @throws {Error} where the state is refused */
export function stateOf(fields: Partial<Cell>, image: ShownImage): ShownState {
  const state = shownStateOf(cellOf(fields), image);
  if (typeof state === 'string') throw new Error(state);
  return state;
}

/** A file with the pixels of an image that has few: values count up from -1000 on. */
export function fileOf(image: ShownImage): Uint8Array {
  const { rescale } = image;
  return writeDicom({
    SOPClassUID: image.sopClassUID, SOPInstanceUID: image.sopInstanceUID, StudyInstanceUID: image.studyInstanceUID, SeriesInstanceUID: image.seriesInstanceUID, Modality: image.modality,
    Rows: image.rows, Columns: image.columns, SamplesPerPixel: 1, PhotometricInterpretation: image.isInverse ? 'MONOCHROME1' : 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0,
    PixelSpacing: [image.rowSpacingMm, image.columnSpacingMm], ...(rescale === null || rescale === 'table' ? {} : { RescaleSlope: rescale.slope, RescaleIntercept: rescale.intercept, RescaleType: rescale.type }),
    PixelData: Uint16Array.from({ length: image.rows * image.columns }, (_, index) => index),
  });
}
