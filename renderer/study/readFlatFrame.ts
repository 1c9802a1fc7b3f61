import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { automaticVoi } from '../../shared/dicom/display/automaticVoi.ts';
import { describeDisplay } from '../../shared/dicom/display/describeDisplay.ts';
import type { Display } from '../../shared/dicom/display/describeDisplay.ts';
import { overlayPlane } from '../../shared/dicom/display/overlays.ts';
import { renderFrame } from '../../shared/dicom/display/renderFrame.ts';
import { activeRange } from '../../shared/dicom/display/voi.ts';
import { frameViews } from '../../shared/dicom/functionalGroups.ts';
import type { FrameView } from '../../shared/dicom/functionalGroups.ts';
import { readDirections, readProjection } from '../../shared/dicom/projection.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import type { PixelDescription } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import type { StoredFrame } from '../../shared/dicom/pixels/storedFrame.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { makeVoxels, voxelForm, writeSlice } from '../../shared/volume/fillVoxels.ts';
import type { DecodeFrame } from '../../shared/volume/fillVoxels.ts';
import type { FlatFrame } from './flatFrame.ts';
import { flatSpacing } from './flatSpacing.ts';

/** An object whose frames are read one by one; what they share is read once. */
export interface FlatObject {
  readonly dataSet: DataSet;
  readonly pixels: PixelDescription;
  readonly views: readonly FrameView[];
}

/** @throws {DicomError} what keeps its pixels from being read */
export function flatObject(dataSet: DataSet): FlatObject {
  const pixels = describePixels(dataSet);
  return { dataSet, pixels, views: frameViews(dataSet, pixels.frames) };
}

/**
 * Decodes one frame with all that is needed to show and measure it.
 *
 * Grey stays what was measured; colour and palettes become RGBA, with overlays drawn in.
 *
 * @param frame from 0
 * @throws {DicomError} missing-attribute | broken-value | truncated | unsupported
 */
export async function readFlatFrame({ dataSet, pixels, views }: FlatObject, frame: number, decode: DecodeFrame): Promise<FlatFrame> {
  const view = views[frame];
  if (view === undefined) throw new DicomError('broken-value', `There is no frame ${frame + 1}: the object has ${views.length}.`);
  const stored = await decode(encodedFrame(dataSet, pixels, frame));
  const display = describeDisplay(dataSet, frame, { pixels, view });
  const spacing = flatSpacing(dataSet, view, []);
  const isColour = stored.samples > 1 || display.palette !== null;
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    frame,
    rows: stored.rows,
    columns: stored.columns,
    spacing,
    aspectRatio: spacing === null ? display.aspectRatio : spacing.rowMm / spacing.columnMm,
    pixels: isColour ? { kind: 'colour', rgba: renderFrame(stored, display).rgba } : greyOf(stored, display, pixels, dataSet),
    edgeLetters: edgeLetters(dataSet),
    projection: readProjection(dataSet, []),
    ...chestWall(dataSet),
    overlays: isColour ? [] : display.overlays.map((overlay) => overlayPlane(overlay, stored)),
    marks: display.marks,
    error: null,
  };
}

type GreyFrame = Extract<FlatFrame['pixels'], { kind: 'grey' }>;

function greyOf(stored: StoredFrame, display: Display, pixels: PixelDescription, dataSet: DataSet): GreyFrame {
  const isInteger = pixels.sampleKind === 'integer';
  // A rescale is not defined for floats; their real-world mapping says what they measure.
  const modality = !isInteger && display.realWorld !== null ? { kind: 'line' as const, ...display.realWorld } : display.modality;
  const meaning = { pixels, modality, padding: display.padding };
  const form = voxelForm([meaning]);
  const values = makeVoxels(form, stored.pixels.length, (byteLength) => new ArrayBuffer(byteLength));
  writeSlice(stored, { ...meaning, sopInstanceUID: dataSet.requireText('SOPInstanceUID') }, form, values);
  const { slope, intercept, paddingValue } = form;
  return { kind: 'grey', values, slope, intercept, paddingValue, isInverse: display.isInverted, unit: modality.unit ?? '', ...openingWindow(stored, { ...display, modality }) };
}

/** Windows and tables of the header, or a window over the values; and the window of the first. */
function openingWindow(stored: StoredFrame, display: Display): Pick<GreyFrame, 'defaultWindow' | 'windowShape' | 'vois'> {
  const voi = display.vois[0] ?? automaticVoi(stored, display);
  const vois = display.vois.length === 0 ? [voi] : display.vois;
  if (voi.kind === 'window') return { defaultWindow: { centre: voi.centre, width: voi.width }, windowShape: voi.shape, vois };
  const [low, high] = activeRange(voi);
  return { defaultWindow: { centre: (low + high) / 2, width: high - low }, windowShape: 'LINEAR', vois };
}

/** The chest wall lies behind: at the right edge where rows run to the back. */
function chestWall(dataSet: DataSet): Pick<FlatFrame, 'chestWall'> {
  const row = dataSet.text('Modality') === 'MG' ? (readDirections(dataSet)?.[0][0] ?? null) : null;
  return row === 'P' ? { chestWall: 'right' } : row === 'A' ? { chestWall: 'left' } : {};
}

/** What lies at the right and the lower edge. */
function edgeLetters(dataSet: DataSet): FlatFrame['edgeLetters'] {
  const directions = readDirections(dataSet);
  return directions === null ? null : { right: directions[0], bottom: directions[1] };
}
