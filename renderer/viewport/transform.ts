import type { Vector3 } from '../../shared/geometry/vector.ts';
import { add, cross, dot, normalize, scale } from '../../shared/geometry/vector.ts';

/** Where a resliced image lies: centre of its first pixel and the patient directions its columns and rows run in. */
export interface SliceFrame {
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  readonly origin: Vector3;
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
}

/** How a picture lies in its cell beside its zoom: turned clockwise after left and right were exchanged. */
export interface Turn {
  readonly rotationDegrees: number;
  readonly isFlipped: boolean;
}

export const upright: Turn = { rotationDegrees: 0, isFlipped: false };

/** Patient mm ↔ CSS pixels of one cell; image and overlay are drawn with the same one. */
export interface Transform {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerMm: number;
  /** In-plane mm (from the origin of the space) shown at the middle of the cell. */
  readonly centreMm: readonly [number, number];
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
  readonly offNormal: Vector3;
  readonly turn: Turn;
  /** screen = middle + pxPerMm · matrix · (in-plane mm − centreMm); [xx, xy, yx, yy], orthogonal. */
  readonly matrix: readonly [number, number, number, number];
}

/** Middle of a picture in in-plane mm. */
export function frameMiddle({ columns, rows, columnSpacingMm, rowSpacingMm, origin, xDirection, yDirection }: SliceFrame): readonly [number, number] {
  return [dot(origin, xDirection) + ((columns - 1) * columnSpacingMm) / 2, dot(origin, yDirection) + ((rows - 1) * rowSpacingMm) / 2];
}

/** CSS pixels for a mm that fit a picture, turned as it is, into a cell. */
export function fittingPxPerMm(frame: SliceFrame, widthPx: number, heightPx: number, turn: Turn): number {
  const [xx, xy] = matrixOf(turn);
  const widthMm = frame.columns * frame.columnSpacingMm;
  const heightMm = frame.rows * frame.rowSpacingMm;
  const acrossMm = Math.abs(xx) * widthMm + Math.abs(xy) * heightMm;
  const downMm = Math.abs(xy) * widthMm + Math.abs(xx) * heightMm;
  return Math.max(1e-6, Math.min(widthPx / acrossMm, heightPx / downMm));
}

/**
 * Transform that fits the slice at zoom 1 and shows `centre` (or the middle of the image) in the middle.
 * @param depth any point of the slice, so that points read back lie in it
 */
export function transformOf(frame: SliceFrame, widthPx: number, heightPx: number, zoom: number, centre: Vector3 | null, depth: Vector3, turn: Turn = upright): Transform {
  const { xDirection, yDirection } = frame;
  const pxPerMm = fittingPxPerMm(frame, widthPx, heightPx, turn) * zoom;
  const centreMm: readonly [number, number] = centre ? [dot(centre, xDirection), dot(centre, yDirection)] : frameMiddle(frame);
  const normal = normalize(cross(xDirection, yDirection));
  return { widthPx, heightPx, pxPerMm, centreMm, xDirection, yDirection, offNormal: scale(normal, dot(depth, normal)), turn, matrix: matrixOf(turn) };
}

function matrixOf({ rotationDegrees, isFlipped }: Turn): Transform['matrix'] {
  const [cos, sin] = cosSin(rotationDegrees);
  const flip = isFlipped ? -1 : 1;
  return [cos * flip, -sin, sin * flip, cos];
}

/** Exact for quarter turns, so that an upright picture stays sharp. */
function cosSin(degrees: number): readonly [number, number] {
  const quarters = ((degrees % 360) + 360) % 360;
  if (quarters % 90 !== 0) return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[quarters / 90] ?? [1, 0];
}

/** CSS pixel of in-plane mm. */
export function inPlaneToScreen({ widthPx, heightPx, pxPerMm, centreMm, matrix }: Transform, u: number, v: number): readonly [number, number] {
  const [du, dv] = [(u - centreMm[0]) * pxPerMm, (v - centreMm[1]) * pxPerMm];
  return [widthPx / 2 + matrix[0] * du + matrix[1] * dv, heightPx / 2 + matrix[2] * du + matrix[3] * dv];
}

/** CSS pixel of a patient point, projected along the normal. */
export const toScreen = (transform: Transform, point: Vector3): readonly [number, number] => inPlaneToScreen(transform, dot(point, transform.xDirection), dot(point, transform.yDirection));

/**
 * Patient point in the slice under a CSS pixel, the inverse of {@link toScreen}. Cosines written with few digits are not
 * quite perpendicular; allowing for that keeps the point in place however far it lies from the origin of the space.
 */
export function toPatient(transform: Transform, x: number, y: number): Vector3 {
  const { matrix, pxPerMm, centreMm, xDirection, yDirection } = transform;
  const [dx, dy] = [(x - transform.widthPx / 2) / pxPerMm, (y - transform.heightPx / 2) / pxPerMm];
  const u = centreMm[0] + matrix[0] * dx + matrix[2] * dy;
  const v = centreMm[1] + matrix[1] * dx + matrix[3] * dy;
  const skew = dot(xDirection, yDirection);
  const perpendicular = 1 - skew * skew;
  return add(add(scale(xDirection, (u - skew * v) / perpendicular), scale(yDirection, (v - skew * u) / perpendicular)), transform.offNormal);
}

/** Patient direction that points to the right and to the bottom of the cell. */
export function screenDirections({ matrix, xDirection, yDirection }: Transform): { readonly right: Vector3; readonly down: Vector3 } {
  return {
    right: add(scale(xDirection, matrix[0]), scale(yDirection, matrix[1])),
    down: add(scale(xDirection, matrix[2]), scale(yDirection, matrix[3])),
  };
}

/** Lets a context draw in in-plane mm on a canvas of `pixelRatio` device pixels for a CSS pixel. */
export function drawInPlane(context: CanvasRenderingContext2D, transform: Transform, pixelRatio: number): void {
  const { matrix, pxPerMm, centreMm, widthPx, heightPx } = transform;
  const scaled = pxPerMm * pixelRatio;
  const [xx, xy, yx, yy] = matrix;
  context.setTransform(
    xx * scaled, yx * scaled, xy * scaled, yy * scaled,
    pixelRatio * (widthPx / 2) - (xx * centreMm[0] + xy * centreMm[1]) * scaled,
    pixelRatio * (heightPx / 2) - (yx * centreMm[0] + yy * centreMm[1]) * scaled,
  );
}
