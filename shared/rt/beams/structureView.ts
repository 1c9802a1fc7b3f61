import { RtError } from '../../errors/appError.ts';
import { add, scale } from '../../geometry/vector.ts';
import { slabsAsDrawn } from '../contours/contourSlice.ts';
import type { Slab, StackFrame } from '../contours/contourStack.ts';
import { polygonAreaMm2, turnedAreaMm2, unionOf, unionOfTurned } from '../contours/polygonSets.ts';
import type { Structure } from '../types.ts';
import { projectPoint, type BeamGeometry } from './beamGeometry.ts';

/**
 * A structure as the beam sees it: the outline of its shadow in the isocentre plane, polygons Xb, Yb in mm, outside
 * anticlockwise and holes clockwise.
 *
 * The shadow of a slab is that of its two faces and of the walls between them; all of them are united, exact for the slabs.
 *
 * @throws {RtError} no volume (no-closed-contour | unsupported | frame-of-reference-mismatch) | unsupported (it reaches beyond the source)
 */
export function structureView(geometry: BeamGeometry, structure: Structure): Float64Array[] {
  const stack = slabsAsDrawn(structure);
  if (stack instanceof RtError) throw stack;
  const shadows = stack.slabs.map((slab) => slabShadow(geometry, structure, slab, stack.frame));
  return unionOfTurned(shadows.flat());
}

function slabShadow(geometry: BeamGeometry, structure: Structure, slab: Slab, frame: StackFrame): Float64Array[] {
  const region = unionOf(slab.polygons);
  const [low, high] = [slab.lowMm, slab.highMm].map((heightMm) => region.map((polygon) => projected(geometry, structure, polygon, heightMm, frame)));
  if (low === undefined || high === undefined) return [];
  const faces = [low, high].flatMap((face) => (turnedAreaMm2(face) < 0 ? face.map(reversed) : face));
  return unionOfTurned([...faces, ...low.flatMap((polygon, n) => walls(polygon, high[n] ?? polygon))]);
}

/** Shadows of the walls between the same outline at the two borders of a slab, all anticlockwise. */
function walls(low: Float64Array, high: Float64Array): Float64Array[] {
  const quads: Float64Array[] = [];
  let n = low.length - 2;
  for (let m = 0; m < low.length; n = m, m += 2) {
    const quad = Float64Array.of(low[n]!, low[n + 1]!, low[m]!, low[m + 1]!, high[m]!, high[m + 1]!, high[n]!, high[n + 1]!);
    const area = polygonAreaMm2(quad);
    if (area !== 0) quads.push(area < 0 ? reversed(quad) : quad);
  }
  return quads;
}

function projected(geometry: BeamGeometry, structure: Structure, polygon: Float64Array, heightMm: number, { uAxis, vAxis, normal }: StackFrame): Float64Array {
  const view = new Float64Array(polygon.length);
  for (let n = 0; n + 1 < polygon.length; n += 2) {
    const seen = projectPoint(geometry, add(scale(normal, heightMm), add(scale(uAxis, polygon[n]!), scale(vAxis, polygon[n + 1]!))));
    if (seen === null) throw new RtError('unsupported', `Structure "${structure.name}" reaches to the level of the source or beyond; it has no shadow in the beam's eye view.`, { detail: { structure: structure.name } });
    view.set(seen, n);
  }
  return view;
}

function reversed(polygon: Float64Array): Float64Array {
  const turned = new Float64Array(polygon.length);
  for (let n = 0; n + 1 < polygon.length; n += 2) turned.set([polygon[n]!, polygon[n + 1]!], polygon.length - 2 - n);
  return turned;
}
