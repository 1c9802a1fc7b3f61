import { DicomError } from '../errors/appError.ts';
import { dot, length, subtract } from '../geometry/vector.ts';
import type { ImagePlane } from '../dicom/readPlane.ts';
import { fitSliceDirection } from './sliceLine.ts';
import type { GridGeometry } from './types.ts';

/** A slice and where it lies. */
export interface PlacedSlice {
  readonly sopInstanceUID: string;
  /** Frame of the object, from 0. */
  readonly frame: number;
  readonly plane: ImagePlane;
}

/** Slices in ascending order along the normal and the grid they make. */
export interface Stack<Slice extends PlacedSlice> {
  readonly slices: readonly Slice[];
  readonly geometry: GridGeometry;
  readonly warnings: readonly string[];
}

/** Two slices nearer than this lie at one position. */
export const samePositionMm = 0.01;

/**
 * Sorts slices by the projection of ImagePositionPatient on the normal (never by SliceLocation or InstanceNumber)
 * and checks that they make one box, which a tilted gantry may have sheared.
 *
 * @throws {DicomError} broken-value (orientation, size or spacing differ; two slices at one position) | unsupported (slices shifted sideways unevenly)
 */
export function stackSlices<Slice extends PlacedSlice>(given: readonly Slice[], seriesUID: string): Stack<Slice> {
  const first = given[0];
  if (first === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  for (const slice of given) requireSameShape(first.plane, slice, seriesUID);
  const { normal } = first.plane;
  const placed = given
    .map((slice) => ({ slice, position: dot(slice.plane.origin, normal) }))
    .sort((a, b) => a.position - b.position);
  const lowest = placed[0];
  if (lowest === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  requireDistinct(placed, seriesUID);
  const line = fitSliceDirection(placed.map(({ slice }) => slice.plane.origin), lowest.slice.plane);
  if (line.kind === 'crooked') throw crooked(seriesUID, line.offLineMm);

  const { rows, columns, origin, rowDirection, columnDirection, columnSpacingMm, rowSpacingMm } = lowest.slice.plane;
  const sliceOffsetsMm = placed.map(({ position }) => position - lowest.position);
  return {
    slices: placed.map(({ slice }) => slice),
    geometry: { columns, rows, slices: placed.length, origin, rowDirection, columnDirection, normal, sliceDirection: line.direction, columnSpacingMm, rowSpacingMm, sliceOffsetsMm },
    warnings: [...describeSpacing(sliceOffsetsMm), ...describeTilt(line.tiltDegrees), ...describeJitter(line.offLineMm)],
  };
}

/** Median distance between neighbouring slices, mm; null for a single slice. */
export function medianSpacing(sliceOffsetsMm: readonly number[]): number | null {
  const gaps = sliceOffsetsMm.slice(1).map((offset, index) => offset - (sliceOffsetsMm[index] ?? 0)).sort((a, b) => a - b);
  if (gaps.length === 0) return null;
  const middle = gaps.length >> 1;
  const upper = gaps[middle] ?? 0;
  return gaps.length % 2 === 1 ? upper : (upper + (gaps[middle - 1] ?? 0)) / 2;
}

/** Slices lie more unevenly than 1 % of the median spacing. */
export function isUneven(sliceOffsetsMm: readonly number[]): boolean {
  return unevenGaps(sliceOffsetsMm).length > 0;
}

function unevenGaps(sliceOffsetsMm: readonly number[]): readonly number[] {
  const median = medianSpacing(sliceOffsetsMm) ?? 0;
  // 0.005 mm: positions written with two decimals round by that much and are even.
  const tolerance = Math.max(median * 0.01, 0.005 * 2);
  return sliceOffsetsMm.flatMap((offset, index) => {
    const gap = index === 0 ? median : offset - (sliceOffsetsMm[index - 1] ?? 0);
    return Math.abs(gap - median) > tolerance ? [gap] : [];
  });
}

function describeSpacing(sliceOffsetsMm: readonly number[]): readonly string[] {
  const gaps = unevenGaps(sliceOffsetsMm);
  if (gaps.length === 0) return [];
  const median = medianSpacing(sliceOffsetsMm) ?? 0;
  const largest = Math.max(...gaps);
  return [`slices are not evenly spaced: median ${median.toFixed(2)} mm, ${gaps.length} differ by more than 1 %, the largest is ${largest.toFixed(2)} mm; slices may be missing`];
}

const describeTilt = (tiltDegrees: number | null): readonly string[] =>
  tiltDegrees === null ? [] : [`the slices are shifted sideways evenly, as by a gantry tilt of ${tiltDegrees.toFixed(1)}°; other planes are computed from the true positions`];

/** Below this, positions shown to a tenth of a millimetre are right. */
const toldOffLineMm = 0.05;

const describeJitter = (offLineMm: number): readonly string[] =>
  offLineMm <= toldOffLineMm ? [] : [`the slices lie up to ${offLineMm.toFixed(2)} mm beside a straight line; positions in them are right to that`];

function crooked(seriesUID: string, offLineMm: number): DicomError {
  return new DicomError('unsupported', `The slices of series ${seriesUID} are shifted sideways unevenly, by up to ${offLineMm.toFixed(1)} mm from a straight line; such a stack makes no volume.`);
}

function requireSameShape(first: ImagePlane, slice: PlacedSlice, seriesUID: string): void {
  const what = shapeDifference(first, slice.plane);
  if (what === null) return;
  throw new DicomError('broken-value', `Image ${nameSlice(slice)} has another ${what} than the rest of series ${seriesUID}; they make no single volume.`, { detail: { sopInstanceUID: slice.sopInstanceUID } });
}

/** What keeps two planes out of one box; null where nothing does. */
export function shapeDifference(first: ImagePlane, plane: ImagePlane): 'size' | 'pixel spacing' | 'orientation' | null {
  if (plane.rows !== first.rows || plane.columns !== first.columns) return 'size';
  if (Math.abs(plane.rowSpacingMm - first.rowSpacingMm) > 1e-4 || Math.abs(plane.columnSpacingMm - first.columnSpacingMm) > 1e-4) return 'pixel spacing';
  const turned = Math.max(length(subtract(plane.rowDirection, first.rowDirection)), length(subtract(plane.columnDirection, first.columnDirection)));
  return turned > 1e-3 ? 'orientation' : null;
}

function requireDistinct(placed: readonly { readonly slice: PlacedSlice; readonly position: number }[], seriesUID: string): void {
  placed.forEach(({ slice, position }, index) => {
    const before = placed[index - 1];
    if (before === undefined || position - before.position >= samePositionMm) return;
    throw new DicomError(
      'broken-value',
      `Images ${nameSlice(before.slice)} and ${nameSlice(slice)} of series ${seriesUID} lie at the same position; the series holds more than one acquisition.`,
      { detail: { sopInstanceUID: slice.sopInstanceUID } },
    );
  });
}

const nameSlice = ({ sopInstanceUID, frame }: PlacedSlice): string => (frame === 0 ? sopInstanceUID : `${sopInstanceUID} frame ${frame + 1}`);
