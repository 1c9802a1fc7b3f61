import { RtError } from '../../errors/appError.ts';
import type { PatientPoint } from '../../geometry/vector.ts';
import { slabsAsDrawn } from '../contours/contourSlice.ts';
import { insideStretches } from '../contours/rayCut.ts';
import type { ControlPoint, Structure } from '../types.ts';
import type { BeamAperture } from './beamAperture.ts';
import type { BeamGeometry } from './beamGeometry.ts';
import type { ViewPoint } from './iecFrames.ts';
import { alongRayMm, pointOnRay, rayThrough, type Ray } from './rays.ts';

/** A line from the source through the patient. */
export interface EntryLine {
  readonly view: ViewPoint;
  readonly ray: Ray;
  /** Where it meets the outer contour first and leaves it last; null where it misses. */
  readonly entryMm: PatientPoint | null;
  readonly exitMm: PatientPoint | null;
  /** From the source to the entry along the line. */
  readonly sourceToSkinMm: number | null;
  /** From the entry to the isocentre plane along the line; negative where the patient begins behind it. */
  readonly depthToPlaneMm: number | null;
  /** How much of that depth lies inside the outer contour; less where the line passes air. */
  readonly insideToPlaneMm: number | null;
}

/** The stated source-to-surface distance beside that of the contours. */
export interface SkinDistance {
  readonly statedMm: number | null;
  readonly fromContoursMm: number | null;
  /** Contours minus stated. */
  readonly differenceMm: number | null;
}

/** The outer contour a beam enters: the one structure of type EXTERNAL; null where there is none or more than one. */
export function outerContour(structures: readonly Structure[]): Structure | null {
  const [first, ...others] = structures.filter(({ interpretedType }) => interpretedType?.trim().toUpperCase() === 'EXTERNAL');
  return first === undefined || others.length > 0 ? null : first;
}

/**
 * The line through a point of the beam's eye view, by default the central axis, and where it enters the patient. Exact for the
 * slabs of the outer contour; bolus, couch and masks are not looked at.
 *
 * @throws {RtError} the outer contour has no volume (no-closed-contour | unsupported | frame-of-reference-mismatch)
 */
export function entryLine(geometry: BeamGeometry, outer: Structure, view: ViewPoint = [0, 0]): EntryLine {
  const stack = slabsAsDrawn(outer);
  if (stack instanceof RtError) throw stack;
  const ray = rayThrough(geometry, view);
  const stretches = insideStretches(stack, ray.origin, ray.direction).map((distance) => Math.max(0, distance));
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined || last <= 0) return { view, ray, entryMm: null, exitMm: null, sourceToSkinMm: null, depthToPlaneMm: null, insideToPlaneMm: null };
  const planeMm = Math.hypot(geometry.sourceAxisMm, view[0], view[1]);
  let inside = 0;
  for (let n = 0; n + 1 < stretches.length; n += 2) inside += Math.max(0, Math.min(stretches[n + 1]!, planeMm) - Math.min(stretches[n]!, planeMm));
  return { view, ray, entryMm: pointOnRay(ray, first), exitMm: pointOnRay(ray, last), sourceToSkinMm: first, depthToPlaneMm: planeMm - first, insideToPlaneMm: inside };
}

/** Central axis first, then the corners of the smallest upright rectangle round the opening; the axis alone where nothing is open or known. */
export function fieldLines(geometry: BeamGeometry, aperture: Pick<BeamAperture, 'opening'>, outer: Structure): readonly EntryLine[] {
  const corners = aperture.opening?.flatMap((polygon) => Array.from({ length: polygon.length / 2 }, (_, n): ViewPoint => [polygon[n * 2]!, polygon[n * 2 + 1]!])) ?? [];
  const views: ViewPoint[] = [[0, 0]];
  if (corners.length > 0) {
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    views.push([x1, y1], [x2, y1], [x2, y2], [x1, y2]);
  }
  return views.map((view) => entryLine(geometry, outer, view));
}

/** Stated source-to-surface distance of a control point against that of the central axis and the outer contour. */
export function skinDistance(geometry: BeamGeometry, { sourceToSurfaceMm }: ControlPoint, outer: Structure): SkinDistance {
  const fromContoursMm = entryLine(geometry, outer).sourceToSkinMm;
  return { statedMm: sourceToSurfaceMm, fromContoursMm, differenceMm: sourceToSurfaceMm === null || fromContoursMm === null ? null : fromContoursMm - sourceToSurfaceMm };
}

/** Distance of a point from the source's level, mm along the beam axis: how deep a structure lies in the beam. */
export const depthInBeamMm = (geometry: BeamGeometry, point: PatientPoint): number => alongRayMm(rayThrough(geometry, [0, 0]), point);
