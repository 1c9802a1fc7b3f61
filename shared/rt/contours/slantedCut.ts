import { add, dot, length, scale, type Vector3 } from '../../geometry/vector.ts';
import { polygonBounds, type ScanExtent } from './scanLines.ts';
import type { Slab, StackFrame } from './contourStack.ts';
import { unionOfAll } from './polygonSets.ts';

/** A plane that leans to a stack. Its points are foot + a·along + l·up, a and l in mm from a foot near the structure. */
interface Slant {
  readonly foot: Vector3;
  /** Unit, parallel to the contours. */
  readonly along: Vector3;
  /** Unit, up the plane. */
  readonly up: Vector3;
  /** Height of the foot in the stack, and how far the plane runs for every mm of height. */
  readonly footHeightMm: number;
  readonly runPerHeight: number;
  /** `along` in the contours' axes, unit (u, v). */
  readonly alongUV: readonly [number, number];
  /** Across it, unit (u, v); the plane stands at q = first + rate·w on this axis at height w. */
  readonly acrossUV: readonly [number, number];
  readonly firstMm: number;
  readonly rate: number;
}

/**
 * Outline of the slabs of a structure where a plane that leans to them cuts them, x,y,z patient mm.
 *
 * Inside a slab the contours do not change with height, so the plane shows of them what lies in the strip it sweeps between the
 * slab's borders. The strips of touching slabs are united; steps at the borders are what the contours say.
 *
 * @param normal unit normal of the plane, neither along nor at right angles to the stack's
 * @param positionMm of the plane along its normal, from the patient origin
 */
export function cutSlanted(slabs: readonly Slab[], frame: StackFrame, normal: Vector3, positionMm: number): Float64Array[] {
  const slant = slantOf(slabs, frame, normal, positionMm);
  const strips = slabs.filter((slab) => doesMeet(slab, slant)).map((slab) => stripOf(slab, slant)).filter((polygons) => polygons.length > 0);
  return unionOfAll(strips).map((polygon) => toPatient(polygon, slant));
}

function slantOf(slabs: readonly Slab[], frame: StackFrame, normal: Vector3, positionMm: number): Slant {
  const [u, v, cosine] = [dot(frame.uAxis, normal), dot(frame.vAxis, normal), dot(frame.normal, normal)];
  const sine = Math.hypot(u, v);
  const acrossUV = [u / sine, v / sine] as const;
  const alongUV = [-acrossUV[1], acrossUV[0]] as const;
  const across = add(scale(frame.uAxis, acrossUV[0]), scale(frame.vAxis, acrossUV[1]));
  // On the plane q·sine + w·cosine = position, with q along `across`.
  const [firstMm, rate] = [positionMm / sine, -cosine / sine];
  // The foot lies where the plane passes the structure: far from it a plane that hardly leans would run into lengths no grid of corners holds.
  const middle = slabs[slabs.length >> 1]?.polygons[0];
  const q = middle === undefined ? 0 : middle[0]! * acrossUV[0] + middle[1]! * acrossUV[1];
  const footHeightMm = Math.min(slabs.at(-1)?.highMm ?? 0, Math.max(slabs[0]?.lowMm ?? 0, (q - firstMm) / rate));
  const rise = add(frame.normal, scale(across, rate));
  const runPerHeight = length(rise);
  return {
    foot: add(scale(across, firstMm), scale(rise, footHeightMm)), up: scale(rise, 1 / runPerHeight),
    along: add(scale(frame.uAxis, alongUV[0]), scale(frame.vAxis, alongUV[1])), footHeightMm, runPerHeight, alongUV, acrossUV, firstMm, rate,
  };
}

/** Boxes round the contours of slabs seen, made once: a plane passes by most slabs of a long structure. */
const boxes = new WeakMap<Slab, ScanExtent>();

function boxOf(slab: Slab): ScanExtent {
  const known = boxes.get(slab);
  if (known !== undefined) return known;
  const box = polygonBounds(slab.polygons);
  boxes.set(slab, box);
  return box;
}

/** The strip of the plane inside the slab meets the box round its contours. */
function doesMeet(slab: Slab, { acrossUV: [u, v], firstMm, rate }: Slant): boolean {
  const { uMin, uMax, vMin, vMax } = boxOf(slab);
  const middle = ((uMin + uMax) * u + (vMin + vMax) * v) / 2;
  const reach = ((uMax - uMin) * Math.abs(u) + (vMax - vMin) * Math.abs(v)) / 2;
  const [a, b] = [firstMm + rate * slab.lowMm - middle, firstMm + rate * slab.highMm - middle];
  return Math.min(a, b) <= reach && Math.max(a, b) >= -reach;
}

/** The slab's contours in the strip of the plane between its borders, as polygons a,l with l in mm up the plane. */
function stripOf(slab: Slab, slant: Slant): Float64Array[] {
  const [low, high] = [slant.firstMm + slant.rate * slab.lowMm, slant.firstMm + slant.rate * slab.highMm];
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  const runAt = (heightMm: number): number => (heightMm - slant.footHeightMm) * slant.runPerHeight;
  const [lowMm, highMm] = [runAt(slab.lowMm), runAt(slab.highMm)];
  return slab.polygons.flatMap((polygon) => {
    const turned = inSlantAxes(polygon, slant);
    const clipped = clippedTo(clippedTo(turned, from, 1), to, -1);
    if (clipped.length < 6) return [];
    const strip = Float64Array.from(clipped);
    // Corners on the strip's borders get the borders' own heights, so that touching slabs meet exactly.
    for (let n = 1; n < strip.length; n += 2) strip[n] = strip[n] === low ? lowMm : strip[n] === high ? highMm : runAt((strip[n]! - slant.firstMm) / slant.rate);
    return [strip];
  });
}

/** a along the cut, q across it, for every corner. */
function inSlantAxes(polygon: Float64Array, { alongUV, acrossUV }: Slant): number[] {
  const turned: number[] = [];
  for (let n = 0; n + 1 < polygon.length; n += 2) {
    const [u, v] = [polygon[n]!, polygon[n + 1]!];
    turned.push(u * alongUV[0] + v * alongUV[1], u * acrossUV[0] + v * acrossUV[1]);
  }
  return turned;
}

/** The part of a polygon a,q with q at or beyond a border on one side (Sutherland and Hodgman, Commun ACM 1974;17:32). */
function clippedTo(polygon: readonly number[], border: number, side: 1 | -1): number[] {
  const kept: number[] = [];
  let n = polygon.length - 2;
  for (let m = 0; m < polygon.length; n = m, m += 2) {
    const [before, here] = [(polygon[n + 1]! - border) * side, (polygon[m + 1]! - border) * side];
    if (before < 0 !== here < 0) kept.push(polygon[n]! + (before / (before - here)) * (polygon[m]! - polygon[n]!), border);
    if (here >= 0) kept.push(polygon[m]!, polygon[m + 1]!);
  }
  return kept;
}

function toPatient(polygon: Float64Array, { foot, along, up }: Slant): Float64Array {
  const points = new Float64Array((polygon.length / 2) * 3);
  for (let n = 0; n < polygon.length / 2; n += 1) points.set(add(foot, add(scale(along, polygon[n * 2]!), scale(up, polygon[n * 2 + 1]!))), n * 3);
  return points;
}
