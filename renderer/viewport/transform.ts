import type { Vector3 } from '../../shared/geometry/vector.ts';
import { add, cross, dot, scale } from '../../shared/geometry/vector.ts';

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

/** Patient mm ↔ CSS pixels of one viewport; image and overlay are drawn with the same one. */
export interface Transform {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerMm: number;
  /** In-plane mm (from the LPS origin) shown at the middle of the viewport. */
  readonly centreMm: readonly [number, number];
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
  readonly offNormal: Vector3;
}

/**
 * Transform that fits the slice at zoom 1 and shows `panMm` (or the middle of the image) in the middle.
 * @param depthMm any point of the slice, so that points read back lie in it
 */
export function transformOf(frame: SliceFrame, widthPx: number, heightPx: number, zoom: number, panMm: Vector3 | null, depthMm: Vector3): Transform {
  const widthMm = frame.columns * frame.columnSpacingMm;
  const heightMm = frame.rows * frame.rowSpacingMm;
  const pxPerMm = Math.max(1e-6, Math.min(widthPx / widthMm, heightPx / heightMm) * zoom);
  const { xDirection, yDirection } = frame;
  const centreMm: readonly [number, number] = panMm
    ? [dot(panMm, xDirection), dot(panMm, yDirection)]
    : [dot(frame.origin, xDirection) + (widthMm - frame.columnSpacingMm) / 2, dot(frame.origin, yDirection) + (heightMm - frame.rowSpacingMm) / 2];
  const normal = cross(xDirection, yDirection);
  return { widthPx, heightPx, pxPerMm, centreMm, xDirection, yDirection, offNormal: scale(normal, dot(depthMm, normal)) };
}

/** CSS pixel of a patient point, projected along the normal. */
export function toScreen(transform: Transform, point: Vector3): readonly [number, number] {
  return [
    transform.widthPx / 2 + (dot(point, transform.xDirection) - transform.centreMm[0]) * transform.pxPerMm,
    transform.heightPx / 2 + (dot(point, transform.yDirection) - transform.centreMm[1]) * transform.pxPerMm,
  ];
}

/** Patient point in the slice under a CSS pixel. */
export function toPatient(transform: Transform, x: number, y: number): Vector3 {
  const u = transform.centreMm[0] + (x - transform.widthPx / 2) / transform.pxPerMm;
  const v = transform.centreMm[1] + (y - transform.heightPx / 2) / transform.pxPerMm;
  return add(add(scale(transform.xDirection, u), scale(transform.yDirection, v)), transform.offNormal);
}
