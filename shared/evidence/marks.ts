import type { AnnotationFigure, AnnotationKind } from '../annotation/types.ts';
import type { Code } from '../dicom/objects/code.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import type { SopReference } from '../dicom/objects/reference.ts';
import { carriers, isClosed } from './annotationGraphics.ts';
import { isCode } from './codes.ts';
import { angleCode, cobbCode, longAxisCode, quantityOf, shortAxisCode } from './quantities.ts';

/** A coordinate item of a measurement group, with the number it belongs to. */
export interface Mark {
  readonly place: string;
  readonly graphicType: string;
  /** Pairs of an image, triples of the patient. */
  readonly points: readonly (readonly number[])[];
  /** Of coordinates in an image. */
  readonly image: SopReference | null;
  /** Of coordinates in the patient. */
  readonly frameOfReferenceUID: string | null;
  /** The number inferred from it; null for a region that stands by itself. */
  readonly owner: ContentItem | null;
}

/** Every coordinate item of a group, by the number it belongs to; the same line under several numbers counts for each. */
export function marksOf(group: ContentItem): readonly Mark[] {
  return group.children.flatMap((child) => [...markOf(child, null), ...(child.value.type === 'NUM' ? child.children.flatMap((grandchild) => markOf(grandchild, child)) : [])]);
}

function markOf({ place, value, children }: ContentItem, owner: ContentItem | null): readonly Mark[] {
  if (value.type !== 'SCOORD' && value.type !== 'SCOORD3D') return [];
  const size = value.type === 'SCOORD' ? 2 : 3;
  const points = Array.from({ length: Math.floor(value.points.length / size) }, (_, index) => value.points.slice(index * size, index * size + size));
  const selected = children.map((child) => child.value).find((child) => child.type === 'IMAGE');
  const image = selected?.type === 'IMAGE' ? selected.reference : null;
  return [{ place, graphicType: value.graphicType, points, image, frameOfReferenceUID: value.type === 'SCOORD3D' ? value.frameOfReferenceUID : null, owner }];
}

/** Marks that make up one annotation. */
export interface Cluster {
  readonly kind: AnnotationKind;
  /** In the order of the annotation's points. */
  readonly marks: readonly Mark[];
}

/** The marks of a group whose kind is told, in the order its points have. */
export function clusterOf(kind: AnnotationKind, marks: readonly Mark[]): Cluster {
  const carried = (carriers[kind] ?? []).flatMap(([quantity]) => unlike(marks.filter(({ owner }) => ownerQuantity(owner) === quantity)));
  return { kind, marks: carried.length > 0 ? carried : marks };
}

/**
 * Marks of a group another program wrote, as the annotations its codes say they are: two axes, an angle at a corner, a Cobb
 * angle, a length; what has no such number is what its graphic type says. Marks that are none of these are left over.
 */
export function clustersOf(marks: readonly Mark[]): { readonly clusters: readonly Cluster[]; readonly left: readonly Mark[] } {
  const clusters: Cluster[] = [];
  const owned = (codes: readonly Code[]): readonly Mark[] => unlike(marks.filter(({ owner }) => owner !== null && codes.some((code) => isCode(owner.concept, code))));
  const used = new Set<Mark>();
  const take = (kind: AnnotationKind, taken: readonly Mark[]): void => {
    clusters.push({ kind, marks: taken });
    for (const mark of marks) if (taken.some((one) => isSame(one, mark))) used.add(mark);
  };
  const [long, short] = [owned(longAxes), owned(shortAxes)];
  const axes = [long[0], short[0]].filter((mark) => mark !== undefined && mark.points.length === 2) as readonly Mark[];
  if (axes.length === 2 && long.length === 1 && short.length === 1) take('bidirectional', axes);
  const cobb = owned([cobbCode]);
  if (cobb.every(isLine) && [2, 1].includes(cobb.length) && cobb.reduce((sum, { points }) => sum + points.length, 0) === 4) take('cobb', cobb);
  for (const mark of marks) {
    if (used.has(mark)) continue;
    const kind = kindOfMark(mark);
    if (kind !== null) take(kind, [mark]);
  }
  return { clusters, left: marks.filter((mark) => !used.has(mark)) };
}

const srt = (value: string): Code => ({ value, scheme: 'SRT', meaning: '' });
const longAxes = [longAxisCode, srt('G-A185')];
const shortAxes = [shortAxisCode, srt('G-A186')];
const angles = [angleCode, srt('G-A160')];

function kindOfMark(mark: Mark): AnnotationKind | null {
  const { graphicType, points, owner } = mark;
  const quantity = ownerQuantity(owner);
  if (quantity === 'length' || quantity === 'shortAxis') return isLine(mark) && points.length === 2 ? 'length' : null;
  if (quantity === 'angle') return angles.some((code) => isCode(owner?.concept ?? null, code)) && isLine(mark) && cornerPoints(points).length === 3 ? 'angle' : null;
  if (graphicType === 'ELLIPSE' || graphicType === 'CIRCLE') return 'ellipse';
  if (graphicType === 'POINT') return 'probe';
  return (graphicType === 'POLYGON' || (isLine(mark) && isClosed(points))) && points.length > 3 ? 'freehand' : null;
}

/** The three points of an angle; some write the corner twice, as the end of one side and the beginning of the other. */
export function cornerPoints<Point extends readonly number[]>(points: readonly Point[]): readonly Point[] {
  const [first, corner, again, last] = points;
  const isTwice = first !== undefined && corner !== undefined && again !== undefined && last !== undefined && points.length === 4 && corner.every((value, axis) => value === again[axis]);
  return isTwice ? [first, corner, last] : points;
}

function ownerQuantity(owner: ContentItem | null): AnnotationFigure['quantity'] | null {
  return owner === null ? null : quantityOf(owner.concept, null);
}

const isLine = ({ graphicType }: Mark): boolean => graphicType === 'POLYLINE';

const isSame = (a: Mark, b: Mark): boolean => keyOf(a) === keyOf(b);
const keyOf = ({ graphicType, points, image, frameOfReferenceUID }: Mark): string => JSON.stringify([graphicType, points, image, frameOfReferenceUID]);

/** Each mark once. */
const unlike = (marks: readonly Mark[]): readonly Mark[] => marks.filter((mark, index) => marks.findIndex((other) => isSame(mark, other)) === index);
