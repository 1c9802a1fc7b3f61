import { RtError } from '../../errors/appError.ts';
import { cross, dot, normalize, type PatientPoint, type Vector3 } from '../../geometry/vector.ts';
import { buildContourStack } from './contourStack.ts';
import { isInsideRegion } from './insideRegion.ts';
import { cutAlongStack } from './planeCut.ts';
import { cutSlanted } from './slantedCut.ts';
import { buildSlabs, type Slab, type SlabStack } from './slabs.ts';
import type { Structure } from '../types.ts';

/** Thickness drawn for a structure with one contour plane, whose own spacing nobody knows. */
const singlePlaneMm = 3;
/** A stack whose normal is this near to a patient axis shows its own contours in that plane. */
const parallelCosine = 0.9999;

/** Any plane: only planes turned less than this out of the contours show them as drawn (under a twelfth of a degree). */
const drawnCosine = 1 - 1e-6;
/** A plane this near to the stack's normal cuts all contours in one line. */
const alongSine = 1e-9;

const normalOf = { axial: [0, 0, 1], sagittal: [1, 0, 0], coronal: [0, 1, 0] } as const;

/** A plane in patient LPS mm, by a point of it and two directions that need be neither unit nor at right angles. */
export interface CutPlane {
  readonly origin: PatientPoint;
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
}

/** Slabs of every structure seen, built once; null keeps why there are none. */
const stacks = new WeakMap<Structure, SlabStack | RtError>();

/**
 * Outlines of a structure in a patient plane, as closed polygons x0,y0,z0,x1,… in patient LPS mm.
 *
 * Across the stack (axial, for axial contours): the contours of the slab that holds the position, at most half the local
 * spacing away, as they were drawn; fill even–odd. Otherwise the stair-step outline of the slabs cut by the plane.
 * Empty where the plane misses the structure, and for a structure {@link outlineProblem} reports on.
 *
 * @param positionMm patient coordinate: z for axial, x for sagittal, y for coronal
 */
export function contoursInPlane(structure: Structure, plane: 'axial' | 'sagittal' | 'coronal', positionMm: number): Float64Array[] {
  return outlineIn(structure, normalOf[plane], positionMm, parallelCosine);
}

/**
 * Outlines of a structure in any plane, as closed polygons x0,y0,z0,x1,… in patient LPS mm; fill even–odd.
 *
 * A plane parallel to the contours shows those of its slab as drawn, one along the stack the stair-step outline of the slabs,
 * one that leans the part of every slab's contours that lies in the strip where plane and slab meet. A point inside the
 * outlines is inside the structure ({@link structuresAtPoint}). Empty as in {@link contoursInPlane}.
 */
export function contoursInAnyPlane(structure: Structure, { origin, xDirection, yDirection }: CutPlane): Float64Array[] {
  const normal = normalize(cross(xDirection, yDirection));
  return outlineIn(structure, normal, dot(origin, normal), drawnCosine);
}

function outlineIn(structure: Structure, normal: Vector3, positionMm: number, cosineOfDrawn: number): Float64Array[] {
  const stack = slabsAsDrawn(structure);
  if (stack instanceof RtError) return [];
  const { frame, slabs } = stack;
  const cosine = dot(frame.normal, normal);
  if (Math.abs(cosine) < alongSine) return cutAlongStack(slabs, frame, normal, positionMm);
  if (Math.abs(cosine) < cosineOfDrawn) return cutSlanted(slabs, frame, normal, positionMm);
  const slab = slabAt(slabs, positionMm / cosine);
  return slab === null ? [] : slab.polygons.map((polygon) => toPatient(polygon, slab.positionMm, stack));
}

/** Why a structure has no outline (no closed contour, contours not parallel); null when it has one. */
export function outlineProblem(structure: Structure): RtError | null {
  const stack = slabsAsDrawn(structure);
  return stack instanceof RtError ? stack : null;
}

/** The structures that hold a patient point: even–odd inside the slab at its height. */
export function structuresAtPoint(structures: readonly Structure[], point: Vector3): readonly Structure[] {
  return structures.filter((structure) => {
    const stack = slabsAsDrawn(structure);
    if (stack instanceof RtError) return false;
    const slab = slabAt(stack.slabs, dot(point, stack.frame.normal));
    return slab !== null && isInsideRegion(slab.polygons, dot(point, stack.frame.uAxis), dot(point, stack.frame.vAxis));
  });
}

/** The slabs a structure is drawn from, ends half a spacing beyond the contours, built once; or why it has none. */
export function slabsAsDrawn(structure: Structure): SlabStack | RtError {
  const known = stacks.get(structure);
  if (known !== undefined) return known;
  const built = build(structure);
  stacks.set(structure, built);
  return built;
}

function build(structure: Structure): SlabStack | RtError {
  try {
    return buildSlabs(buildContourStack(structure), 'half', singlePlaneMm);
  } catch (error) {
    if (error instanceof RtError) return error;
    throw error;
  }
}

/** The slab that holds a height; null in a gap and beyond the ends. The lower of two that meet there wins. */
function slabAt(slabs: readonly Slab[], heightMm: number): Slab | null {
  let low = 0;
  let high = slabs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slabs[middle]!.highMm < heightMm) low = middle + 1;
    else high = middle;
  }
  const slab = slabs[low];
  return slab !== undefined && slab.lowMm <= heightMm && heightMm <= slab.highMm ? slab : null;
}

function toPatient(polygon: Float64Array, heightMm: number, { frame }: SlabStack): Float64Array {
  const points = new Float64Array((polygon.length / 2) * 3);
  for (let n = 0; n < polygon.length / 2; n += 1) {
    const u = polygon[n * 2]!;
    const v = polygon[n * 2 + 1]!;
    points[n * 3] = u * frame.uAxis[0] + v * frame.vAxis[0] + heightMm * frame.normal[0];
    points[n * 3 + 1] = u * frame.uAxis[1] + v * frame.vAxis[1] + heightMm * frame.normal[1];
    points[n * 3 + 2] = u * frame.uAxis[2] + v * frame.vAxis[2] + heightMm * frame.normal[2];
  }
  return points;
}
