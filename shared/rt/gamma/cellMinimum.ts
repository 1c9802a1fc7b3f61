import { minimiseInBox, type Minimiser } from './boxMinimum.ts';

/** Most linearisations from one start, and most halvings of a step that went too far. */
const mostSteps = 12;
const mostHalvings = 6;
/** A step that improves gamma squared by less ends the descent. */
const settled = 1e-9;
/** Bent by more than this (in dose criteria, over a cell) the dose may hide a second minimum: a second start looks for it. */
const bent = 0.25;

/** Steps from a voxel to its next along i, j, k; 0 where the grid has no thickness. */
export interface Neighbours {
  readonly di: number;
  readonly dj: number;
  readonly dk: number;
}

/** Gamma squared inside one cell; see {@link createCellMinimum}. */
export type CellMinimum = (at: number, dose: number, perDose: number, xl: number, xh: number, yl: number, yh: number, zl: number, zh: number, best: number) => number;

/**
 * Makes the search for the least gamma squared inside one cell of the evaluated grid: the minimum of |v|² + h(v)² over a box,
 * v the offset from the reference point in distance criteria, h the trilinear dose difference in dose criteria.
 *
 * h is linearised where the search stands and the linear problem solved exactly ({@link minimiseInBox}); linearising again
 * there converges as Gauss–Newton does, a step that does not descend is halved. It starts at the point of the cell nearest
 * to the reference point, and where the dose is strongly bent also at its best corner.
 *
 * The function made takes: index of the cell's first corner, reference dose, 1 / dose criterion, the cell's borders relative
 * to the reference point in distance criteria, gamma squared to beat; it returns the smaller of that and what was found.
 *
 * @param values dose, [k][j][i]
 */
export function createCellMinimum(values: Float32Array, { di, dj, dk }: Neighbours): CellMinimum {
  const box: Minimiser = { x: 0, y: 0, z: 0 };
  return (at, dose, perDose, xl, xh, yl, yh, zl, zh, best) => {
    const far = at + dk;
    const d000 = values[at]!;
    const d100 = values[at + di]!;
    const d010 = values[at + dj]!;
    const d110 = values[at + dj + di]!;
    const d001 = values[far]!;
    const d101 = values[far + di]!;
    const d011 = values[far + dj]!;
    const d111 = values[far + dj + di]!;
    // Dose difference as a polynomial of the fractions a, b, c along the cell's edges.
    const p0 = (d000 - dose) * perDose;
    const pa = (d100 - d000) * perDose;
    const pb = (d010 - d000) * perDose;
    const pc = (d001 - d000) * perDose;
    const pab = (d110 - d100 - d010 + d000) * perDose;
    const pac = (d101 - d100 - d001 + d000) * perDose;
    const pbc = (d011 - d010 - d001 + d000) * perDose;
    const pabc = (d111 - d011 - d101 - d110 + d100 + d010 + d001 - d000) * perDose;
    const ia = xh > xl ? 1 / (xh - xl) : 0;
    const ib = yh > yl ? 1 / (yh - yl) : 0;
    const ic = zh > zl ? 1 / (zh - zl) : 0;
    let least = best;
    let x = xl > 0 ? xl : xh < 0 ? xh : 0;
    let y = yl > 0 ? yl : yh < 0 ? yh : 0;
    let z = zl > 0 ? zl : zh < 0 ? zh : 0;
    for (let start = 0; start < 2; start += 1) {
      let a = (x - xl) * ia;
      let b = (y - yl) * ib;
      let c = (z - zl) * ic;
      let h = p0 + a * (pa + b * (pab + c * pabc) + c * pac) + b * (pb + c * pbc) + c * pc;
      let here = x * x + y * y + z * z + h * h;
      for (let step = 0; step < mostSteps; step += 1) {
        const gx = (pa + b * (pab + c * pabc) + c * pac) * ia;
        const gy = (pb + a * (pab + c * pabc) + c * pbc) * ib;
        const gz = (pc + a * (pac + b * pabc) + b * pbc) * ic;
        minimiseInBox(h - gx * x - gy * y - gz * z, gx, gy, gz, xl, xh, yl, yh, zl, zh, h, box);
        let nx = box.x;
        let ny = box.y;
        let nz = box.z;
        let found = here;
        for (let halving = 0; halving < mostHalvings; halving += 1) {
          a = (nx - xl) * ia;
          b = (ny - yl) * ib;
          c = (nz - zl) * ic;
          h = p0 + a * (pa + b * (pab + c * pabc) + c * pac) + b * (pb + c * pbc) + c * pc;
          found = nx * nx + ny * ny + nz * nz + h * h;
          if (found < here) break;
          nx = (nx + x) / 2;
          ny = (ny + y) / 2;
          nz = (nz + z) / 2;
        }
        const gained = here - found;
        if (!(gained > 0)) break;
        here = found;
        x = nx;
        y = ny;
        z = nz;
        if (gained < settled) break;
      }
      if (here < least) least = here;
      if (start === 1 || Math.abs(pab) + Math.abs(pac) + Math.abs(pbc) + Math.abs(pabc) < bent) break;
      let lowest = Infinity;
      for (let corner = 0; corner < 8; corner += 1) {
        const cx = (corner & 1) === 0 ? xl : xh;
        const cy = (corner & 2) === 0 ? yl : yh;
        const cz = (corner & 4) === 0 ? zl : zh;
        const off = (values[at + ((corner & 1) === 0 ? 0 : di) + ((corner & 2) === 0 ? 0 : dj) + ((corner & 4) === 0 ? 0 : dk)]! - dose) * perDose;
        const value = cx * cx + cy * cy + cz * cz + off * off;
        if (value >= lowest) continue;
        lowest = value;
        x = cx;
        y = cy;
        z = cz;
      }
    }
    return least;
  };
}
