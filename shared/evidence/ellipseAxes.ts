/** Direction and length in a plane, from the middle of an ellipse. */
type Arrow = readonly [number, number];

/** How far from a right angle, as its cosine, two half axes may be: at 100 mm it moves no point of the line by 0.01 mm. */
const rightAngle = 1e-4;

/**
 * Ends of the axes of an ellipse after its plane was stretched, as millimetres become pixels that are not square: what
 * were its axes are then only conjugate diameters.
 *
 * Where they still meet at a right angle they are taken as they are, so that an ellipse along rows and columns keeps its
 * points exactly; otherwise the axes follow from them (Rytz 1845).
 *
 * @param ends of one diameter and of the other, after stretching
 * @returns the same ellipse by its axes, the ends of the longer first
 */
export function axesOfStretched(ends: readonly [Arrow, Arrow, Arrow, Arrow]): readonly [Arrow, Arrow, Arrow, Arrow] {
  const [a0, a1, b0, b1] = ends;
  const a: Arrow = [(a1[0] - a0[0]) / 2, (a1[1] - a0[1]) / 2];
  const b: Arrow = [(b1[0] - b0[0]) / 2, (b1[1] - b0[1]) / 2];
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  const product = a[0] * b[0] + a[1] * b[1];
  if (Math.abs(product) <= rightAngle * lengthA * lengthB) return lengthA >= lengthB ? ends : [b0, b1, a0, a1];
  const turn = Math.atan2(2 * product, lengthA ** 2 - lengthB ** 2) / 2;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const major: Arrow = [a[0] * cosine + b[0] * sine, a[1] * cosine + b[1] * sine];
  const minor: Arrow = [b[0] * cosine - a[0] * sine, b[1] * cosine - a[1] * sine];
  const middle: Arrow = [(a0[0] + a1[0]) / 2, (a0[1] + a1[1]) / 2];
  const at = (arrow: Arrow, sign: number): Arrow => [middle[0] + sign * arrow[0], middle[1] + sign * arrow[1]];
  return [at(major, -1), at(major, 1), at(minor, -1), at(minor, 1)];
}
