/** Farther from their common plane than this is no rounding of decimal strings, mm. */
const roundingMm = 0.5;

/**
 * How far the points of a planar contour leave their plane, mm; 0 where it is no more than rounding.
 *
 * The plane goes through the centroid along Newell's normal, which is the area vector of the polygon and so hardly moved by
 * one stray point.
 *
 * @param pointsMm x0,y0,z0,x1,… at least three points
 */
export function offPlaneMm(pointsMm: Float64Array): number {
  const count = pointsMm.length / 3;
  // Nearly every contour has one z.
  let isAxial = true;
  for (let n = 5; n < pointsMm.length && isAxial; n += 3) isAxial = pointsMm[n] === pointsMm[2];
  if (isAxial) return 0;
  const centroid = [0, 0, 0];
  const normal = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const here = n * 3;
    const next = ((n + 1) % count) * 3;
    for (let axis = 0; axis < 3; axis++) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      centroid[axis] = (centroid[axis] ?? 0) + (pointsMm[here + axis] ?? 0) / count;
      normal[axis] = (normal[axis] ?? 0) + ((pointsMm[here + u] ?? 0) - (pointsMm[next + u] ?? 0)) * ((pointsMm[here + v] ?? 0) + (pointsMm[next + v] ?? 0));
    }
  }
  const [nx = 0, ny = 0, nz = 0] = normal;
  const length = Math.hypot(nx, ny, nz);
  if (length === 0) return 0;
  const [cx = 0, cy = 0, cz = 0] = centroid;
  let most = 0;
  for (let at = 0; at < pointsMm.length; at += 3) {
    const off = Math.abs(((pointsMm[at] ?? 0) - cx) * nx + ((pointsMm[at + 1] ?? 0) - cy) * ny + ((pointsMm[at + 2] ?? 0) - cz) * nz) / length;
    if (off > most) most = off;
  }
  return most > roundingMm ? most : 0;
}
