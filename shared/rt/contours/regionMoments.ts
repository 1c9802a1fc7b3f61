import type { Region } from './polygonSets.ts';

/** Area of a region and the centre of that area, mm² and mm. */
export interface RegionMoments {
  readonly areaMm2: number;
  readonly u: number;
  readonly v: number;
}

/** Moments of outlines that turn as polygonSets.ts gives them: anticlockwise outside, clockwise round holes. */
export function momentsOf(polygons: Region): RegionMoments {
  const first = polygons[0];
  if (first === undefined || first.length < 2) return { areaMm2: 0, u: 0, v: 0 };
  // About a corner of the region: far from the origin the products would drown the area.
  const [u0, v0] = [first[0]!, first[1]!];
  let [twice, us, vs] = [0, 0, 0];
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const [ua, va, ub, vb] = [polygon[n]! - u0, polygon[n + 1]! - v0, polygon[m]! - u0, polygon[m + 1]! - v0];
      const turn = ua * vb - ub * va;
      twice += turn;
      us += turn * (ua + ub);
      vs += turn * (va + vb);
    }
  }
  return twice === 0 ? { areaMm2: 0, u: u0, v: v0 } : { areaMm2: twice / 2, u: u0 + us / (3 * twice), v: v0 + vs / (3 * twice) };
}
