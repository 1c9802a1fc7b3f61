import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { frameViews, orWarn } from '../functionalGroups.ts';
import type { FrameView } from '../functionalGroups.ts';
import { describePixels } from '../pixels/describePixels.ts';
import type { PixelDescription } from '../pixels/describePixels.ts';
import { modalityValue, readModality } from './modality.ts';
import type { ModalityTransform } from './modality.ts';
import { readOverlays } from './overlays.ts';
import type { Overlay } from './overlays.ts';
import { readPadding } from './padding.ts';
import type { PaddingRange } from './padding.ts';
import { hasPalette, readPalette } from './palette.ts';
import type { Palette } from './palette.ts';
import { readMarks } from './marks.ts';
import type { ImageMarks } from './marks.ts';
import { readRealWorld } from './realWorld.ts';
import type { RealWorldMapping } from './realWorld.ts';
import { readVois } from './voi.ts';
import type { Voi } from './voi.ts';

/** From the stored values of one frame to what is shown; plain data, so that a worker can take it. */
export interface Display {
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly modality: ModalityTransform;
  /** What float pixels measure; null where the object does not say. */
  readonly realWorld: RealWorldMapping | null;
  /** Windows and tables of the file; the first one is meant to be used first. May be empty. */
  readonly vois: readonly Voi[];
  /** Low values are bright: MONOCHROME1 or PresentationLUTShape INVERSE, which say the same (PS3.3 C.8.11.3.1.2). */
  readonly isInverted: boolean;
  readonly padding: PaddingRange | null;
  readonly palette: Palette | null;
  readonly overlays: readonly Overlay[];
  readonly marks: ImageMarks;
  /** Height of a pixel divided by its width. */
  readonly aspectRatio: number;
  readonly warnings: readonly string[];
}

/** What is known already and need not be read again for every frame. */
export interface DisplayContext {
  readonly pixels?: PixelDescription;
  readonly view?: FrameView;
}

/**
 * How one frame of an image is displayed (PS3.3 C.7.6.3, C.11.1, C.11.2, C.9.2).
 *
 * What only changes brightness or lies on top is left out with a warning when it is broken; what would make values or
 * colours wrong throws.
 *
 * @param frame from 0
 * @throws {DicomError} missing-attribute | broken-value | truncated | unsupported
 */
export function describeDisplay(dataSet: DataSet, frame: number, context: DisplayContext = {}): Display {
  const warnings: string[] = [];
  const pixels = context.pixels ?? describePixels(dataSet);
  const view = context.view ?? frameViews(dataSet, pixels.frames)[frame];
  if (view === undefined) throw new DicomError('broken-value', `There is no frame ${frame + 1}: ${nameAttribute('NumberOfFrames')} is ${pixels.frames}.`);
  const { photometricInterpretation: photometric, isSigned, bitsStored, highBit } = pixels;
  const modality = readModality(dataSet, view, isSigned, warnings);
  const isPalette = photometric === 'PALETTE COLOR';
  const isSupplemental = !isPalette && pixels.samplesPerPixel === 1 && hasPalette(dataSet);
  const lowest = modality.kind === 'table' ? 0 : Math.min(modalityValue(modality, isSigned ? -(2 ** (bitsStored - 1)) : 0), modalityValue(modality, 0));
  return {
    bitsStored,
    highBit,
    isSigned,
    modality,
    realWorld: orWarn(warnings, () => readRealWorld(view)),
    vois: readVois(view.voiSource().dataSet, { isSigned: lowest < 0, isFloat: pixels.sampleKind !== 'integer' }, warnings),
    isInverted: photometric === 'MONOCHROME1' || dataSet.text('PresentationLUTShape') === 'INVERSE',
    padding: readPadding(dataSet, pixels),
    palette: isPalette ? readPalette(dataSet, isSigned, false, warnings) : isSupplemental ? orWarn(warnings, () => readPalette(dataSet, isSigned, true, warnings)) : null,
    overlays: readOverlays(dataSet, frame, warnings),
    marks: readMarks(dataSet, view),
    aspectRatio: orWarn(warnings, () => aspectRatioOf(dataSet, view)) ?? 1,
    warnings,
  };
}

/** Row spacing over column spacing, from whichever attribute gives both; square where none does. */
function aspectRatioOf(dataSet: DataSet, view: FrameView): number {
  if (view.isPlaced) {
    const { rowSpacingMm, columnSpacingMm } = view.plane();
    return rowSpacingMm / columnSpacingMm;
  }
  const keyword = (['PixelAspectRatio', 'PixelSpacing', 'ImagerPixelSpacing', 'NominalScannedPixelSpacing'] as const satisfies readonly Keyword[]).find((name) => dataSet.numbers(name) !== null);
  if (keyword === undefined) return 1;
  const [vertical = 0, horizontal = 0] = dataSet.requireNumbers(keyword, 2);
  if (vertical > 0 && horizontal > 0) return vertical / horizontal;
  throw new DicomError('broken-value', `${nameAttribute(keyword)} must be above 0, but is ${vertical}\\${horizontal}; pixels are shown square.`);
}
