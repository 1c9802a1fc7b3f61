/**
 * Upright walls of a stack of slabs (an edge of a contour over the height of its slab) in a tree of bounding boxes, for
 * closest-distance searches. Coordinates are u, v, w of the stack's axes, mm.
 */
export interface WallTree {
  /** Six numbers a wall, in the order of the leaves: u0, v0, u1, v1, low, high. */
  readonly walls: Float64Array;
  /** Six numbers a node: least and most u, v, w. Node 0 is the root. */
  readonly boxes: Float64Array;
  /** Per node: for a leaf the first wall and how many, otherwise the second child and 0; the first child follows its parent. */
  readonly links: Int32Array;
}

const leafWalls = 4;
const deepest = 64;

/** @param walls six numbers a wall: u0, v0, u1, v1, low, high; at least one wall */
export function buildWallTree(walls: Float64Array): WallTree {
  const count = walls.length / 6;
  const order = Uint32Array.from({ length: count }, (_, n) => n);
  const centres = [0, 1, 2].map((axis) => Float64Array.from({ length: count }, (_, n) => (axis === 2 ? walls[n * 6 + 4]! + walls[n * 6 + 5]! : walls[n * 6 + axis]! + walls[n * 6 + axis + 2]!)));
  const boxes: number[] = [];
  const links: number[] = [];
  const build = (from: number, to: number): void => {
    const node = links.length / 2;
    const box = boundsOf(walls, order, from, to);
    boxes.push(...box);
    links.push(from, to - from);
    if (to - from <= leafWalls) return;
    const sides = [box[1]! - box[0]!, box[3]! - box[2]!, box[5]! - box[4]!];
    const along = centres[sides.indexOf(Math.max(...sides))]!;
    order.subarray(from, to).sort((a, b) => along[a]! - along[b]!);
    const middle = (from + to) >> 1;
    build(from, middle);
    links[node * 2] = links.length / 2;
    links[node * 2 + 1] = 0;
    build(middle, to);
  };
  build(0, count);
  const sorted = new Float64Array(walls.length);
  order.forEach((wall, n) => sorted.set(walls.subarray(wall * 6, wall * 6 + 6), n * 6));
  return { walls: sorted, boxes: Float64Array.from(boxes), links: Int32Array.from(links) };
}

function boundsOf(walls: Float64Array, order: Uint32Array, from: number, to: number): number[] {
  const box = [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity];
  for (let n = from; n < to; n += 1) {
    const at = order[n]! * 6;
    box[0] = Math.min(box[0]!, walls[at]!, walls[at + 2]!);
    box[1] = Math.max(box[1]!, walls[at]!, walls[at + 2]!);
    box[2] = Math.min(box[2]!, walls[at + 1]!, walls[at + 3]!);
    box[3] = Math.max(box[3]!, walls[at + 1]!, walls[at + 3]!);
    box[4] = Math.min(box[4]!, walls[at + 4]!);
    box[5] = Math.max(box[5]!, walls[at + 5]!);
  }
  return box;
}

const stackNodes = new Int32Array(deepest * 2);
const stackSquares = new Float64Array(deepest * 2);

/** Square of the distance from a point to the nearest wall, mm²; `limit` where none is nearer than that. */
export function squareToWalls({ walls, boxes, links }: WallTree, u: number, v: number, w: number, limit: number): number {
  let best = limit;
  let top = 0;
  let node = 0;
  let square = squareToBox(boxes, 0, u, v, w);
  for (;;) {
    if (square < best) {
      const link = links[node * 2]!;
      const count = links[node * 2 + 1]!;
      if (count === 0) {
        const near = node + 1;
        const [a, b] = [squareToBox(boxes, near, u, v, w), squareToBox(boxes, link, u, v, w)];
        const isFirst = a <= b;
        stackNodes[top] = isFirst ? link : near;
        stackSquares[top] = isFirst ? b : a;
        top += 1;
        node = isFirst ? near : link;
        square = isFirst ? a : b;
        continue;
      }
      for (let n = link; n < link + count; n += 1) {
        const value = squareToWall(walls, n * 6, u, v, w);
        if (value < best) best = value;
      }
    }
    if (top === 0) return best;
    top -= 1;
    node = stackNodes[top]!;
    square = stackSquares[top]!;
  }
}

function squareToBox(boxes: Float64Array, node: number, u: number, v: number, w: number): number {
  const at = node * 6;
  const du = u < boxes[at]! ? boxes[at]! - u : u > boxes[at + 1]! ? u - boxes[at + 1]! : 0;
  const dv = v < boxes[at + 2]! ? boxes[at + 2]! - v : v > boxes[at + 3]! ? v - boxes[at + 3]! : 0;
  const dw = w < boxes[at + 4]! ? boxes[at + 4]! - w : w > boxes[at + 5]! ? w - boxes[at + 5]! : 0;
  return du * du + dv * dv + dw * dw;
}

function squareToWall(walls: Float64Array, at: number, u: number, v: number, w: number): number {
  const [u0, v0] = [walls[at]!, walls[at + 1]!];
  const eu = walls[at + 2]! - u0;
  const ev = walls[at + 3]! - v0;
  const size = eu * eu + ev * ev;
  let part = size > 0 ? ((u - u0) * eu + (v - v0) * ev) / size : 0;
  part = part < 0 ? 0 : part > 1 ? 1 : part;
  const du = u - u0 - part * eu;
  const dv = v - v0 - part * ev;
  const [low, high] = [walls[at + 4]!, walls[at + 5]!];
  const dw = w < low ? low - w : w > high ? w - high : 0;
  return du * du + dv * dv + dw * dw;
}
