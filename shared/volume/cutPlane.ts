import { add, scale } from '../geometry/vector.ts';
import { acquiredPlanes, alignedPlanes } from './alignedPlanes.ts';
import type { AlignedPlanes } from './alignedPlanes.ts';
import { alignedLines, copyPlane } from './copyPlane.ts';
import { foldPlanes } from './foldPlanes.ts';
import { writeLine } from './planeLines.ts';
import type { ReadLine } from './planeLines.ts';
import { stepAlongMm } from './planeStack.ts';
import type { PlaneFrame, PlaneImage, PlaneStack, SlabOptions } from './planeStack.ts';
import { sampledLines } from './samplePlane.ts';
import { combinePlanes } from './slab.ts';
import type { ImageVolume, Voxels } from './types.ts';

/**
 * Plane `index` of a stack, thick where `slab` says so.
 *
 * A slab takes in the planes up to half its thickness away on either side: of voxels taken as they are, those that lie
 * there; of sampled planes, both borders and planes between them no farther apart than voxels. Integer voxels stay
 * integers, rounded.
 *
 * @param stack of this volume, from `planeStack`; an index beyond its ends gives the first or last plane, as `origin` tells
 * @param out reused for the pixels where type and length fit; never where it is memory of the volume itself
 * @returns for acquired planes without a slab the volume's own memory, to be read only
 */
export function cutPlane(volume: ImageVolume, stack: PlaneStack, index: number, slab: SlabOptions | null, out?: Voxels): PlaneImage {
  const plane = Math.max(0, Math.min(stack.positionsMm.length - 1, Math.round(index)));
  return {
    columns: stack.columns, rows: stack.rows, columnSpacingMm: stack.columnSpacingMm, rowSpacingMm: stack.rowSpacingMm,
    pixels: slab !== null && slab.thicknessMm > 0 ? thickPixels(volume, stack, plane, slab, out) : thinPixels(volume, stack, plane, out),
    origin: originOf(stack, plane), xDirection: stack.xDirection, yDirection: stack.yDirection,
  };
}

/**
 * A plane anywhere in a volume, sampled, as for a second volume drawn over the slices of a first.
 *
 * @param frame pixels and place of the plane, in the volume's frame of reference
 * @param out as in {@link cutPlane}
 */
export function cutPlaneAt(volume: ImageVolume, { columns, rows, columnSpacingMm, rowSpacingMm, origin, xDirection, yDirection }: PlaneFrame, out?: Voxels): PlaneImage {
  const frame = { columns, rows, columnSpacingMm, rowSpacingMm, origin, xDirection, yDirection };
  const pixels = pixelsFor(volume, columns * rows, out);
  drawLines(sampledLines(volume, frame, origin), columns, pixels, outsideValue(volume));
  return { ...frame, pixels };
}

/** What a plane shows where the volume has no value: its padding; where it has none, the least whole number of its type, or NaN. */
export function outsideValue({ paddingValue, voxels }: Pick<ImageVolume, 'paddingValue' | 'voxels'>): number {
  if (paddingValue !== null) return paddingValue;
  if (voxels instanceof Float32Array) return Number.NaN;
  return voxels instanceof Int16Array ? -32768 : 0;
}

function thinPixels(volume: ImageVolume, stack: PlaneStack, plane: number, out: Voxels | undefined): Voxels {
  const size = stack.columns * stack.rows;
  if (stack.orientation.kind === 'acquired') return volume.voxels.subarray(plane * size, (plane + 1) * size);
  const pixels = pixelsFor(volume, size, out);
  const aligned = alignedOf(volume, stack);
  if (aligned !== null && stack.isExact) copyPlane(volume, aligned, plane, pixels);
  else drawLines(aligned === null ? sampledLines(volume, stack, originOf(stack, plane)) : alignedLines(volume, aligned, plane), stack.columns, pixels, outsideValue(volume));
  return pixels;
}

function thickPixels(volume: ImageVolume, stack: PlaneStack, plane: number, { mode, thicknessMm }: SlabOptions, out: Voxels | undefined): Voxels {
  const pixels = pixelsFor(volume, stack.columns * stack.rows, out);
  const aligned = alignedOf(volume, stack);
  if (aligned === null) {
    combinePlanes(sampledPlanes(volume, stack, plane, thicknessMm), mode, stack.columns, pixels, outsideValue(volume));
    return pixels;
  }
  const within = planesWithin(volume, stack, plane, thicknessMm);
  if (stack.isExact && mode !== 'mean') foldPlanes(volume, aligned, within, mode, pixels);
  else combinePlanes(within.map((each) => alignedLines(volume, aligned, each)), mode, stack.columns, pixels, outsideValue(volume));
  return pixels;
}

/** Planes of the stack no farther than half the thickness; slices within 1 % of where they would be even count as there. */
function planesWithin({ geometry }: ImageVolume, { positionsMm, normal }: PlaneStack, plane: number, thicknessMm: number): readonly number[] {
  const centreMm = positionsMm[plane] ?? 0;
  const reachMm = thicknessMm / 2 + stepAlongMm(geometry, normal) * 0.01;
  return positionsMm.flatMap((position, index) => (Math.abs(position - centreMm) <= reachMm ? [index] : []));
}

function sampledPlanes(volume: ImageVolume, stack: PlaneStack, plane: number, thicknessMm: number): readonly ReadLine[] {
  const { positionsMm, normal } = stack;
  const extentMm = (positionsMm.at(-1) ?? 0) - (positionsMm[0] ?? 0);
  const stepMm = stepAlongMm(volume.geometry, normal);
  // Farther than the volume reaches there is nothing to take in.
  const reachMm = Math.min(thicknessMm / 2, extentMm + stepMm);
  const half = Math.ceil(reachMm / stepMm - 1e-6);
  const origin = originOf(stack, plane);
  return Array.from({ length: 2 * half + 1 }, (_, shift) => sampledLines(volume, stack, add(origin, scale(normal, ((shift - half) * reachMm) / half))));
}

/** How planes run through the voxels, where they need no sampling; a tilted stack's own slices lie side by side only alone. */
function alignedOf({ geometry }: ImageVolume, { orientation: { kind } }: PlaneStack): AlignedPlanes | null {
  if (kind === 'oblique') return null;
  return kind === 'acquired' ? acquiredPlanes(geometry) : alignedPlanes(geometry, kind);
}

function drawLines(readLine: ReadLine, columns: number, pixels: Voxels, filler: number): void {
  const line = new Float64Array(columns);
  for (let row = 0; row * columns < pixels.length; row++) {
    readLine(row, line);
    writeLine(line, pixels, row * columns, filler);
  }
}

function pixelsFor({ voxels }: ImageVolume, length: number, out: Voxels | undefined): Voxels {
  if (out !== undefined && out.length === length && out.constructor === voxels.constructor && out.buffer !== voxels.buffer) return out;
  if (voxels instanceof Float32Array) return new Float32Array(length);
  return voxels instanceof Int16Array ? new Int16Array(length) : new Uint16Array(length);
}

const originOf = ({ origins }: PlaneStack, plane: number): PlaneStack['origins'][number] => origins[plane] ?? [0, 0, 0];
