import { RtError } from '../../errors/appError.ts';
import { add, scale, type Vector3 } from '../../geometry/vector.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { unionOf } from '../contours/polygonSets.ts';
import { momentsOf } from '../contours/regionMoments.ts';
import { buildSlabs } from '../contours/slabs.ts';
import { contourSpacingMm } from '../dvh/structureSetDvh.ts';
import type { Structure, StructureSet } from '../types.ts';

/** Volume and centroid of a structure from its contours alone. */
export interface ContourBody {
  readonly volumeCc: number;
  /** Patient LPS mm. */
  readonly centroidMm: Vector3;
}

/**
 * Volume and centroid by slabs and even–odd fill, as the histogram counts them.
 *
 * @param set gives the thickness of a structure with one plane: the spacing of the other structures' planes, else 1 mm
 * @throws {RtError} no-closed-contour | unsupported (contours not parallel) | frame-of-reference-mismatch
 */
export function contourBody(structure: Structure, set: StructureSet | null): ContourBody {
  const stack = buildContourStack(structure);
  const fallback = stack.planes.length > 1 || set === null ? 1 : (contourSpacingMm(set.structures) ?? 1);
  const { frame, slabs } = buildSlabs(stack, 'half', fallback);
  let volumeMm3 = 0;
  let moment: Vector3 = [0, 0, 0];
  for (const { polygons, lowMm, highMm } of slabs) {
    const { areaMm2: area, u, v } = momentsOf(unionOf(polygons));
    const thick = highMm - lowMm;
    volumeMm3 += area * thick;
    moment = add(moment, add(add(scale(frame.uAxis, u * area * thick), scale(frame.vAxis, v * area * thick)), scale(frame.normal, area * thick * ((lowMm + highMm) / 2))));
  }
  if (!(volumeMm3 > 0)) throw new RtError('no-closed-contour', `The closed contours of "${structure.name}" enclose nothing.`, { detail: { structure: structure.name } });
  return { volumeCc: volumeMm3 / 1000, centroidMm: scale(moment, 1 / volumeMm3) };
}

/** A box along the patient axes, LPS mm. */
export interface Extent {
  readonly lowMm: Vector3;
  readonly highMm: Vector3;
}

/** Corners of the box about all closed contours of a structure; from Infinity to -Infinity where it has none. */
export function extent(structure: Structure): Extent {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const { geometricType, pointsMm } of structure.contours) {
    if (!geometricType.startsWith('CLOSED')) continue;
    for (let n = 0; n < pointsMm.length; n += 1) {
      const axis = (n % 3) as 0 | 1 | 2;
      low[axis] = Math.min(low[axis], pointsMm[n]!);
      high[axis] = Math.max(high[axis], pointsMm[n]!);
    }
  }
  return { lowMm: low, highMm: high };
}
