import { type Ellipse, ellipsoidSection, smoothStep, superellipseReach } from './sections.ts';

/**
 * The phantom's anatomy as functions of height z (LPS mm, axial planes): a lower chest, supine, head first.
 * Image and contours are both drawn from here, so they agree.
 *
 * Target, cord, oesophagus and heart are closed forms; the rest only has to look like a chest.
 */

/** Centre of target and isocentre, off the voxel grid on purpose. */
export const targetCentre = { x: 3.7, y: 8.3, z: -12 } as const;
export const SLICE_SPACING_MM = 4;

export const gtv = { radiusMm: 13, halfLengthMm: 32 } as const;
export const ctv = { radiusMm: 20, halfLengthMm: 52 } as const;
export const ptv = { radiusMm: 28, halfLengthMm: 60 } as const;
export const cord = { x: 0, y: 78.4, radiusMm: 5.5 } as const;
export const oesophagusRadiusMm = 9;

/** Heart: an ellipsoid sheared to the left as it goes down; every section is an ellipse. */
export const heart = { x: 22, y: -36, z: -28, a: 58, b: 43, c: 54, shear: -0.22 } as const;

/** Half axes of the body outline, a superellipse about x = y = 0; the back is a little flatter. */
export const bodyHalfAxes = (z: number, y = 0): { a: number; b: number } => ({
  a: 164 + 7 * smoothStep(-60, 110, z) - 4 * smoothStep(-60, -118, z),
  b: (111 + 3 * Math.cos((z - 10) / 70)) * (y > 0 ? 0.985 : 1),
});

/** Radius of the outline in the direction of a point, over the point's own distance from the axis; above 1 inside. */
export function bodyReach(x: number, y: number, z: number): number {
  const { a, b } = bodyHalfAxes(z, y);
  return superellipseReach(a, b, x, y);
}

/** True where the point lies inside the body outline. */
export const isInBody = (x: number, y: number, z: number): boolean => bodyReach(x, y, z) > 1;

/** Inner surface of the chest wall, a superellipse about (0, 2). */
export const cavityHalfAxes = (z: number): { a: number; b: number } => {
  const body = bodyHalfAxes(z);
  const taper = 1 - 0.1 * smoothStep(40, 125, z);
  return { a: (body.a - 28) * taper, b: (body.b - 25) * taper };
};
export const CAVITY_Y = 1;

export const heartSection = (z: number): Ellipse | null =>
  ellipsoidSection(heart.x + heart.shear * (z - heart.z), heart.y, heart.a, heart.b, heart.c, z - heart.z);

/** Oesophagus centre: straight and on the target's axis over the target, bending to the midline above and to the stomach below. */
export function oesophagusCentre(z: number): { x: number; y: number } {
  const above = Math.max(0, z - (targetCentre.z + 68));
  const below = Math.max(0, targetCentre.z - 64 - z);
  return { x: targetCentre.x - 3 * (1 - Math.exp(-above / 25)) + 0.012 * below ** 2, y: targetCentre.y + 12 * (1 - Math.exp(-above / 18)) - 0.008 * below ** 2 };
}

export const liverSection = (z: number): Ellipse | null => ellipsoidSection(-66, -8, 104, 82, 92, z + 140);
/** Space under the left dome of the diaphragm: stomach in front, spleen behind. */
export const leftDomeSection = (z: number): Ellipse | null => ellipsoidSection(76, 6, 76, 88, 88, z + 146);
export const stomachSection = (z: number): Ellipse | null => ellipsoidSection(66, -20, 58, 54, 72, z + 134);
export const spleenSection = (z: number): Ellipse | null => ellipsoidSection(98, 42, 36, 42, 68, z + 136);

export const descendingAorta = (z: number): Ellipse => ({ x: 25 - 0.09 * Math.max(0, -z - 20), y: 33 + 0.03 * z * (z < 0 ? -1 : 0), a: 12.5, b: 12.5 });
export const ascendingAorta = (z: number): Ellipse | null => (z > 8 ? { x: -12, y: -32 - 0.06 * z, a: 16, b: 16 } : null);
export const pulmonaryTrunk = (z: number): Ellipse | null => ellipsoidSection(20, -36, 17, 15, 34, z - 38);
export const pulmonaryArtery = (z: number): Ellipse | null => ellipsoidSection(2, -18, 44, 9, 17, z - 54);
export const superiorCava = (z: number): Ellipse | null => (z > 12 ? { x: -34, y: -24, a: 9.5, b: 11 } : null);
export const inferiorCava = (z: number): Ellipse | null => (z < -58 ? { x: -26, y: 6, a: 13, b: 10 } : null);

/** Air of trachea (above the carina at z 84) or of both main bronchi. */
export function airways(z: number): readonly Ellipse[] {
  if (z > 84) return [{ x: 1, y: -2, a: 9, b: 8.5 }];
  if (z < 34) return [];
  const drop = 84 - z;
  return [
    { x: -6 - 0.85 * drop, y: -1 + 0.15 * drop, a: 7.5, b: 6.5 },
    { x: 8 + 0.95 * drop, y: -1 + 0.13 * drop, a: 7, b: 6 },
  ];
}

export const vertebra = { x: 0, y: 50, a: 21, b: 17 } as const;
export const canal = { x: 0, y: 77, a: 10, b: 9 } as const;
/** One vertebra with its disc, and the part of it that is disc. */
export const VERTEBRA_PITCH_MM = 26;
export const isDisc = (z: number): boolean => (((z + 7) % VERTEBRA_PITCH_MM) + VERTEBRA_PITCH_MM) % VERTEBRA_PITCH_MM < 5.5;

/** What a lung may not enter at this height. */
export function lungObstacles(z: number): readonly Ellipse[] {
  const found: (Ellipse | null)[] = [
    { x: 2, y: -24, a: 27 + 6 * smoothStep(20, 110, z), b: 72 },
    { x: 0, y: 66, a: 33, b: 38 },
    grow(descendingAorta(z), 2.5),
    grow(ascendingAorta(z), 3),
    grow(superiorCava(z), 3),
    grow(pulmonaryTrunk(z), 2.5),
    grow(heartSection(z), 4),
    grow(liverSection(z), 2),
    grow(leftDomeSection(z), 2),
  ];
  return found.filter((one) => one !== null);
}

function grow(ellipse: Ellipse | null, margin: number): Ellipse | null {
  return ellipse === null ? null : { ...ellipse, a: ellipse.a + margin, b: ellipse.b + margin };
}
