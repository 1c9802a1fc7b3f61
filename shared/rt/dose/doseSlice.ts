import { scale, type Vector3 } from '../../geometry/vector.ts';
import { sampleDosePoints, type PointCloud } from './doseIndex.ts';
import type { DoseGrid } from '../types.ts';

/** A raster of points in patient space: origin + xDirection·columnSpacingMm·column + yDirection·rowSpacingMm·row. */
export interface SlicePlane {
  /** Centre of pixel (0,0), patient LPS mm. */
  readonly origin: Vector3;
  /** Unit vector of increasing column. */
  readonly xDirection: Vector3;
  /** Unit vector of increasing row. */
  readonly yDirection: Vector3;
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
}

let raster: PointCloud & { readonly columns: number } = { columns: 0, count: 0, u: new Float64Array(0), v: new Float64Array(0), lift: new Float64Array(0) };

/**
 * Trilinear dose on any plane, row by row, in the grid's unit; NaN where the dose is unknown (outside the grid).
 *
 * @param out reused when its length is columns · rows
 */
export function resliceDose(dose: DoseGrid, plane: SlicePlane, out?: Float32Array): Float32Array {
  const { columns, rows } = plane;
  const count = columns * rows;
  const slice = out?.length === count ? out : new Float32Array(count);
  const frame = {
    origin: plane.origin,
    uStep: scale(plane.xDirection, plane.columnSpacingMm),
    vStep: scale(plane.yDirection, plane.rowSpacingMm),
    liftStep: [0, 0, 0] as const,
  };
  sampleDosePoints(dose, frame, rasterOf(columns, rows), slice);
  return slice;
}

/** Column and row of every pixel; kept from call to call because a viewport asks for the same size over and over. */
function rasterOf(columns: number, rows: number): PointCloud {
  const count = columns * rows;
  if (raster.columns === columns && raster.count === count) return raster;
  const u = new Float64Array(count);
  const v = new Float64Array(count);
  for (let n = 0; n < count; n += 1) {
    u[n] = n % columns;
    v[n] = Math.floor(n / columns);
  }
  raster = { columns, count, u, v, lift: new Float64Array(count) };
  return raster;
}
