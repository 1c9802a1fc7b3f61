/** Where a minimum lies. */
export interface Minimiser {
  x: number;
  y: number;
  z: number;
}

/** Most steps towards the root; three are usual. */
const mostTurns = 40;

/**
 * Minimum of |v|² + (constant + G·v)² over a box.
 *
 * At the minimum v = clamp(−λG) with λ = constant + G·v, so one number is sought: the root of λ − constant − G·clamp(−λG),
 * which rises and is piecewise linear with six corners. Newton's step is exact on the root's own piece but may jump to and
 * fro between pieces; the root is kept between two bounds, and a step that leaves them is replaced by their middle.
 *
 * @param guess first λ
 * @param out receives the place
 */
export function minimiseInBox(
  constant: number, gx: number, gy: number, gz: number, xl: number, xh: number, yl: number, yh: number, zl: number, zh: number, guess: number, out: Minimiser,
): void {
  let lambda = guess;
  let under = -Infinity;
  let over = Infinity;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    x = -lambda * gx;
    y = -lambda * gy;
    z = -lambda * gz;
    let fixed = constant;
    let free = 1;
    if (x < xl) fixed += gx * (x = xl);
    else if (x > xh) fixed += gx * (x = xh);
    else free += gx * gx;
    if (y < yl) fixed += gy * (y = yl);
    else if (y > yh) fixed += gy * (y = yh);
    else free += gy * gy;
    if (z < zl) fixed += gz * (z = zl);
    else if (z > zh) fixed += gz * (z = zh);
    else free += gz * gz;
    let next = fixed / free;
    if (Math.abs(next - lambda) <= 1e-12 * (1 + Math.abs(next))) break;
    if (next > lambda) under = lambda;
    else over = lambda;
    if (!(next > under && next < over)) next = (under + over) / 2;
    lambda = next;
  }
  out.x = x;
  out.y = y;
  out.z = z;
}
