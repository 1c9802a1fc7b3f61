import { contoursInAnyPlane, contoursInPlane } from '../../shared/rt/contours/contourSlice.ts';
import { isodoseLines } from '../../shared/rt/dose/isodose.ts';
import type { Structure } from '../../shared/rt/types.ts';
import type { IsodoseLevel } from './doseColours.ts';
import type { DoseRaster } from './doseRaster.ts';
import { patientPlaneOf } from './slicePlane.ts';
import type { SliceFrame } from './transform.ts';

/** A place for a label: in-plane mm, and how long its line is. */
export interface LabelAnchor {
  readonly u: number;
  readonly v: number;
  readonly lengthMm: number;
}

/** Lines of one level in a slice, in in-plane mm, and where they may be labelled, longest line first. */
export interface IsodosePath {
  readonly path: Path2D;
  readonly anchors: readonly LabelAnchor[];
}

/** Outline of a structure in a slice, in in-plane mm. */
export function contourPath(structure: Structure, slice: SliceFrame): Path2D {
  const { xDirection, yDirection } = slice;
  const path = new Path2D();
  const patientPlane = patientPlaneOf(slice);
  for (const polygon of patientPlane === null ? contoursInAnyPlane(structure, slice) : contoursInPlane(structure, patientPlane.plane, patientPlane.positionMm)) {
    for (let n = 0; n + 2 < polygon.length; n += 3) {
      const [x, y, z] = [polygon[n] ?? 0, polygon[n + 1] ?? 0, polygon[n + 2] ?? 0];
      const u = x * xDirection[0] + y * xDirection[1] + z * xDirection[2];
      const v = x * yDirection[0] + y * yDirection[1] + z * yDirection[2];
      if (n === 0) path.moveTo(u, v);
      else path.lineTo(u, v);
    }
    path.closePath();
  }
  return path;
}

/** Isodose lines of a slice, one entry a level. Labels of neighbouring levels are turned away from each other. */
export function isodosePaths(raster: DoseRaster, levels: readonly IsodoseLevel[]): readonly IsodosePath[] {
  const lines = isodoseLines(raster.doseGy, raster.columns, raster.rows, levels.map((level) => level.doseGy));
  return lines.map((polylines, index) => {
    const path = new Path2D();
    const angle = -0.9 + index * 0.55;
    const anchors = polylines.map((line) => {
      appendLine(path, line, raster);
      return anchorOf(line, raster, Math.cos(angle), Math.sin(angle));
    });
    return { path, anchors: anchors.sort((a, b) => b.lengthMm - a.lengthMm).slice(0, mostAnchors) };
  });
}

const mostAnchors = 2;

function appendLine(path: Path2D, line: Float32Array, { u, v, stepMm }: DoseRaster): void {
  for (let n = 0; n + 1 < line.length; n += 2) {
    const x = u + (line[n] ?? 0) * stepMm;
    const y = v + (line[n + 1] ?? 0) * stepMm;
    if (n === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

/** The point of a line farthest in a direction, and the length of the line. */
function anchorOf(line: Float32Array, { u, v, stepMm }: DoseRaster, dx: number, dy: number): LabelAnchor {
  let best = 0;
  let farthest = Number.NEGATIVE_INFINITY;
  let pixels = 0;
  for (let n = 0; n + 1 < line.length; n += 2) {
    const [x, y] = [line[n] ?? 0, line[n + 1] ?? 0];
    if (n > 0) pixels += Math.hypot(x - (line[n - 2] ?? 0), y - (line[n - 1] ?? 0));
    if (x * dx + y * dy <= farthest) continue;
    farthest = x * dx + y * dy;
    best = n;
  }
  return { u: u + (line[best] ?? 0) * stepMm, v: v + (line[best + 1] ?? 0) * stepMm, lengthMm: pixels * stepMm };
}
