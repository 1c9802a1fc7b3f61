import { DicomError } from '../errors/appError.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import { readModality } from '../dicom/display/modality.ts';
import type { ModalityTransform } from '../dicom/display/modality.ts';
import { readPadding } from '../dicom/display/padding.ts';
import type { PaddingRange } from '../dicom/display/padding.ts';
import { readRealWorld } from '../dicom/display/realWorld.ts';
import { frameViews } from '../dicom/functionalGroups.ts';
import type { FrameView } from '../dicom/functionalGroups.ts';
import { describePixels } from '../dicom/pixels/describePixels.ts';
import type { PixelDescription } from '../dicom/pixels/describePixels.ts';
import type { PlacedSlice } from './stackSlices.ts';

/** One frame that may become a slice of a volume. */
export interface VolumeSlice extends PlacedSlice {
  readonly dataSet: DataSet;
  readonly view: FrameView;
  readonly pixels: PixelDescription;
  readonly modality: ModalityTransform;
  readonly padding: PaddingRange | null;
  readonly seriesUID: string;
  readonly frameOfReferenceUID: string;
}

/**
 * Frames of the objects of one series, none decoded yet; an object given twice counts once.
 *
 * @throws {DicomError} unsupported (colour) | missing-attribute | broken-value | truncated, naming the object
 */
export function readSlices(dataSets: readonly DataSet[], warnings: string[]): readonly VolumeSlice[] {
  const byUid = new Map(dataSets.map((dataSet) => [dataSet.requireText('SOPInstanceUID'), dataSet]));
  if (byUid.size < dataSets.length) warnings.push(`${dataSets.length - byUid.size} images were given more than once; one copy of each is used`);
  const slices = [...byUid].flatMap(([sopInstanceUID, dataSet]) => named(sopInstanceUID, () => slicesOf(sopInstanceUID, dataSet, warnings)));
  const [first] = slices;
  for (const slice of slices) if (first !== undefined) requireSameSeries(first, slice);
  return slices;
}

function slicesOf(sopInstanceUID: string, dataSet: DataSet, warnings: string[]): readonly VolumeSlice[] {
  const pixels = describePixels(dataSet);
  if (pixels.samplesPerPixel !== 1 || !pixels.photometricInterpretation.startsWith('MONOCHROME')) {
    throw new DicomError('unsupported', `it is a colour image (${pixels.photometricInterpretation}), which cannot be shown as a volume.`);
  }
  const seriesUID = dataSet.requireText('SeriesInstanceUID');
  const frameOfReferenceUID = dataSet.requireText('FrameOfReferenceUID');
  return frameViews(dataSet, pixels.frames).map((view) => ({
    sopInstanceUID, dataSet, view, pixels, seriesUID, frameOfReferenceUID,
    frame: view.frame,
    plane: view.plane(),
    modality: modalityOf(dataSet, view, pixels, warnings),
    padding: readPadding(dataSet, pixels),
  }));
}

/** Float pixels mean what their real-world mapping says; a rescale is not defined for them. */
function modalityOf(dataSet: DataSet, view: FrameView, { isSigned, sampleKind }: PixelDescription, warnings: string[]): ModalityTransform {
  const mapping = sampleKind === 'integer' ? null : readRealWorld(view);
  if (mapping !== null) return { kind: 'line', ...mapping };
  const notes: string[] = [];
  const modality = readModality(dataSet, view, isSigned, notes);
  for (const note of notes) if (!warnings.includes(note)) warnings.push(note);
  return modality;
}

function requireSameSeries(first: VolumeSlice, slice: VolumeSlice): void {
  const refuse = (what: string): DicomError =>
    new DicomError('broken-value', `Image ${slice.sopInstanceUID} ${what} than the rest of series ${first.seriesUID}; they make no single volume.`, { detail: { sopInstanceUID: slice.sopInstanceUID } });
  if (slice.seriesUID !== first.seriesUID) throw refuse('belongs to another series');
  if (slice.frameOfReferenceUID !== first.frameOfReferenceUID) throw refuse('has another FrameOfReferenceUID');
}

/** What goes wrong inside an object names it. */
function named<T>(sopInstanceUID: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    throw new DicomError(error.reason as ConstructorParameters<typeof DicomError>[0], `Image ${sopInstanceUID}: ${error.message}`, { cause: error, detail: { ...error.detail, sopInstanceUID } });
  }
}
