import type { Contour, Structure } from '../../types.ts';

/** Whether two structures have the same contours of every type, point by point, in any order of the contours. */
export function hasSameContours(a: Structure, b: Structure): boolean {
  if (a.contours.length !== b.contours.length) return false;
  const rest = new Map<string, Contour[]>();
  for (const contour of b.contours) rest.set(keyOf(contour), [...(rest.get(keyOf(contour)) ?? []), contour]);
  return a.contours.every((contour) => {
    const candidates = rest.get(keyOf(contour)) ?? [];
    const index = candidates.findIndex((candidate) => isSame(contour, candidate));
    if (index >= 0) candidates.splice(index, 1);
    return index >= 0;
  });
}

/** Tells most contours apart before their points are compared. */
const keyOf = ({ geometricType, pointsMm }: Contour): string => [geometricType, pointsMm.length, pointsMm[0], pointsMm[1], pointsMm[2]].join(' ');

const isSame = (a: Contour, b: Contour): boolean =>
  a.slabMm?.[0] === b.slabMm?.[0] && a.slabMm?.[1] === b.slabMm?.[1] && a.pointsMm.every((value, n) => value === b.pointsMm[n]);
