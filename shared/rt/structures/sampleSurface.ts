import { polygonBounds } from '../contours/scanLines.ts';
import type { Slab } from '../contours/slabs.ts';
import { crossingsByRow } from './crossingsByRow.ts';
import { touchingMm, type SlabSurface } from './slabSurface.ts';

/** Points spread over a closed surface, each with the part of it that it stands for; neighbours follow each other. */
export interface SurfaceSamples {
  readonly count: number;
  /** u, v, w of each point, mm in the stack's axes. */
  readonly points: Float64Array;
  readonly areaMm2: Float64Array;
  /** Most distance of neighbouring points: along and up a wall, along and between the rows of a face. */
  readonly stepMm: number;
}

/** More points than this tell nothing more about a mean or a percentile; the step grows instead. */
const mostPoints = 250_000;

/**
 * Points on walls and level faces at most `stepMm` apart, or farther on a surface too large for that.
 *
 * Walls are cut evenly along each edge and over the height of their slab, faces (the exclusive or of two cross-sections) in
 * rows. Every point lies on the surface.
 */
export function sampleSurface(surface: SlabSurface, stepMm: number): SurfaceSamples {
  const { slabs } = surface.stack;
  const wallMm2 = slabs.reduce((sum, slab) => sum + wallAreaMm2(slab), 0);
  // Faces are at most about as large as the walls, save for flat structures, whose faces are two cross-sections.
  const step = Math.max(stepMm, Math.sqrt((2 * wallMm2) / mostPoints));
  const out = new Samples();
  slabs.forEach((slab, n) => {
    const below = slabs[n - 1];
    const above = slabs[n + 1];
    const doesTouchBelow = below !== undefined && slab.lowMm - below.highMm <= touchingMm;
    addFace(out, doesTouchBelow ? [...below.polygons, ...slab.polygons] : slab.polygons, slab.lowMm, step);
    addWalls(out, slab, step);
    if (above === undefined || above.lowMm - slab.highMm > touchingMm) addFace(out, slab.polygons, slab.highMm, step);
  });
  return { ...out.trimmed(), stepMm: step };
}

function wallAreaMm2({ polygons, lowMm, highMm }: Slab): number {
  let sum = 0;
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) sum += Math.hypot(polygon[m]! - polygon[n]!, polygon[m + 1]! - polygon[n + 1]!);
  }
  return sum * (highMm - lowMm);
}

function addWalls(out: Samples, { polygons, lowMm, highMm }: Slab, stepMm: number): void {
  const layers = Math.max(1, Math.ceil((highMm - lowMm) / stepMm));
  const layerMm = (highMm - lowMm) / layers;
  for (let layer = 0; layer < layers; layer += 1) {
    const w = lowMm + (layer + 0.5) * layerMm;
    for (const polygon of polygons) {
      let n = polygon.length - 2;
      for (let m = 0; m < polygon.length; n = m, m += 2) {
        const [u0, v0] = [polygon[n]!, polygon[n + 1]!];
        const [du, dv] = [polygon[m]! - u0, polygon[m + 1]! - v0];
        const lengthMm = Math.hypot(du, dv);
        const parts = Math.max(1, Math.ceil(lengthMm / stepMm));
        for (let part = 0; part < parts; part += 1) out.add(u0 + (du * (part + 0.5)) / parts, v0 + (dv * (part + 0.5)) / parts, w, (lengthMm / parts) * layerMm);
      }
    }
  }
}

/** Points inside the even–odd region of polygons: in each row the stretches the region has there, cut evenly. */
function addFace(out: Samples, polygons: readonly Float64Array[], w: number, stepMm: number): void {
  if (polygons.length === 0) return;
  const { vMin, vMax } = polygonBounds(polygons);
  const rows = Math.max(1, Math.ceil((vMax - vMin) / stepMm));
  const rowMm = (vMax - vMin) / rows;
  const crossings = crossingsByRow(polygons, vMin + rowMm / 2, rowMm, rows);
  crossings.forEach((row, index) => {
    const v = vMin + (index + 0.5) * rowMm;
    for (let n = 0; n + 1 < row.length; n += 2) {
      const lengthMm = row[n + 1]! - row[n]!;
      if (lengthMm <= 0) continue;
      const parts = Math.ceil(lengthMm / stepMm);
      for (let part = 0; part < parts; part += 1) out.add(row[n]! + (lengthMm * (part + 0.5)) / parts, v, w, (lengthMm / parts) * rowMm);
    }
  });
}

class Samples {
  count = 0;
  #points = new Float64Array(3 * 4096);
  #areaMm2 = new Float64Array(4096);

  add(u: number, v: number, w: number, areaMm2: number): void {
    if (this.count === this.#areaMm2.length) {
      const [points, areas] = [new Float64Array(this.#points.length * 2), new Float64Array(this.#areaMm2.length * 2)];
      points.set(this.#points);
      areas.set(this.#areaMm2);
      [this.#points, this.#areaMm2] = [points, areas];
    }
    this.#points[this.count * 3] = u;
    this.#points[this.count * 3 + 1] = v;
    this.#points[this.count * 3 + 2] = w;
    this.#areaMm2[this.count] = areaMm2;
    this.count += 1;
  }

  trimmed(): Omit<SurfaceSamples, 'stepMm'> {
    return { count: this.count, points: this.#points.subarray(0, this.count * 3), areaMm2: this.#areaMm2.subarray(0, this.count) };
  }
}
