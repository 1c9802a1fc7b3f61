/** In-plane axes a scan runs in, as the cosine and sine of their turn from the stack's axes. */
export interface ScanTurn {
  readonly cos: number;
  readonly sin: number;
}

/** Parallel lines across the contours of one plane and where each crosses them. Buffers are reused from plane to plane. */
export interface ScanLines {
  count: number;
  /** Width each line stands for, mm. */
  spacingMm: number;
  /** Even–odd area as the lines measure it, mm². */
  areaMm2: number;
  /** Place of every line across the scan, mm. */
  v: Float64Array;
  /** Height of every line in its slab, −0.5…0.5 of the thickness. */
  lift: Float64Array;
  /** Ascending u of the crossings of line n: `crossings[starts[n] … starts[n + 1])`, an even number. */
  starts: Int32Array;
  crossings: Float64Array;
  /** First line at or above each vertex; only for {@link cutScanLines} itself. */
  vertexLines: Int32Array;
}

/** Buffers that {@link cutScanLines} grows as needed. NaN tells the engine at once that a field holds fractions. */
export const createScanLines = (): ScanLines => ({
  count: 0, spacingMm: Number.NaN, areaMm2: Number.NaN,
  v: new Float64Array(256), lift: new Float64Array(256), starts: new Int32Array(258), crossings: new Float64Array(1024), vertexLines: new Int32Array(1024),
});

/**
 * Multiples of these two, modulo one, fill a square more evenly than chance (Roberts' R2 sequence): the first places a
 * line in its strip, the second in the height of the slab, so that no dose gradient across the lines turns into steps.
 */
const spreadV = 0.41421356237309503;
const spreadLift = 0.6180339887498949;

/** Extent of contours in the turned axes, mm. */
export interface ScanExtent {
  readonly uMin: number;
  readonly uMax: number;
  readonly vMin: number;
  readonly vMax: number;
}

/**
 * Cuts the even–odd interior of polygons by lines along u, one in every strip of equal width across v.
 *
 * Lines come in pairs that lie mirrored in their two strips and in height, so that what varies linearly, the area
 * between two vertices among it, is exact. Time grows with points and crossings, and with n log n of the crossings of
 * one line.
 *
 * @param polygons u0,v0,u1,v1,… in mm of the stack's axes, implicitly closed
 * @param stripMm most width of a strip
 * @param pairsBefore pairs of lines other planes of the structure had: the sequence goes on over all of them
 * @returns `out`, filled
 */
export function cutScanLines(polygons: readonly Float64Array[], turn: ScanTurn, extent: ScanExtent, stripMm: number, pairsBefore: number, out: ScanLines): ScanLines {
  placeLines(extent, stripMm, pairsBefore, out);
  const edges = countCrossings(polygons, turn, extent.vMin, out);
  if (out.crossings.length < edges) out.crossings = new Float64Array(edges * 2);
  fillCrossings(polygons, turn, out);
  sortCrossings(out);
  return out;
}

const unturned: ScanTurn = { cos: 1, sin: 0 };

/** Extent of polygons u0,v0,u1,v1,… in their own axes, mm; from Infinity to −Infinity without a corner. */
export const polygonBounds = (polygons: readonly Float64Array[]): ScanExtent => scanExtent(polygons, unturned);

/** Extent of polygons in turned axes, mm. */
export function scanExtent(polygons: readonly Float64Array[], { cos, sin }: ScanTurn): ScanExtent {
  let [uMin, uMax, vMin, vMax] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const polygon of polygons) {
    for (let n = 0; n < polygon.length; n += 2) {
      const u = polygon[n]! * cos + polygon[n + 1]! * sin;
      const v = polygon[n + 1]! * cos - polygon[n]! * sin;
      if (u < uMin) uMin = u;
      if (u > uMax) uMax = u;
      if (v < vMin) vMin = v;
      if (v > vMax) vMax = v;
    }
  }
  return { uMin, uMax, vMin, vMax };
}

function placeLines({ vMin, vMax }: ScanExtent, stripMm: number, pairsBefore: number, out: ScanLines): void {
  // Strips divide the extent evenly, so that straight edges at its ends count exactly; an even number makes pairs.
  const pairs = Math.max(1, Math.ceil((vMax - vMin) / stripMm / 2));
  const count = pairs * 2;
  const spacingMm = (vMax - vMin) / count;
  if (out.v.length < count) {
    out.v = new Float64Array(count * 2);
    out.lift = new Float64Array(count * 2);
    out.starts = new Int32Array(count * 2 + 2);
  }
  out.count = count;
  out.spacingMm = spacingMm;
  for (let pair = 0; pair < pairs; pair += 1) {
    // A half first: no line may lie on the border of its strip, where an edge could be.
    const place = fraction(0.5 + (pairsBefore + pair) * spreadV);
    const lift = fraction(0.5 + (pairsBefore + pair) * spreadLift) - 0.5;
    out.v[pair * 2] = vMin + (pair * 2 + place) * spacingMm;
    out.v[pair * 2 + 1] = vMin + (pair * 2 + 2 - place) * spacingMm;
    out.lift[pair * 2] = lift;
    out.lift[pair * 2 + 1] = -lift;
  }
}

const fraction = (value: number): number => value - Math.floor(value);

/**
 * Finds the first line at or above every vertex. An edge crosses the lines from that of its lower end to that of its
 * upper one, so a vertex counts once and every line is crossed an even number of times.
 *
 * @returns the number of crossings; `starts[n + 1]` holds where line n begins, as {@link fillCrossings} wants it
 */
function countCrossings(polygons: readonly Float64Array[], { cos, sin }: ScanTurn, vMin: number, out: ScanLines): number {
  const { count, v: lineV, starts } = out;
  const vertices = polygons.reduce((sum, polygon) => sum + polygon.length / 2, 0);
  if (out.vertexLines.length < vertices) out.vertexLines = new Int32Array(vertices * 2);
  const { vertexLines } = out;
  const perMm = out.spacingMm > 0 ? 1 / out.spacingMm : 0;
  starts.fill(0, 0, count + 2);
  let vertex = 0;
  for (const polygon of polygons) {
    const first = vertex;
    for (let n = 0; n < polygon.length; n += 2) {
      const v = polygon[n + 1]! * cos - polygon[n]! * sin;
      let line = ((v - vMin) * perMm) | 0;
      if (line >= count) line = count;
      else if (lineV[line]! < v) line += 1;
      vertexLines[vertex] = line;
      vertex += 1;
    }
    if (vertex === first) continue;
    let before = vertexLines[vertex - 1]!;
    for (let n = first; n < vertex; n += 1) {
      const here = vertexLines[n]!;
      // Differences of the number of crossings: one more from the lower line on, one fewer from the upper.
      if (here > before) {
        starts[before]! += 1;
        starts[here]! -= 1;
      } else if (here < before) {
        starts[here]! += 1;
        starts[before]! -= 1;
      }
      before = here;
    }
  }
  let crossing = 0;
  let total = 0;
  for (let line = 0; line <= count; line += 1) {
    crossing += starts[line]!;
    starts[line] = total;
    total += crossing;
  }
  starts.copyWithin(1, 0, count + 1);
  starts[0] = 0;
  return total;
}

/** Writes every crossing to its line; `starts[n + 1]` moves from the begin of line n to its end. */
function fillCrossings(polygons: readonly Float64Array[], { cos, sin }: ScanTurn, { v: lineV, starts, crossings, vertexLines }: ScanLines): void {
  let first = 0;
  for (const polygon of polygons) {
    const points = polygon.length / 2;
    if (points === 0) continue;
    let lineA = vertexLines[first + points - 1]!;
    let xA = polygon[polygon.length - 2]!;
    let yA = polygon[polygon.length - 1]!;
    for (let n = 0; n < points; n += 1) {
      const lineB = vertexLines[first + n]!;
      const xB = polygon[n * 2]!;
      const yB = polygon[n * 2 + 1]!;
      if (lineA !== lineB) {
        const vA = yA * cos - xA * sin;
        const uA = xA * cos + yA * sin;
        const slope = (xB * cos + yB * sin - uA) / (yB * cos - xB * sin - vA);
        const end = lineA < lineB ? lineB : lineA;
        for (let line = lineA < lineB ? lineA : lineB; line < end; line += 1) {
          const position = starts[line + 1]!;
          crossings[position] = uA + (lineV[line]! - vA) * slope;
          starts[line + 1] = position + 1;
        }
      }
      lineA = lineB;
      xA = xB;
      yA = yB;
    }
    first += points;
  }
}

/** Longest run sorted by insertion; contours with more crossings a line are sorted in n log n. */
const longestInsertion = 24;

function sortCrossings(lines: ScanLines): void {
  const { count, starts, crossings } = lines;
  let lengthMm = 0;
  for (let line = 0; line < count; line += 1) {
    const from = starts[line]!;
    const to = starts[line + 1]!;
    if (to - from > longestInsertion) crossings.subarray(from, to).sort();
    else insertionSort(crossings, from, to);
    for (let n = from; n < to; n += 2) lengthMm += crossings[n + 1]! - crossings[n]!;
  }
  lines.areaMm2 = lengthMm * lines.spacingMm;
}

function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let n = from + 1; n < to; n += 1) {
    const value = values[n]!;
    let m = n;
    for (; m > from && values[m - 1]! > value; m -= 1) values[m] = values[m - 1]!;
    values[m] = value;
  }
}
