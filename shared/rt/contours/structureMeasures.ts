import { add, scale, type Vector3 } from '../../geometry/vector.ts';
import { connectedPieces, type Piece } from './pieces.ts';
import { exclusiveOf, outlineLengthMm, turnedAreaMm2, unionOf } from './polygonSets.ts';
import { momentsOf } from './regionMoments.ts';
import type { SlabStack } from './slabs.ts';

/** What the slabs of a structure measure; the end cap is that of the stack. */
export interface StructureMeasures {
  readonly volumeCc: number;
  /** Centre of the volume, patient LPS mm; null where there is no volume. */
  readonly centroid: Vector3 | null;
  /** Box along the patient axes round all slabs, mm. */
  readonly boundsMm: { readonly low: Vector3; readonly high: Vector3 };
  /**
   * Surface, cm²: between the middles of touching slabs √((P·h)² + S²) of their mean outline P, distance h and the area S
   * that only one of them has, exact for cones and cylinders of any height; at the ends the wall of half a slab and its face.
   */
  readonly surfaceCm2: number;
  /** Contour planes, and stretches along the stack longer than one missing slice that hold none. */
  readonly contourPlanes: number;
  readonly gaps: number;
  readonly pieces: readonly Piece[];
}

/** Slabs nearer than this along the normal touch. */
const touchingMm = 1e-3;

/** Measures a slab model: exact for the slabs, which stand for the structure as its contours say. */
export function measureSlabs(stack: SlabStack): StructureMeasures {
  const pieces = connectedPieces(stack);
  const volumeCc = pieces.reduce((sum, piece) => sum + piece.volumeCc, 0);
  const centroid = volumeCc > 0 ? scale(pieces.reduce<Vector3>((sum, piece) => add(sum, scale(piece.centroid, piece.volumeCc)), [0, 0, 0]), 1 / volumeCc) : null;
  const apart = stack.slabs.slice(1).filter((slab, n) => slab.lowMm - (stack.slabs[n]?.highMm ?? slab.lowMm) > touchingMm);
  return { volumeCc, centroid, boundsMm: boundsOf(stack), surfaceCm2: surfaceMm2(stack) / 100, contourPlanes: stack.contourPlanes, gaps: apart.length, pieces };
}

/** Volume of a slab model, cm³: area of the region of each slab, times its thickness. */
export const slabModelCc = ({ slabs }: SlabStack): number => slabs.reduce((sum, slab) => sum + momentsOf(unionOf(slab.polygons)).areaMm2 * (slab.highMm - slab.lowMm), 0) / 1000;

function surfaceMm2({ slabs }: SlabStack): number {
  let sum = 0;
  let below: Section | null = null;
  for (const slab of slabs) {
    const region = unionOf(slab.polygons);
    const here: Section = { region, areaMm2: turnedAreaMm2(region), outlineMm: outlineLengthMm(region), thicknessMm: slab.highMm - slab.lowMm, highMm: slab.highMm };
    if (below !== null && slab.lowMm - below.highMm <= touchingMm) {
      const wallMm2 = ((below.outlineMm + here.outlineMm) * (below.thicknessMm + here.thicknessMm)) / 4;
      sum += Math.hypot(wallMm2, turnedAreaMm2(exclusiveOf(below.region, region)));
    } else sum += endMm2(below) + endMm2(here);
    below = here;
  }
  return sum + endMm2(below);
}

interface Section {
  readonly region: readonly Float64Array[];
  readonly areaMm2: number;
  readonly outlineMm: number;
  readonly thicknessMm: number;
  readonly highMm: number;
}

/** Wall of the outer half of a slab, and its face. */
const endMm2 = (section: Section | null): number => (section === null ? 0 : section.areaMm2 + (section.outlineMm * section.thicknessMm) / 2);

function boundsOf({ slabs, frame }: SlabStack): { readonly low: Vector3; readonly high: Vector3 } {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const slab of slabs) {
    for (const polygon of slab.polygons) {
      for (let n = 0; n + 1 < polygon.length; n += 2) {
        for (const axis of [0, 1, 2] as const) {
          const flat = polygon[n]! * frame.uAxis[axis] + polygon[n + 1]! * frame.vAxis[axis];
          for (const height of [slab.lowMm, slab.highMm]) {
            const value = flat + height * frame.normal[axis];
            if (value < low[axis]) low[axis] = value;
            if (value > high[axis]) high[axis] = value;
          }
        }
      }
    }
  }
  return { low, high };
}
