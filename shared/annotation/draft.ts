import { add, cross, dot, normalize, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { incomplete } from './annotationError.ts';
import { figuresOf } from './figures.ts';
import { settled } from './edit.ts';
import { geometryFigures } from './measure.ts';
import { placeNormal, planeDirections } from './plane.ts';
import { across, distanceMm, hasExtent, inPlanePart, intoPlane, leastExtentMm, midpoint, mostPoints, pointAt, pointCounts } from './points.ts';
import type { PixelSource } from './raster.ts';
import { strokesOf } from './strokes.ts';
import type { Stroke } from './strokes.ts';
import type { Annotation, AnnotationFigure, AnnotationKind, AnnotationPlace } from './types.ts';

/** An annotation while it is drawn. */
export interface Draft {
  readonly kind: AnnotationKind;
  readonly place: AnnotationPlace;
  /** Direction that is level on screen, in the plane; sides of rectangles and axes of ellipses follow it. */
  readonly level: Vector3;
  /** Points set, in the plane through the first. */
  readonly placed: readonly Vector3[];
  /** Where the pointer is; null where it has not moved since the last point. */
  readonly floating: Vector3 | null;
}

/** Who draws, when, on what. */
export interface Authorship {
  /** UUID. */
  readonly id: string;
  readonly author: string;
  readonly atMs: number;
  /** YYYYMMDD; null where the study does not say. */
  readonly studyDate: string | null;
}

/** Points a person sets: two opposite corners make a rectangle, and the ellipse in it. */
const clicks: Readonly<Record<Exclude<AnnotationKind, 'freehand'>, number>> = { length: 2, angle: 3, cobb: 4, ellipse: 2, rectangle: 2, probe: 1, arrow: 2, bidirectional: 4 };

/**
 * Begins an annotation with its first point; it lies in the plane of the place through that point.
 * @param level direction that is level on screen; left out: level in the display convention of the plane
 */
export function beginDraft(kind: AnnotationKind, place: AnnotationPlace, point: Vector3, level?: Vector3): Draft {
  const normal = placeNormal(place);
  const [first] = planeDirections(normal);
  return { kind, place, level: level === undefined ? first : normalize(inPlanePart(level, normal)), placed: [point], floating: null };
}

/** The pointer at another place. */
export const moveDraft = (draft: Draft, point: Vector3): Draft => ({ ...draft, floating: inDraft(draft, point) });

/**
 * Sets the next point. A point upon the one before, or one that would leave nothing to measure, is not taken, so that
 * clicks and drags both draw; nor is one more than the kind has. A freehand line that becomes too long loses every other
 * point.
 */
export function addPoint(draft: Draft, point: Vector3): Draft {
  const { kind, placed } = draft;
  if (kind !== 'freehand' && placed.length >= clicks[kind]) return draft;
  const next = inDraft(draft, point);
  if (distanceMm(pointAt(placed, placed.length - 1), next) <= leastExtentMm) return draft;
  const kept = placed.length < mostPoints ? placed : placed.filter((_, n) => n % 2 === 0);
  const longer = { ...draft, placed: [...kept, next], floating: null };
  const points = draftPoints(longer);
  return points === null || kind === 'freehand' || hasExtent(kind, points) ? longer : draft;
}

/** A point as this draft would take it: in its plane; the fourth of a bidirectional measurement at a right angle to its long axis. */
function inDraft({ kind, place, placed }: Draft, point: Vector3): Vector3 {
  const first = pointAt(placed, 0);
  const normal = placeNormal(place);
  const next = intoPlane(point, normal, first);
  if (kind !== 'bidirectional' || placed.length < 3) return next;
  const side = across(normal, normalize(subtract(pointAt(placed, 1), first)));
  const end = pointAt(placed, 2);
  return add(end, scale(side, dot(subtract(next, end), side)));
}

/** Every point the annotation would have, the pointer counting as the last; null while too few are set. */
export function draftPoints(draft: Draft): readonly Vector3[] | null {
  const { kind, placed, floating, place, level } = draft;
  const set = floating === null || (kind !== 'freehand' && placed.length >= clicks[kind]) ? placed : [...placed, floating];
  if (set.length < (kind === 'freehand' ? pointCounts.freehand.least : clicks[kind])) return null;
  if (kind !== 'rectangle' && kind !== 'ellipse') return set;
  const [from, to] = [pointAt(set, 0), pointAt(set, 1)];
  const down = cross(placeNormal(place), level);
  const diagonal = subtract(to, from);
  const [alongLevel, alongDown] = [scale(level, dot(diagonal, level)), scale(down, dot(diagonal, down))];
  if (kind === 'rectangle') return [from, add(from, alongLevel), add(add(from, alongLevel), alongDown), add(from, alongDown)];
  const centre = midpoint(from, to);
  const [halfLevel, halfDown] = [scale(alongLevel, 0.5), scale(alongDown, 0.5)];
  return [subtract(centre, halfLevel), add(centre, halfLevel), subtract(centre, halfDown), add(centre, halfDown)];
}

/** What to draw of a draft. */
export function draftStrokes(draft: Draft): readonly Stroke[] {
  const points = draftPoints(draft);
  if (points !== null && draft.kind !== 'freehand') return strokesOf(draft.kind, points);
  const line = draft.floating === null ? draft.placed : [...draft.placed, draft.floating];
  return draft.kind === 'cobb' || draft.kind === 'bidirectional' ? strokesOf(draft.kind, line) : [{ points: line, isClosed: false }];
}

/** Figures to show beside the pointer; none while too few points are set. The long axis of a bidirectional measurement is told before there is a short one. */
export function draftFigures(draft: Draft, pixels: PixelSource): readonly AnnotationFigure[] {
  const points = draftPoints(draft);
  if (points !== null) return points.length > mostPoints ? [] : figuresOf({ ...draft, points }, pixels);
  const { kind, place, placed, floating } = draft;
  const [from, to] = floating === null ? placed : [...placed, floating];
  return kind !== 'bidirectional' || from === undefined || to === undefined ? [] : geometryFigures('length', place, [from, to]);
}

/** All its points are set and there is something to measure. A freehand line may go on after it. */
export function isComplete(draft: Draft): boolean {
  const points = draftPoints({ ...draft, floating: null });
  return points !== null && hasExtent(draft.kind, points);
}

/**
 * The annotation drawn.
 * @throws {AnnotationError} incomplete
 */
export function finish(draft: Draft, authorship: Authorship, pixels: PixelSource): Annotation {
  const points = draftPoints({ ...draft, floating: null });
  if (points === null || !isComplete(draft)) throw incomplete(draft.kind, draft.placed.length);
  const { kind, place } = draft;
  return settled({ ...authorship, kind, place, points, text: '', lesion: null, figures: figuresOf({ kind, place, points }, pixels), savedIn: null });
}
