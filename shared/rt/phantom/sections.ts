/** An axis-parallel ellipse in one axial plane, LPS mm. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  /** Half width (left-right). */
  readonly a: number;
  /** Half height (front-back). */
  readonly b: number;
}

/** Exponent of every superellipse here: |x/a|^2.5 + |y/b|^2.5 = 1, between an ellipse and a box. */
const EXPONENT = 2.5;
/** value^2.5 for value ≥ 0, without a general power. */
const raised = (value: number): number => value * value * Math.sqrt(value);

/** |x/a|^2.5 + |y/b|^2.5: below 1 inside the superellipse about the origin. */
export const superellipseLevel = (a: number, b: number, x: number, y: number): number => raised(Math.abs(x) / a) + raised(Math.abs(y) / b);

/** Radius of a superellipse about the origin in the direction of a point, over the point's own distance. */
export const superellipseReach = (a: number, b: number, x: number, y: number): number => superellipseLevel(a, b, x, y) ** (-1 / EXPONENT);

/** Cross-section of an ellipsoid (half axes a, b, c) at height dz above its centre; null where it has none. */
export function ellipsoidSection(x: number, y: number, a: number, b: number, c: number, dz: number): Ellipse | null {
  const rest = 1 - (dz / c) ** 2;
  if (rest <= 0) return null;
  const scale = Math.sqrt(rest);
  return { x, y, a: a * scale, b: b * scale };
}

/**
 * Vertices x0,y0,x1,y1,… of an ellipse as a polygon of exactly the ellipse's area.
 *
 * An inscribed polygon is too small by sin(t)/t, t = 2π/n; its radii are raised by the root of that,
 * so areas (and volumes of stacks) are closed forms.
 */
export function equalAreaPolygon(ellipse: Ellipse, vertices: number): Float64Array {
  const step = (2 * Math.PI) / vertices;
  const raise = Math.sqrt(step / Math.sin(step));
  const points = new Float64Array(vertices * 2);
  for (let n = 0; n < vertices; n += 1) {
    points[2 * n] = ellipse.x + ellipse.a * raise * Math.cos(n * step);
    points[2 * n + 1] = ellipse.y + ellipse.b * raise * Math.sin(n * step);
  }
  return points;
}

/** Distance along a ray from (x, y) in direction angle to where it first enters the ellipse; Infinity if never, 0 if it starts inside. */
export function distanceToEllipse(ellipse: Ellipse, x: number, y: number, angle: number): number {
  const px = (x - ellipse.x) / ellipse.a;
  const py = (y - ellipse.y) / ellipse.b;
  const dx = Math.cos(angle) / ellipse.a;
  const dy = Math.sin(angle) / ellipse.b;
  const c = px * px + py * py - 1;
  if (c <= 0) return 0;
  const half = px * dx + py * dy;
  const a = dx * dx + dy * dy;
  const root = half * half - a * c;
  if (root < 0 || half >= 0) return Infinity;
  return (-half - Math.sqrt(root)) / a;
}

/** 0 below `from`, 1 above `to`, smooth (zero slope at both ends) between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
