/**
 * Whether a point of the plane lies inside polygons, even–odd: a ray towards +u crosses them an odd number of times.
 *
 * @param polygons u0,v0,u1,v1,… in mm, implicitly closed
 */
export function isInsideRegion(polygons: readonly Float64Array[], u: number, v: number): boolean {
  let isOdd = false;
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const vn = polygon[n + 1]!;
      const vm = polygon[m + 1]!;
      if (vn > v === vm > v) continue;
      if (u < polygon[n]! + ((v - vn) / (vm - vn)) * (polygon[m]! - polygon[n]!)) isOdd = !isOdd;
    }
  }
  return isOdd;
}
