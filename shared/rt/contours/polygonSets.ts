import { ClipperOffset, ClipType, EndType, FillRule, JoinType, booleanOp, type Path64, type Paths64, type Point64 } from 'clipper2-ts';
import { isInsideRegion } from './insideRegion.ts';

/**
 * A region of a plane: closed polygons u0,v0,u1,v1,… in mm, filled even–odd whatever way they turn.
 *
 * What the functions of this file give back touches itself in corners at most, outer outlines turning anticlockwise
 * (u to v) and holes clockwise, so that {@link turnedAreaMm2} is its area.
 */
export type Region = readonly Float64Array[];

/** Corners are kept to this; thinner slivers vanish. */
const gridMm = 1e-4;
/** A rounded corner of an offset outline leaves its arc by no more than this. */
const arcDeviationMm = 5e-4;

/** What lies in either region; of one region alone, its outlines without crossings, keyholes closed. */
export const unionOf = (a: Region, b: Region = []): Float64Array[] => combined(ClipType.Union, a, b);

/** What lies in `a` and not in `b`. */
export const differenceOf = (a: Region, b: Region): Float64Array[] => combined(ClipType.Difference, a, b);

/** What lies in both regions. */
export const intersectionOf = (a: Region, b: Region): Float64Array[] => combined(ClipType.Intersection, a, b);

/** What lies in one region and not in the other. */
export const exclusiveOf = (a: Region, b: Region): Float64Array[] => combined(ClipType.Xor, a, b);

/** What lies in any of many regions, as their outlines swept once. */
export function unionOfAll(regions: readonly Region[]): Float64Array[] {
  // Regions may overlap, so even–odd holds inside each of them alone and the outlines turn the same way afterwards.
  return unionOfTurned(regions.flatMap((region) => unionOf(region)));
}

/** What lies in any of many regions given together, the outside of each turning anticlockwise and its holes clockwise. */
export const unionOfTurned = (polygons: Region): Float64Array[] => (polygons.length === 0 ? [] : fromGrid(booleanOp(ClipType.Union, toGrid(polygons), null, FillRule.NonZero)));

/** The region's connected parts: each its outer outline first, then its holes; an island in a hole is a part of its own. */
export function partsOf(region: Region): Float64Array[][] {
  const sized = unionOf(region).map((polygon) => ({ polygon, areaMm2: polygonAreaMm2(polygon) }));
  const parts = sized.filter(({ areaMm2 }) => areaMm2 > 0).sort((a, b) => a.areaMm2 - b.areaMm2).map(({ polygon }) => [polygon]);
  // A hole belongs to the smallest outline round it. Outlines may touch in corners, so most of its corners decide, not one.
  for (const { polygon } of sized.filter(({ areaMm2 }) => areaMm2 < 0)) {
    const round = parts.find((part) => isMostlyInside(polygon, part.slice(0, 1)));
    round?.push(polygon);
  }
  return parts;
}

function isMostlyInside(polygon: Float64Array, outer: Region): boolean {
  let inside = 0;
  let n = polygon.length - 2;
  for (let m = 0; m < polygon.length; n = m, m += 2) {
    if (isInsideRegion(outer, (polygon[n]! + polygon[m]!) / 2, (polygon[n + 1]! + polygon[m + 1]!) / 2)) inside += 1;
  }
  return inside * 4 > polygon.length;
}

/**
 * The region grown (positive) or shrunk (negative) by a distance, corners rounded: what lies within it of the region, or
 * farther than it from everything outside.
 */
export function offsetRegion(region: Region, distanceMm: number): Float64Array[] {
  const outlines = toGrid(unionOf(region));
  if (outlines.length === 0) return [];
  const offset = new ClipperOffset(2, arcDeviationMm / gridMm);
  offset.addPaths(outlines, JoinType.Round, EndType.Polygon);
  const grown: Paths64 = [];
  offset.execute(distanceMm / gridMm, grown);
  return fromGrid(grown);
}

/** Sum of the polygons' areas, mm², anticlockwise ones counting up and clockwise ones down. */
export const turnedAreaMm2 = (polygons: Region): number => polygons.reduce((sum, polygon) => sum + polygonAreaMm2(polygon), 0);

/** Area of a region, mm², however its polygons overlap and turn. */
export const regionAreaMm2 = (region: Region): number => turnedAreaMm2(unionOf(region));

/** Length of all outlines, mm. */
export function outlineLengthMm(polygons: Region): number {
  let sum = 0;
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) sum += Math.hypot(polygon[m]! - polygon[n]!, polygon[m + 1]! - polygon[n + 1]!);
  }
  return sum;
}

/** Area of one polygon, mm²; positive where it turns anticlockwise. */
export function polygonAreaMm2(polygon: Float64Array): number {
  // About the first corner: far from the origin the products would drown the area.
  const [u, v] = [polygon[0] ?? 0, polygon[1] ?? 0];
  let sum = 0;
  let n = polygon.length - 2;
  for (let m = 0; m < polygon.length; n = m, m += 2) sum += (polygon[n]! - u) * (polygon[m + 1]! - v) - (polygon[m]! - u) * (polygon[n + 1]! - v);
  return sum / 2;
}

function combined(operation: ClipType, a: Region, b: Region): Float64Array[] {
  return fromGrid(booleanOp(operation, toGrid(a), toGrid(b), FillRule.EvenOdd));
}

function toGrid(region: Region): Paths64 {
  return region.flatMap((polygon) => {
    const path: Path64 = [];
    for (let n = 0; n + 1 < polygon.length; n += 2) path.push({ x: Math.round(polygon[n]! / gridMm), y: Math.round(polygon[n + 1]! / gridMm) });
    const clean = withoutSpikes(path);
    return clean.length === 0 ? [] : [clean];
  });
}

/**
 * The same region without stretches that run out and back along one line. They hold no area, pixel-shaped contours have them,
 * and Clipper loses area beside horizontal ones (clipper2-ts 2.0.1).
 */
function withoutSpikes(path: Path64): Path64 {
  const kept: Path64 = [];
  for (const point of path) {
    while (doesTurnBack(kept.at(-2), kept.at(-1), point)) kept.pop();
    kept.push(point);
  }
  // The ring closes: its ends are looked at with each other until nothing goes.
  for (let from = 0; kept.length - from > 2; ) {
    if (doesTurnBack(kept.at(-2), kept.at(-1), kept[from])) kept.pop();
    else if (doesTurnBack(kept.at(-1), kept[from], kept[from + 1])) from += 1;
    else return from === 0 ? kept : kept.slice(from);
  }
  return [];
}

/** The corner repeats its neighbour, or the way on from it lies on the way to it. */
function doesTurnBack(before: Point64 | undefined, corner: Point64 | undefined, after: Point64 | undefined): boolean {
  if (corner === undefined || after === undefined) return false;
  if (corner.x === after.x && corner.y === after.y) return true;
  if (before === undefined) return false;
  const [ux, uy, vx, vy] = [corner.x - before.x, corner.y - before.y, after.x - corner.x, after.y - corner.y];
  return ux * vy === uy * vx && ux * vx + uy * vy <= 0;
}

function fromGrid(paths: Paths64): Float64Array[] {
  return paths.map((path) => {
    const polygon = new Float64Array(path.length * 2);
    path.forEach(({ x, y }, n) => {
      polygon[n * 2] = x * gridMm;
      polygon[n * 2 + 1] = y * gridMm;
    });
    return polygon;
  });
}
