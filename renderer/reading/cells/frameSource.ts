import type { PixelRaster } from '../../../shared/annotation/raster.ts';
import { ucumOf } from '../../../shared/annotation/raster.ts';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import { projectionText } from '../../../shared/dicom/projection.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import type { FlatFrame } from '../../study/flatFrame.ts';
import type { FlatStack } from '../../study/series.ts';
import type { Sample, Slice, SliceSource } from '../../viewport/sliceSource.ts';
import { valueText } from '../../viewport/valueText.ts';

export interface FrameSourceInput {
  readonly stack: FlatStack;
  /** A decoded frame, or null while it is on its way. */
  readonly frameAt: (index: number, direction: -1 | 0 | 1) => FlatFrame | null;
}

type GreyFrame = FlatFrame & { readonly pixels: Extract<FlatFrame['pixels'], { readonly kind: 'grey' }> };

const isGrey = (frame: FlatFrame): frame is GreyFrame => frame.pixels.kind === 'grey';
const xDirection: Vector3 = [1, 0, 0];
const yDirection: Vector3 = [0, 1, 0];
const origin: Vector3 = [0, 0, 0];
const none: readonly Voi[] = [];

/** Size of a pixel in the plane of its image: mm where it is calibrated, else one wide and as high as its proportions say. */
const spacingOf = ({ spacing, aspectRatio }: FlatFrame): { readonly columnSpacingMm: number; readonly rowSpacingMm: number } =>
  spacing === null ? { columnSpacingMm: 1, rowSpacingMm: aspectRatio } : { columnSpacingMm: spacing.columnMm, rowSpacingMm: spacing.rowMm };

/**
 * Frames of a flat series as a source of slices. What the source says of itself (window, unit, marks, letters) is said of
 * the frame drawn last; frames of one series may differ in all of it.
 */
export function frameSource({ stack, frameAt }: FrameSourceInput): SliceSource {
  let lastIndex = 0;
  let direction: -1 | 0 | 1 = 0;
  let shown: FlatFrame | null = null;
  const usable = (index: number): FlatFrame | null => {
    const frame = frameAt(index, direction);
    return frame === null || frame.error !== null ? null : frame;
  };
  const isBroken = (index: number): boolean => frameAt(index, direction)?.error != null;
  const current = (): FlatFrame | null => (shown ??= usable(lastIndex));
  const grey = (): GreyFrame['pixels'] | null => {
    const frame = current();
    return frame !== null && isGrey(frame) ? frame.pixels : null;
  };
  return {
    space: 'image', frameOfReferenceUID: null, count: stack.frames.length, normal: [0, 0, 1],
    get isCalibrated() { return current()?.spacing != null; },
    get isAtDetector() { return current()?.spacing?.at === 'imager'; },
    get defaultWindow() { return grey()?.defaultWindow ?? { centre: 128, width: 256 }; },
    vois: (index) => {
      const frame = usable(index);
      return frame !== null && isGrey(frame) ? frame.pixels.vois : none;
    },
    get projection() { return projectionText(current()?.projection ?? null); },
    get chestWall() { return current()?.chestWall ?? null; },
    get unit() { return grey()?.unit ?? ''; },
    get middle(): Vector3 { return middleOf(current()); },
    get edgeLetters() { return current()?.edgeLetters ?? null; },
    get marks() { return current()?.marks ?? { isLossy: false, lossyRatio: null, isDerived: false }; },
    indexAt: () => lastIndex,
    pointIn: (_index, point) => [point[0], point[1], 0],
    positionMm: () => null,
    imageOf: (index) => stack.frames[index] ?? null,
    slice: (index) => {
      if (index !== lastIndex) direction = index > lastIndex ? 1 : -1;
      lastIndex = index;
      const frame = usable(index);
      shown = frame ?? shown;
      return frame === null ? null : sliceOf(frame);
    },
    sample: (index, point) => {
      const frame = usable(index);
      // Nothing comes of a frame that could not be decoded: there is no image to be inside of.
      return frame === null ? { kind: isBroken(index) ? 'outside' : 'loading' } : sampleOf(frame, point);
    },
    raster: (index) => {
      const frame = usable(index);
      if (frame === null) return isBroken(index) ? 'none' : 'loading';
      return isGrey(frame) ? rasterOf(frame) : 'none';
    },
    place: (index) => {
      const frame = usable(index);
      return frame === null ? null : { space: 'image', seriesInstanceUID: stack.seriesInstanceUID, sopInstanceUID: frame.sopInstanceUID, frame: frame.frame, ...spacingOf(frame), isCalibrated: frame.spacing !== null };
    },
  };
}

function middleOf(frame: FlatFrame | null): Vector3 {
  if (frame === null) return origin;
  const { columnSpacingMm, rowSpacingMm } = spacingOf(frame);
  return [((frame.columns - 1) * columnSpacingMm) / 2, ((frame.rows - 1) * rowSpacingMm) / 2, 0];
}

function sliceOf(frame: FlatFrame): Slice {
  const place = { columns: frame.columns, rows: frame.rows, ...spacingOf(frame), origin, xDirection, yDirection, key: `${frame.sopInstanceUID} ${frame.frame}`, overlays: frame.overlays };
  const { pixels } = frame;
  if (pixels.kind === 'colour') return { ...place, kind: 'colour', rgba: pixels.rgba };
  const { values, slope, intercept, paddingValue, windowShape, isInverse } = pixels;
  return { ...place, kind: 'grey', pixels: values, slope, intercept, paddingValue, windowShape, isInverse };
}

function sampleOf(frame: FlatFrame, point: Vector3): Sample {
  const { columnSpacingMm, rowSpacingMm } = spacingOf(frame);
  const column = Math.round(point[0] / columnSpacingMm);
  const row = Math.round(point[1] / rowSpacingMm);
  if (column < 0 || row < 0 || column >= frame.columns || row >= frame.rows) return { kind: 'outside' };
  const at = row * frame.columns + column;
  if (frame.pixels.kind === 'colour') {
    const { rgba } = frame.pixels;
    return { kind: 'colour', rgb: [rgba[at * 4] ?? 0, rgba[at * 4 + 1] ?? 0, rgba[at * 4 + 2] ?? 0] };
  }
  const { values, slope, intercept, paddingValue, unit } = frame.pixels;
  const pixel = values[at] ?? Number.NaN;
  if (pixel === paddingValue || Number.isNaN(pixel)) return { kind: 'padding' };
  const value = pixel * slope + intercept;
  return { kind: 'value', value, unit, text: valueText(value, values instanceof Float32Array ? null : slope) };
}

function rasterOf(frame: GreyFrame): PixelRaster {
  const { values, slope, intercept, paddingValue, unit } = frame.pixels;
  return { columns: frame.columns, rows: frame.rows, ...spacingOf(frame), pixels: values, origin, xDirection, yDirection, slope, intercept, paddingValue, unit: ucumOf(unit), isCovered: null };
}
