import { add, scale, type Vector3 } from '../../geometry/vector.ts';
import { coverCells, createCellCoverage } from '../contours/cellCoverage.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { buildSlabs } from '../contours/slabs.ts';
import { contourSpacingMm } from '../dvh/structureSetDvh.ts';
import type { Structure, StructureSet } from '../types.ts';

/** Volume and centroid of a structure from its contours alone. */
export interface ContourBody {
  readonly volumeCc: number;
  /** Patient LPS mm. */
  readonly centroidMm: Vector3;
  /** Lowest and highest corner of its contours, patient LPS mm. */
  readonly lowMm: Vector3;
  readonly highMm: Vector3;
}

/** Fine enough for a volume to 0.1 % of an organ; the cells count with the area they share with the structure. */
const stepMm = 2;

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
  const cells = createCellCoverage();
  let volumeMm3 = 0;
  let moment: Vector3 = [0, 0, 0];
  for (const { polygons, lowMm, highMm } of slabs) {
    coverCells(polygons, stepMm, cells);
    let [area, u, v] = [0, 0, 0];
    for (let n = 0; n < cells.count; n += 1) {
      const part = cells.areaMm2[n]!;
      area += part;
      u += part * cells.u[n]!;
      v += part * cells.v[n]!;
    }
    const thick = highMm - lowMm;
    volumeMm3 += area * thick;
    moment = add(moment, add(add(scale(frame.uAxis, u * thick), scale(frame.vAxis, v * thick)), scale(frame.normal, area * thick * ((lowMm + highMm) / 2))));
  }
  return { volumeCc: volumeMm3 / 1000, centroidMm: scale(moment, 1 / volumeMm3), ...extent(structure) };
}

/** Corners of the box about all closed contours, patient LPS mm. */
export function extent(structure: Structure): Pick<ContourBody, 'lowMm' | 'highMm'> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { geometricType, pointsMm } of structure.contours) {
    if (!geometricType.startsWith('CLOSED')) continue;
    for (let n = 0; n < pointsMm.length; n += 1) {
      const axis = n % 3;
      low[axis] = Math.min(low[axis]!, pointsMm[n]!);
      high[axis] = Math.max(high[axis]!, pointsMm[n]!);
    }
  }
  return { lowMm: low as unknown as Vector3, highMm: high as unknown as Vector3 };
}
