import { geometryFigures } from './measure.ts';
import type { PixelSource } from './raster.ts';
import { isOnRaster, isRegion, rasterIndex, regionOn } from './region.ts';
import { pointAt } from './points.ts';
import { probeValue, roiStatistics } from './roiStatistics.ts';
import type { RoiStatistics } from './roiStatistics.ts';
import type { Annotation, AnnotationFigure } from './types.ts';

type Why = NonNullable<AnnotationFigure['why']>;

/** What figures follow from. */
export type Shape = Pick<Annotation, 'kind' | 'place' | 'points'>;

/**
 * Every figure of an annotation, from its points and the pixels they lie on. Never kept beside other points: whatever
 * moves a point calls this again.
 *
 * @param pixels of the very plane the annotation lies in; `loading` leaves the figures of pixels open, `none` leaves them out
 * @throws {AnnotationError} wrong-points
 */
export function figuresOf(shape: Shape, pixels: PixelSource): readonly AnnotationFigure[] {
  const geometry = geometryFigures(shape.kind, shape.place, shape.points);
  return pixels === 'none' ? geometry : [...geometry, ...pixelFigures(shape, pixels)];
}

function pixelFigures({ kind, points }: Shape, pixels: Exclude<PixelSource, 'none'>): readonly AnnotationFigure[] {
  if (kind === 'probe') return [probeFigure(points, pixels)];
  if (!isRegion(kind)) return [];
  if (pixels === 'loading') return openFigures('1', 'loading');
  if (!isOnRaster(points, pixels)) return openFigures(pixels.unit, 'outside');
  return statisticFigures(roiStatistics(regionOn(pixels, kind, points), pixels));
}

const openValue = (unit: string, why: Why): AnnotationFigure => ({ quantity: 'value', value: null, unit, why });

function probeFigure(points: Annotation['points'], pixels: Exclude<PixelSource, 'none'>): AnnotationFigure {
  if (pixels === 'loading') return openValue('1', 'loading');
  if (!isOnRaster(points, pixels)) return openValue(pixels.unit, 'outside');
  const value = probeValue(rasterIndex(pixels, pointAt(points, 0)), pixels);
  return typeof value === 'number' ? { quantity: 'value', value, unit: pixels.unit } : openValue(pixels.unit, value);
}

const openFigures = (unit: string, why: Why): readonly AnnotationFigure[] => [
  ...(['mean', 'standardDeviation', 'minimum', 'maximum'] as const).map((quantity) => ({ quantity, value: null, unit, why })),
  { quantity: 'pixels', value: null, unit: '{pixels}', why },
];

function statisticFigures({ unit, count, mean, standardDeviation, minimum, maximum, paddingCount, outsideCount }: RoiStatistics): readonly AnnotationFigure[] {
  const why: Why | null = outsideCount > 0 ? 'outside' : paddingCount > 0 ? 'padding' : count === 0 ? 'too-small' : null;
  const figure = (quantity: AnnotationFigure['quantity'], value: number | null, ownUnit: string): AnnotationFigure => (why === null ? { quantity, value, unit: ownUnit } : { quantity, value, unit: ownUnit, why });
  return [
    figure('mean', mean, unit), figure('standardDeviation', standardDeviation, unit), figure('minimum', minimum, unit), figure('maximum', maximum, unit),
    figure('pixels', count, '{pixels}'),
  ];
}
