/** Cells of one contour plane that the structure touches, with the area it covers in each. */
export interface CellCoverage {
  count: number;
  /** Sample point, mm in the stack's axes: somewhere in a full cell, the covered part's centroid in a partial one. */
  u: Float64Array;
  v: Float64Array;
  /** Fraction −0.5…0.5 of a sub-slab that staggers the samples of neighbouring cells along the normal. */
  lift: Float64Array;
  /** Covered area, mm². */
  areaMm2: Float64Array;
}

/** Scan lines per cell row: exact along u, eight-fold sub-sampled along v. */
const linesPerCell = 8;

/**
 * Multiples of these three, modulo one, fill a cube more evenly than chance (Roberts' R3 sequence). One sample a cell,
 * each at its own place in the cell, so that a dose gradient along the grid does not turn into steps of the histogram.
 */
const spreadU = 0.8191725133961645;
const spreadV = 0.671043606703789;
const spreadLift = 0.5497004779019703;

/** An empty buffer that {@link coverCells} grows as needed and reuses. */
export const createCellCoverage = (): CellCoverage => ({
  count: 0,
  u: new Float64Array(4096),
  v: new Float64Array(4096),
  lift: new Float64Array(4096),
  areaMm2: new Float64Array(4096),
});

/**
 * Covers the even–odd interior of polygons with cells.
 *
 * Along u each scan line is cut exactly where it crosses the polygons; the cells at both ends get
 * their fraction, the cells between are counted by differences, so work grows with edges and cells.
 *
 * @param polygons u0,v0,u1,v1,… in mm, implicitly closed
 * @param stepMm width of a cell, and the most its height may be
 * @returns `out`, filled; the areas add up to the polygons' area
 */
export function coverCells(polygons: readonly Float64Array[], stepMm: number, out: CellCoverage): CellCoverage {
  out.count = 0;
  const bounds = polygonBounds(polygons);
  // Rows divide the extent evenly, so that straight edges at its ends fall between scan lines and count exactly.
  const rows = Math.max(1, Math.ceil((bounds.vMax - bounds.vMin) / stepMm));
  const rowMm = (bounds.vMax - bounds.vMin) / rows;
  const lineMm = rowMm / linesPerCell;
  const firstColumn = Math.floor(bounds.uMin / stepMm);
  const columns = Math.floor(bounds.uMax / stepMm) - firstColumn + 1;
  const lines = rows * linesPerCell;
  const vFirst = bounds.vMin + lineMm / 2;
  const { starts, crossings } = crossingsPerLine(polygons, vFirst, lineMm, lines);
  const uFirst = firstColumn * stepMm;
  const fullCount = new Float64Array(columns + 1);
  const fullV = new Float64Array(columns + 1);
  const partArea = new Float64Array(columns + 1);
  const partU = new Float64Array(columns + 1);
  const partV = new Float64Array(columns + 1);
  for (let row = 0; row < rows; row += 1) {
    let low = columns;
    let high = -1;
    for (let line = row * linesPerCell; line < (row + 1) * linesPerCell; line += 1) {
      const v = vFirst + line * lineMm;
      for (let n = starts[line]!; n + 1 < starts[line + 1]!; n += 2) {
        const from = crossings[n]!;
        const to = crossings[n + 1]!;
        const a = Math.min(columns - 1, Math.max(0, Math.floor((from - uFirst) / stepMm)));
        const b = Math.min(columns - 1, Math.max(0, Math.floor((to - uFirst) / stepMm)));
        if (a < low) low = a;
        if (b > high) high = b;
        if (a === b) {
          addPart(partArea, partU, partV, a, from, to, v, lineMm);
          continue;
        }
        addPart(partArea, partU, partV, a, from, uFirst + (a + 1) * stepMm, v, lineMm);
        addPart(partArea, partU, partV, b, uFirst + b * stepMm, to, v, lineMm);
        fullCount[a + 1]! += 1;
        fullCount[b]! -= 1;
        fullV[a + 1]! += v;
        fullV[b]! -= v;
      }
    }
    let count = 0;
    let vSum = 0;
    const lineCellArea = stepMm * lineMm;
    for (let column = low; column <= high; column += 1) {
      count += fullCount[column]!;
      vSum += fullV[column]!;
      const area = count * lineCellArea + partArea[column]!;
      if (area > 1e-12) {
        const fullArea = count * lineCellArea;
        const uCentre = uFirst + (column + 0.5) * stepMm;
        if (count === linesPerCell) {
          const vCentre = bounds.vMin + (row + 0.5) * rowMm;
          push(out, uCentre + spreadAt(out.count, spreadU) * stepMm, vCentre + spreadAt(out.count, spreadV) * rowMm, area);
        } else push(out, (fullArea * uCentre + partU[column]!) / area, (vSum * lineCellArea + partV[column]!) / area, area);
      }
      fullCount[column] = 0;
      fullV[column] = 0;
      partArea[column] = 0;
      partU[column] = 0;
      partV[column] = 0;
    }
  }
  return out;
}

/** Extent of polygons in their plane, mm. */
export function polygonBounds(polygons: readonly Float64Array[]): { uMin: number; uMax: number; vMin: number; vMax: number } {
  let [uMin, uMax, vMin, vMax] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const polygon of polygons) {
    for (let n = 0; n < polygon.length; n += 2) {
      const u = polygon[n]!;
      const v = polygon[n + 1]!;
      if (u < uMin) uMin = u;
      if (u > uMax) uMax = u;
      if (v < vMin) vMin = v;
      if (v > vMax) vMax = v;
    }
  }
  return { uMin, uMax, vMin, vMax };
}

/** Sorted u of every crossing, bucketed by scan line: line n holds crossings[starts[n] … starts[n+1]). */
function crossingsPerLine(
  polygons: readonly Float64Array[],
  vFirst: number,
  lineMm: number,
  lines: number,
): { starts: Int32Array; crossings: Float64Array } {
  const starts = new Int32Array(lines + 2);
  forEachCrossing(polygons, vFirst, lineMm, lines, (line) => {
    starts[line + 2]! += 1;
  });
  for (let line = 1; line < lines + 2; line += 1) starts[line]! += starts[line - 1]!;
  const crossings = new Float64Array(starts[lines + 1]!);
  // starts[line + 1] is the write position while filling and the end of the line afterwards.
  forEachCrossing(polygons, vFirst, lineMm, lines, (line, u) => {
    const position = starts[line + 1]!;
    crossings[position] = u;
    starts[line + 1] = position + 1;
  });
  for (let line = 0; line < lines; line += 1) sortRange(crossings, starts[line]!, starts[line + 1]!);
  return { starts, crossings };
}

/** Insertion sort of values[from … to); a scan line rarely has more than a handful. */
function sortRange(values: Float64Array, from: number, to: number): void {
  for (let n = from + 1; n < to; n += 1) {
    const value = values[n]!;
    let m = n;
    for (; m > from && values[m - 1]! > value; m -= 1) values[m] = values[m - 1]!;
    values[m] = value;
  }
}

/** Calls `visit` wherever an edge crosses a scan line; each edge owns its lower end only, so vertices count once. */
function forEachCrossing(
  polygons: readonly Float64Array[],
  vFirst: number,
  lineMm: number,
  lines: number,
  visit: (line: number, u: number) => void,
): void {
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const isUp = polygon[n + 1]! < polygon[m + 1]!;
      const [low, high] = isUp ? [n, m] : [m, n];
      const vLow = polygon[low + 1]!;
      const vHigh = polygon[high + 1]!;
      if (vLow === vHigh) continue;
      const slope = (polygon[high]! - polygon[low]!) / (vHigh - vLow);
      const first = Math.max(0, Math.ceil((vLow - vFirst) / lineMm));
      const end = Math.min(lines, Math.ceil((vHigh - vFirst) / lineMm));
      for (let line = first; line < end; line += 1) {
        visit(line, polygon[low]! + (vFirst + line * lineMm - vLow) * slope);
      }
    }
  }
}

/** Place of sample n along one axis of its cell, −0.5…0.5. */
const spreadAt = (n: number, ratio: number): number => n * ratio - Math.floor(n * ratio + 0.5);

function addPart(
  partArea: Float64Array,
  partU: Float64Array,
  partV: Float64Array,
  column: number,
  from: number,
  to: number,
  v: number,
  lineMm: number,
): void {
  const area = (to - from) * lineMm;
  partArea[column]! += area;
  partU[column]! += area * (from + to) * 0.5;
  partV[column]! += area * v;
}

function push(out: CellCoverage, u: number, v: number, areaMm2: number): void {
  if (out.count === out.u.length) {
    out.u = grown(out.u);
    out.v = grown(out.v);
    out.lift = grown(out.lift);
    out.areaMm2 = grown(out.areaMm2);
  }
  out.u[out.count] = u;
  out.v[out.count] = v;
  out.lift[out.count] = spreadAt(out.count, spreadLift);
  out.areaMm2[out.count] = areaMm2;
  out.count += 1;
}

function grown(values: Float64Array): Float64Array {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
