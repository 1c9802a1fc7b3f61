import type { Region } from './polygonSets.ts';

/** Whether a point of the plane lies inside a region, even–odd: a ray towards +u crosses its outlines an odd number of times. */
export function isInsideRegion(polygons: Region, u: number, v: number): boolean {
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
