import { CAVITY_Y, cavityHalfAxes, lungObstacles } from './anatomy.ts';
import { distanceToEllipse, smoothStep, superellipseLevel } from './sections.ts';

/** A section seen from one point inside it: radius by angle, evenly spaced over a full turn. */
export interface StarSection {
  readonly x: number;
  readonly y: number;
  readonly radiiMm: Float64Array;
}

const ANGLES = 480;
/** A section thinner than this everywhere is no lung any more. */
const LEAST_RADIUS_MM = 6;

/** Distance from a point inside the chest cavity to its wall, in a direction (radians). */
export function radiusInCavity(x: number, y: number, z: number, angle: number): number {
  const { a, b } = cavityHalfAxes(z);
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const inside = (r: number): boolean => superellipseLevel(a, b, x + r * cosine, y + r * sine - CAVITY_Y) < 1;
  let low = 0;
  let high = 256;
  for (let n = 0; n < 16; n += 1) {
    const middle = (low + high) / 2;
    if (inside(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * One lung's outline at height z: the chest cavity on that side, less mediastinum, heart, vessels, spine and diaphragm.
 *
 * Seen from a point at the back of the side, so that the recess behind the diaphragm stays in view.
 *
 * @param side -1 right (patient's), +1 left
 * @returns null below the lung
 */
export function lungSection(z: number, side: -1 | 1): StarSection | null {
  const low = smoothStep(-10, -75, z);
  const x = side * (86 + 6 * low);
  const y = 30 + 30 * low;
  const obstacles = lungObstacles(z);
  const raw = new Float64Array(ANGLES);
  for (let n = 0; n < ANGLES; n += 1) {
    const angle = (2 * Math.PI * n) / ANGLES;
    let radius = radiusInCavity(x, y, z, angle);
    for (const obstacle of obstacles) radius = Math.min(radius, distanceToEllipse(obstacle, x, y, angle));
    // Nothing crosses the midline.
    const towardsMidline = -side * Math.cos(angle);
    if (towardsMidline > 1e-9) radius = Math.min(radius, (Math.abs(x) - 3) / towardsMidline);
    raw[n] = radius;
  }
  const radiiMm = raw.map((_, n) => {
    let sum = 0;
    for (let k = -4; k <= 4; k += 1) sum += raw[(n + k + ANGLES) % ANGLES] ?? 0;
    return sum / 9;
  });
  return Math.max(...radiiMm) < LEAST_RADIUS_MM ? null : { x, y, radiiMm };
}

/** Radius of the section in a direction (radians, any turn), linear between the stored angles. */
export function starRadius(section: StarSection, angle: number): number {
  const count = section.radiiMm.length;
  const turn = angle / (2 * Math.PI);
  const place = (turn - Math.floor(turn)) * count;
  const n = Math.floor(place);
  const here = section.radiiMm[n % count] ?? 0;
  const next = section.radiiMm[(n + 1) % count] ?? 0;
  return here + (next - here) * (place - n);
}

/** The section as polygon vertices x0,y0,x1,y1,… */
export function starPolygon(section: StarSection, vertices: number): Float64Array {
  const points = new Float64Array(vertices * 2);
  for (let n = 0; n < vertices; n += 1) {
    const angle = (2 * Math.PI * n) / vertices;
    const radius = starRadius(section, angle);
    points[2 * n] = section.x + radius * Math.cos(angle);
    points[2 * n + 1] = section.y + radius * Math.sin(angle);
  }
  return points;
}
