import {
  airways,
  ascendingAorta,
  bodyHalfAxes,
  bodyReach,
  canal,
  cavityHalfAxes,
  CAVITY_Y,
  cord,
  descendingAorta,
  gtv,
  heartSection,
  inferiorCava,
  isDisc,
  leftDomeSection,
  liverSection,
  oesophagusCentre,
  oesophagusRadiusMm,
  pulmonaryArtery,
  pulmonaryTrunk,
  spleenSection,
  stomachSection,
  superiorCava,
  targetCentre,
  vertebra,
} from './anatomy.ts';
import { lungSection, starRadius, type StarSection } from './lungs.ts';
import type { VesselSegment } from './lungVessels.ts';
import { hash3, nearlyNormal, smoothNoise } from './noise.ts';
import { paintPixels, paintEllipse, type Canvas } from './canvas.ts';
import { ellipsoidSection, superellipseReach, type Ellipse } from './sections.ts';

const AIR = -1000;

function paintCouch(canvas: Canvas): void {
  const top = 116;
  paintPixels(canvas, { x: 0, y: 142, a: 216, b: 30 }, (x, y) => {
    const half = 205 - Math.max(0, y - top - 14) * 0.6;
    const inside = Math.min(y - top, top + 46 - y, half - Math.abs(x));
    if (inside < 0) return null;
    return inside < 3.5 ? -180 : -930;
  });
}

function paintBody(canvas: Canvas, z: number, seed: number): void {
  const { a, b } = bodyHalfAxes(z);
  paintPixels(canvas, { x: 0, y: 0, a, b }, (x, y, before) => {
    const radius = Math.max(1e-6, Math.hypot(x, y));
    const depth = radius * (bodyReach(x, y, z) - 1);
    const share = Math.min(1, Math.max(0, 0.5 + depth / canvas.pixelMm));
    if (share === 0) return null;
    const ringInner = wallRadius(z, x, y);
    const hu = ribValue(z, x, y, ringInner - radius) ?? softTissue(x, y, z, depth, radius < ringInner, seed);
    return before + (hu - before) * share;
  });
}

/** Skin, fat under it, muscle with a seam of fat, and the fat inside the chest wall. */
function softTissue(x: number, y: number, z: number, depth: number, isInside: boolean, seed: number): number {
  if (isInside) return -88 + 14 * smoothNoise(x, y, z, 9, seed + 2);
  if (depth < 2) return 10;
  const fatDepth = 11 + 5 * Math.abs(Math.sin(Math.atan2(y, x) * 1.5)) + 2.5 * smoothNoise(x, y, z, 22, seed);
  if (depth <= fatDepth) return -102;
  if (Math.abs(depth - fatDepth - 7) < 1.1 && y < 60) return -60;
  return 52 + 7 * smoothNoise(x, y, z, 6, seed + 1);
}

/** Radius (from the body's axis) of the chest wall's inner surface in the direction of a point. */
function wallRadius(z: number, x: number, y: number): number {
  const { a, b } = cavityHalfAxes(z);
  return Math.hypot(x, y) * superellipseReach(a, b, x, y - CAVITY_Y);
}

/** Bone of a rib where one passes; `inward` is how far the point lies inside the chest wall's inner surface. */
function ribValue(z: number, x: number, y: number, inward: number): number | null {
  const depth = -inward - 2;
  if (depth < 0 || depth > 9) return null;
  // Ribs fall from the spine towards the front: 75 mm over half a turn.
  const fromSpine = Math.acos(Math.min(1, Math.max(-1, y / Math.max(1, Math.hypot(x, y))))) / Math.PI;
  const fall = 95 * fromSpine ** 1.2;
  const period = 25;
  const place = (((z + fall + 4) % period) + period) % period;
  const offCentre = Math.hypot((place - period / 2) / 6.2, (depth - 4.5) / 4.6);
  if (offCentre > 1) return null;
  // Costal cartilage in front.
  if (fromSpine > 0.84) return 95;
  return offCentre > 0.62 ? 620 : 210;
}

function paintMediastinum(canvas: Canvas, z: number, seed: number): void {
  const soft = (ellipse: Ellipse | null, hu: number, grain = 5): void => {
    if (ellipse !== null) paintEllipse(canvas, ellipse, (x, y) => hu + grain * smoothNoise(x, y, z, 7, seed + 3));
  };
  const heart = heartSection(z);
  if (heart !== null) {
    soft({ ...heart, a: heart.a + 2.5, b: heart.b + 2.5 }, -85);
    soft(heart, 98);
    // Chambers: right in front, left behind and to the left; enhanced blood.
    const { x, y, a, b } = heart;
    soft({ x: x + 0.36 * a, y: y + 0.22 * b, a: 0.38 * a, b: 0.46 * b }, 150);
    soft({ x: x - 0.12 * a, y: y - 0.42 * b, a: 0.52 * a, b: 0.42 * b }, 136);
    soft({ x: x - 0.58 * a, y: y + 0.08 * b, a: 0.32 * a, b: 0.5 * b }, 138);
    if (z > -34) soft({ x: x - 0.02 * a, y: y + 0.7 * b, a: 0.5 * a, b: 0.24 * b }, 150);
  }
  soft(pulmonaryArtery(z), 165);
  for (const vessel of [ascendingAorta(z), superiorCava(z), pulmonaryTrunk(z), inferiorCava(z)]) soft(vessel, 170);
  const aorta = descendingAorta(z);
  soft(aorta, 60);
  soft({ ...aorta, a: aorta.a - 1.6, b: aorta.b - 1.6 }, 175);
  for (const airway of airways(z)) {
    soft({ ...airway, a: airway.a + 2, b: airway.b + 2 }, 35);
    soft(airway, -985, 2);
  }
  // Azygos vein, thoracic duct's neighbour, right of the aorta.
  soft({ x: -9, y: 29, a: 3.6, b: 3.4 }, 130);
}

function paintOesophagus(canvas: Canvas, z: number, seed: number): void {
  const centre = oesophagusCentre(z);
  const wall: Ellipse = { ...centre, a: oesophagusRadiusMm, b: oesophagusRadiusMm };
  paintEllipse(canvas, wall, (x, y) => 42 + 5 * smoothNoise(x, y, z, 5, seed + 4));
  const tumour = ellipsoidSection(targetCentre.x, targetCentre.y, gtv.radiusMm, gtv.radiusMm, gtv.halfLengthMm, z - targetCentre.z);
  if (tumour !== null) paintEllipse(canvas, tumour, (x, y) => 66 + 12 * smoothNoise(x, y, z, 5, seed + 5));
  // Lumen: narrow and pushed aside inside the tumour, with air where it is open.
  const open = tumour === null ? 3 + 1.5 * Math.sin(z / 9) : 2.2;
  const shift = tumour === null ? 0 : 3.2;
  paintEllipse(canvas, { x: centre.x - shift, y: centre.y - shift * 0.6, a: open * 1.2, b: open }, () => (Math.sin(z / 9) > -0.5 ? -650 : 15));
}

function paintAbdomen(canvas: Canvas, z: number, seed: number): void {
  const within = (ellipse: Ellipse | null, value: (x: number, y: number) => number): void => {
    if (ellipse === null) return;
    const wall = 3;
    paintPixels(canvas, ellipse, (x, y, before) => {
      const rho = Math.hypot((x - ellipse.x) / ellipse.a, (y - ellipse.y) / ellipse.b);
      const depth = (1 - rho) * Math.min(ellipse.a, ellipse.b);
      const toWall = wallRadius(z, x, y) - Math.hypot(x, y) - wall;
      const share = Math.min(1, Math.max(0, 0.5 + Math.min(depth, toWall) / canvas.pixelMm));
      return share === 0 ? null : before + (value(x, y) - before) * share;
    });
  };
  within(leftDomeSection(z), (x, y) => -95 + 10 * smoothNoise(x, y, z, 9, seed + 6));
  within(liverSection(z), (x, y) => {
    const texture = smoothNoise(x, y, z, 12, seed + 7);
    const vein = smoothNoise(x, y, z, 26, seed + 8);
    return 98 + 5 * texture + (Math.abs(vein) < 0.05 ? 38 : 0);
  });
  const spleen = spleenSection(z);
  within(spleen, (x, y) => 108 + 5 * smoothNoise(x, y, z, 8, seed + 9));
  const stomach = stomachSection(z);
  within(stomach, () => 55);
  if (stomach !== null) {
    const lumen = { ...stomach, a: Math.max(2, stomach.a - 4.5), b: Math.max(2, stomach.b - 4.5) };
    // Supine: gas in front of the fluid level.
    within(lumen, (_x, y) => (y < -34 ? -970 : 18));
  }
}

function paintLung(canvas: Canvas, section: StarSection, z: number, seed: number, vessels: readonly VesselSegment[]): void {
  const reach = Math.max(...section.radiiMm);
  const box: Ellipse = { x: section.x, y: section.y, a: reach, b: reach };
  const share = (x: number, y: number): number => {
    const dx = x - section.x;
    const dy = y - section.y;
    return Math.min(1, Math.max(0, 0.5 + (starRadius(section, Math.atan2(dy, dx)) - Math.hypot(dx, dy)) / canvas.pixelMm));
  };
  paintPixels(canvas, box, (x, y, before) => {
    const part = share(x, y);
    if (part === 0) return null;
    // Dependent lung is a little denser.
    const hu = -862 + 0.35 * (y + 60) + 22 * smoothNoise(x, y, z, 5, seed + 10);
    return before + (hu - before) * part;
  });
  for (const { from, to, radiusMm } of vessels) {
    const reachZ = radiusMm + 1;
    if (z < Math.min(from[2], to[2]) - reachZ || z > Math.max(from[2], to[2]) + reachZ) continue;
    const along = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
    const square = along[0] ** 2 + along[1] ** 2 + along[2] ** 2;
    const bounds: Ellipse = {
      x: (from[0] + to[0]) / 2,
      y: (from[1] + to[1]) / 2,
      a: Math.abs(along[0]) / 2 + reachZ,
      b: Math.abs(along[1]) / 2 + reachZ,
    };
    paintPixels(canvas, bounds, (x, y, before) => {
      const t = Math.min(1, Math.max(0, ((x - from[0]) * along[0] + (y - from[1]) * along[1] + (z - from[2]) * along[2]) / square));
      const distance = Math.hypot(x - from[0] - t * along[0], y - from[1] - t * along[1], z - from[2] - t * along[2]);
      const part = Math.min(1, Math.max(0, 0.5 + (radiusMm - distance) / canvas.pixelMm)) * (share(x, y) === 1 ? 1 : 0);
      return part === 0 ? null : Math.max(before, before + (70 - before) * part * Math.min(1, 0.35 + radiusMm / 2));
    });
  }
}

function paintSpine(canvas: Canvas, z: number, seed: number): void {
  const grain = (hu: number, by: number) => (x: number, y: number): number => hu + by * smoothNoise(x, y, z, 3, seed + 11);
  for (const side of [-1, 1]) {
    paintEllipse(canvas, { x: side * 21, y: 88, a: 21, b: 13 }, grain(54, 8));
    if (z < -60) paintEllipse(canvas, { x: side * 25, y: 52, a: 6 + 0.14 * (-60 - z), b: 15 }, grain(56, 8));
  }
  const disc = isDisc(z);
  paintEllipse(canvas, vertebra, disc ? grain(95, 8) : grain(560, 60));
  if (!disc) {
    paintEllipse(canvas, { ...vertebra, a: vertebra.a - 2.2, b: vertebra.b - 2.2 }, grain(235, 70));
    for (const side of [-1, 1]) {
      paintEllipse(canvas, { x: side * 12, y: 70, a: 4.5, b: 9 }, grain(480, 60));
      paintEllipse(canvas, { x: side * 26, y: 79, a: 17, b: 4.5 }, grain(380, 80));
    }
  }
  paintEllipse(canvas, { x: 0, y: 88.5, a: 13, b: 5.5 }, grain(500, 60));
  paintEllipse(canvas, { x: 0, y: 95, a: 3.4, b: disc ? 8 : 5 }, grain(420, 50));
  paintEllipse(canvas, canal, grain(-20, 8));
  paintEllipse(canvas, { x: cord.x, y: cord.y, a: cord.radiusMm + 1.6, b: cord.radiusMm + 1.6 }, grain(14, 3));
  paintEllipse(canvas, { x: cord.x, y: cord.y, a: cord.radiusMm, b: cord.radiusMm }, grain(42, 4));
  // Sternum.
  if (z > -52) {
    const y = -(bodyHalfAxes(z).b - 17);
    paintEllipse(canvas, { x: 0, y, a: 19, b: 6 }, grain(460, 40));
    paintEllipse(canvas, { x: 0, y, a: 16.5, b: 3.6 }, grain(180, 40));
  }
}

/**
 * One axial slice in Hounsfield units, [row][column], written into the canvas.
 *
 * @param z height of the slice, LPS mm
 * @param k slice number, so that noise differs between slices
 */
export function paintSlice(canvas: Canvas, z: number, k: number, seed: number, vessels: readonly VesselSegment[]): void {
  canvas.hu.fill(AIR);
  paintCouch(canvas);
  paintBody(canvas, z, seed);
  paintAbdomen(canvas, z, seed);
  for (const side of [-1, 1] as const) {
    const section = lungSection(z, side);
    const mine = vessels.filter(({ from }) => Math.sign(from[0]) === side);
    if (section !== null) paintLung(canvas, section, z, seed, mine);
  }
  paintMediastinum(canvas, z, seed);
  paintSpine(canvas, z, seed);
  paintOesophagus(canvas, z, seed);
  for (let n = 0; n < canvas.hu.length; n += 1) {
    const before = canvas.hu[n] ?? AIR;
    canvas.hu[n] = before + (before < -995 ? 4 : 9) * nearlyNormal(hash3(n, k, 5, seed));
  }
}
