import { add, dot, length, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import type { ImagePlane } from '../dicom/readPlane.ts';

/** Which way the slices of a stack run, or how far they are from running straight. */
export type SliceLine =
  | {
    readonly kind: 'straight';
    /** From slice to slice for every mm along the normal. */
    readonly direction: Vector3;
    /** Angle between that and the normal; null where the shift stays within half a pixel. */
    readonly tiltDegrees: number | null;
    /** How far the first pixel of a slice lies from the line at most. */
    readonly offLineMm: number;
  }
  | { readonly kind: 'crooked'; readonly offLineMm: number };

/** Shifts below this come from positions written with two decimals. */
const roundingMm = 0.01;

/**
 * Fits a line from the first slice through the first pixels of all, least squares of the sideways shift over the
 * position along the normal; a tilted gantry shifts slices in proportion to it, whatever their spacing.
 *
 * @param origins centres of first pixels, patient LPS mm, ascending along the normal
 * @param plane of the first slice
 * @returns crooked where a slice lies more than half a pixel from the line
 */
export function fitSliceDirection(origins: readonly Vector3[], plane: ImagePlane): SliceLine {
  const { normal } = plane;
  const shifts = origins.map((origin) => {
    const offset = subtract(origin, plane.origin);
    const alongMm = dot(offset, normal);
    return { alongMm, sideways: subtract(offset, scale(normal, alongMm)) };
  });
  const weight = shifts.reduce((sum, { alongMm }) => sum + alongMm * alongMm, 0);
  const moment = shifts.reduce<Vector3>((sum, { alongMm, sideways }) => add(sum, scale(sideways, alongMm)), [0, 0, 0]);
  const lean: Vector3 = weight === 0 ? [0, 0, 0] : scale(moment, 1 / weight);
  const halfPixelMm = Math.min(plane.columnSpacingMm, plane.rowSpacingMm) / 2;
  const offLineMm = Math.max(...shifts.map(({ alongMm, sideways }) => length(subtract(sideways, scale(lean, alongMm)))));
  if (offLineMm > halfPixelMm) return { kind: 'crooked', offLineMm };
  const shiftMm = length(lean) * Math.max(...shifts.map(({ alongMm }) => alongMm));
  if (shiftMm <= roundingMm) return { kind: 'straight', direction: normal, tiltDegrees: null, offLineMm };
  return { kind: 'straight', direction: add(normal, lean), tiltDegrees: shiftMm > halfPixelMm ? (Math.atan(length(lean)) * 180) / Math.PI : null, offLineMm };
}
