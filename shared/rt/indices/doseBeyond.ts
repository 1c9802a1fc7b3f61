import { add, dot, length, scale, subtract, type Vector3 } from '../../geometry/vector.ts';
import { doseAtPoint } from '../dose/doseIndex.ts';
import { distanceToSurface, isInsideSurface, type SlabSurface } from '../structures/slabSurface.ts';
import type { DoseGrid } from '../types.ts';
import { forEachBorderNode, nodePoint } from './gridNodes.ts';

/** Highest dose at or beyond a distance from a target. */
export interface DoseBeyond {
  /** Null where no part of the grid lies that far out (inside the body). */
  readonly doseGy: number | null;
  readonly pointMm: Vector3 | null;
  /** The grid ends, inside the body, nearer than the distance: the dose out there is unknown. */
  readonly isGridShort: boolean;
}

/** Step of the search on the surface at the distance, mm. */
export const searchMm = 0.5;
/** Cells whose edges come within this part of their dose range of the highest found are searched inside. */
const searchedPart = 1 / 8;

/**
 * Highest trilinear dose at `distanceMm` or more from a target in any direction, inside the body.
 *
 * The highest is at a voxel centre or on the surface at that distance. Voxel centres are asked one by one; then every line
 * between two neighbouring voxels that crosses the distance, at the crossing; then the inside of the cells that come near the
 * highest so found, in the same way every 0.5 mm.
 *
 * Where the highest is at the skin, it is that of the last such point inside the body.
 *
 * @param body null searches the whole grid
 */
export function doseBeyond(dose: DoseGrid, target: SlabSurface, body: SlabSurface | null, distanceMm: number): DoseBeyond {
  const search = new Search(dose, target, body, distanceMm);
  search.atNodes();
  search.onEdges();
  search.insideCells();
  return { doseGy: search.best === -Infinity ? null : search.best, pointMm: search.point, isGridShort: search.isGridShort() };
}

class Search {
  best = -Infinity;
  point: Vector3 | null = null;
  readonly #dose: DoseGrid;
  readonly #target: SlabSurface;
  readonly #body: SlabSurface | null;
  readonly #distanceMm: number;
  /** Distance of each voxel centre asked so far, NaN before; none looked for beyond the distance and a cell. */
  readonly #nodeMm: Float32Array;
  readonly #reachMm: number;
  /** Of the corners of the cell looked at: kept, as there are as many cells as voxels. */
  readonly #cellDoses = new Float64Array(8);
  readonly #cellMm = new Float64Array(8);

  constructor(dose: DoseGrid, target: SlabSurface, body: SlabSurface | null, distanceMm: number) {
    const { columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = dose.geometry;
    this.#dose = dose;
    this.#target = target;
    this.#body = body;
    this.#distanceMm = distanceMm;
    this.#nodeMm = new Float32Array(dose.dose.length).fill(Number.NaN);
    const slicesMm = sliceOffsetsMm.slice(1).map((offset, n) => offset - sliceOffsetsMm[n]!);
    this.#reachMm = distanceMm + Math.hypot(columnSpacingMm, rowSpacingMm, Math.max(0, ...slicesMm));
  }

  atNodes(): void {
    const { columns, rows, slices } = this.#dose.geometry;
    for (let k = 0, index = 0; k < slices; k += 1) {
      for (let j = 0; j < rows; j += 1) {
        for (let i = 0; i < columns; i += 1, index += 1) {
          const value = this.#dose.dose[index]!;
          if (value > this.best && this.#nodeDistance(i, j, k, index) >= this.#distanceMm) this.#offer(nodePoint(this.#dose, i, j, k), value);
        }
      }
    }
  }

  /** Dose is linear along the line between two voxels, so the crossing needs no sampling. */
  onEdges(): void {
    const { columns, rows, slices } = this.#dose.geometry;
    for (let k = 0, index = 0; k < slices; k += 1) {
      for (let j = 0; j < rows; j += 1) {
        for (let i = 0; i < columns; i += 1, index += 1) {
          if (i + 1 < columns) this.#onEdge(i, j, k, index, 1, 0, 0);
          if (j + 1 < rows) this.#onEdge(i, j, k, index, 0, 1, 0);
          if (k + 1 < slices) this.#onEdge(i, j, k, index, 0, 0, 1);
        }
      }
    }
  }

  #onEdge(i: number, j: number, k: number, index: number, di: number, dj: number, dk: number): void {
    const { columns, rows } = this.#dose.geometry;
    const next = index + di + columns * (dj + rows * dk);
    const here = this.#dose.dose[index]!;
    const there = this.#dose.dose[next]!;
    if (!(Math.max(here, there) > this.best)) return;
    const hereMm = this.#nodeDistance(i, j, k, index);
    const thereMm = this.#nodeDistance(i + di, j + dj, k + dk, next);
    if (hereMm < this.#distanceMm === thereMm < this.#distanceMm) return;
    this.#cross(nodePoint(this.#dose, i, j, k), hereMm, here, nodePoint(this.#dose, i + di, j + dj, k + dk), thereMm, there);
  }

  insideCells(): void {
    const { columns, rows, slices } = this.#dose.geometry;
    for (let k = 0; k + 1 < slices; k += 1) {
      for (let j = 0; j + 1 < rows; j += 1) {
        for (let i = 0; i + 1 < columns; i += 1) if (this.#isWorthSearching(i, j, k)) this.#searchCell(i, j, k);
      }
    }
  }

  /** Whether the distance runs through a cell and the dose on its edges there comes near the highest found. */
  #isWorthSearching(i: number, j: number, k: number): boolean {
    const { columns, rows } = this.#dose.geometry;
    const first = (k * rows + j) * columns + i;
    const [values, distances] = [this.#cellDoses, this.#cellMm];
    let [least, highest] = [Infinity, -Infinity];
    for (let n = 0; n < 8; n += 1) {
      const value = this.#dose.dose[first + cornerStep(n, columns, rows)]!;
      if (Number.isNaN(value)) return false;
      values[n] = value;
      if (value < least) least = value;
      if (value > highest) highest = value;
    }
    if (!(highest > this.best)) return false;
    for (let n = 0; n < 8; n += 1) distances[n] = this.#nodeDistance(i + (n & 1), j + ((n >> 1) & 1), k + (n >> 2), first + cornerStep(n, columns, rows));
    let isWorth = false;
    for (let n = 0; n < 8; n += 1) {
      for (let bit = 1; bit < 8; bit *= 2) {
        const m = n | bit;
        if (m === n || distances[n]! < this.#distanceMm === distances[m]! < this.#distanceMm) continue;
        const part = (this.#distanceMm - distances[n]!) / (distances[m]! - distances[n]!);
        isWorth ||= values[n]! + part * (values[m]! - values[n]!) > this.best - searchedPart * (highest - least);
      }
    }
    return isWorth;
  }

  #searchCell(i: number, j: number, k: number): void {
    const low = nodePoint(this.#dose, i, j, k);
    const sides = [nodePoint(this.#dose, i + 1, j, k), nodePoint(this.#dose, i, j + 1, k), nodePoint(this.#dose, i, j, k + 1)].map((corner) => subtract(corner, low));
    const parts = sides.map((side) => Math.max(1, Math.ceil(length(side) / searchMm)));
    const [na, nb, nc] = parts.map((part) => part + 1) as [number, number, number];
    const { columns, rows } = this.#dose.geometry;
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => this.#dose.dose[(k * rows + j) * columns + i + cornerStep(n, columns, rows)]!);
    const points: { readonly at: Vector3; readonly value: number; readonly mm: number }[] = [];
    for (let n = 0; n < na * nb * nc; n += 1) {
      const places = [n % na, Math.floor(n / na) % nb, Math.floor(n / (na * nb))];
      const at = sides.reduce((sum, side, axis) => add(sum, scale(side, places[axis]! / parts[axis]!)), low);
      const share = (axis: 0 | 1 | 2): number => places[axis]! / parts[axis]!;
      points.push({ at, value: betweenCorners(corners, share(0), share(1), share(2)), mm: this.#outside(at, this.#reachMm) });
    }
    points.forEach(({ at, value, mm }, n) => {
      if (value > this.best && mm >= this.#distanceMm) this.#offer(at, value);
      const ends = [(n + 1) % na === 0 ? null : n + 1, Math.floor(n / na + 1) % nb === 0 ? null : n + na, n + na * nb];
      for (const end of ends) {
        const other = end === null ? undefined : points[end];
        if (other !== undefined && mm < this.#distanceMm !== other.mm < this.#distanceMm) this.#cross(at, mm, value, other.at, other.mm, other.value);
      }
    });
  }

  isGridShort(): boolean {
    let isShort = false;
    forEachBorderNode(this.#dose, (i, j, k, index) => {
      isShort ||= this.#nodeDistance(i, j, k, index) < this.#distanceMm - 1e-6 && this.#isInBody(nodePoint(this.#dose, i, j, k));
    });
    return isShort;
  }

  /** Offers where the line between two points crosses the distance; taken as linear to see whether it is worth finding exactly. */
  #cross(a: Vector3, aMm: number, aValue: number, b: Vector3, bMm: number, bValue: number): void {
    const part = (this.#distanceMm - aMm) / (bMm - aMm);
    if (aValue + part * (bValue - aValue) <= this.best) return;
    const [near, far] = aMm < bMm ? [a, b] : [b, a];
    const at = (share: number): Vector3 => add(near, scale(subtract(far, near), share));
    let [low, high] = [0, 1];
    for (let n = 0; n < 24; n += 1) {
      const middle = (low + high) / 2;
      if (this.#outside(at(middle), this.#distanceMm) < this.#distanceMm) low = middle;
      else high = middle;
    }
    this.#offer(at(high), doseAtPoint(this.#dose, at(high)));
  }

  /** Takes a point far enough out when it is higher and in the body. */
  #offer(point: Vector3, value: number): void {
    if (!(value > this.best) || !this.#isInBody(point)) return;
    this.best = value;
    this.point = point;
  }

  #nodeDistance(i: number, j: number, k: number, index: number): number {
    const known = this.#nodeMm[index]!;
    if (!Number.isNaN(known)) return known;
    const mm = this.#outside(nodePoint(this.#dose, i, j, k), this.#reachMm);
    this.#nodeMm[index] = mm;
    return mm;
  }

  /** Distance outside the target, mm; 0 inside. Not more than `limitMm` is looked for. */
  #outside(point: Vector3, limitMm: number): number {
    const { frame } = this.#target.stack;
    const [u, v, w] = [dot(point, frame.uAxis), dot(point, frame.vAxis), dot(point, frame.normal)];
    return isInsideSurface(this.#target, u, v, w) ? 0 : distanceToSurface(this.#target, u, v, w, limitMm);
  }

  #isInBody(point: Vector3): boolean {
    if (this.#body === null) return true;
    const { frame } = this.#body.stack;
    return isInsideSurface(this.#body, dot(point, frame.uAxis), dot(point, frame.vAxis), dot(point, frame.normal));
  }
}

/** From a cell's first corner to corner n, in voxels of the grid. */
const cornerStep = (n: number, columns: number, rows: number): number => (n & 1) + columns * (((n >> 1) & 1) + rows * (n >> 2));

/** Trilinear value inside a cell; corner n lies at the ends its bits name: 1 along i, 2 along j, 4 along k. */
function betweenCorners(corners: readonly number[], i: number, j: number, k: number): number {
  const along = (n: number): number => corners[n]! + i * (corners[n + 1]! - corners[n]!);
  const [near, far] = [along(0) + j * (along(2) - along(0)), along(4) + j * (along(6) - along(4))];
  return near + k * (far - near);
}
