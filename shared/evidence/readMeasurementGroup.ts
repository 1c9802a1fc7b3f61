import { annotationSchema } from '../annotation/schema.ts';
import type { Annotation, AnnotationFigure } from '../annotation/types.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { opened, stretchedAxes } from './annotationGraphics.ts';
import { codeOf, itemWords, notMapped, textOf } from './itemWords.ts';
import { concepts, isCode } from './codes.ts';
import { instantOf } from './dateTimes.ts';
import { uuidFromSeed, uuidOfUid } from './identifiers.ts';
import { columnCodes, rowCodes } from './imageLibrary.ts';
import { clusterOf, clustersOf, cornerPoints, marksOf } from './marks.ts';
import type { Cluster, Mark } from './marks.ts';
import { nameOfPerson } from './personNames.ts';
import { kindOfCode } from './quantities.ts';
import { readFigure } from './readFigure.ts';
import { readPlace } from './readPlace.ts';
import type { ReadPlace } from './readPlace.ts';
import type { ReportedImages } from './reportedImages.ts';
import type { ReportNotice } from './reportNotice.ts';

/** What groups take from their report where they say nothing themselves. */
export interface ReportScope {
  readonly sopInstanceUID: string;
  readonly images: ReportedImages;
  readonly author: string;
  /** Null where the report does not say when it was written. */
  readonly atMs: number | null;
  /** TimezoneOffsetFromUTC. */
  readonly utcOffset: string | null;
}

/**
 * The annotations of one measurement group: one where the group is ours, as many as its codes tell apart where another
 * program wrote it. All that is left over is noticed.
 */
export function readMeasurementGroup(group: ContentItem, report: ReportScope, notices: ReportNotice[]): readonly Annotation[] {
  const marks = marksOf(group);
  const ownKind = kindOfCode(codeOf(group.children, concepts.measurementMethod));
  const kind = ownKind ?? (isToolArrow(group, marks) ? 'arrow' : null);
  const { clusters, left } = kind !== null && marks.length > 0 ? { clusters: [clusterOf(kind, marks)], left: [] } : clustersOf(marks);
  if (clusters.length === 0) return nothingPlaced(group, notices);
  for (const mark of left) notices.push({ reason: 'not-mapped', name: `${groupName(group)}: ${mark.graphicType}`, place: mark.place });
  for (const child of group.children) if (!isRead(child, ownKind !== null)) notices.push(notMapped(child));
  const figures = figuresOf(group, clusters, notices);
  return clusters.flatMap((cluster, index) => annotationOf(group, cluster, figures.get(cluster) ?? [], index, report, notices) ?? []);
}

/** Cornerstone's programs name their tool where others name a lesion, and tie an arrow to a number that means nothing; the tip comes first. */
const toolName = /^cornerstone\w*@\S*:(\w+)$/i;
const toolOf = ({ children }: ContentItem): string | null => toolName.exec(textOf(children, concepts.trackingIdentifier) ?? '')?.[1] ?? null;
const isToolArrow = (group: ContentItem, marks: readonly Mark[]): boolean => toolOf(group) === 'ArrowAnnotate' && marks.length === 1 && marks[0]?.points.length === 2;

const groupName = ({ children, concept }: ContentItem): string => textOf(children, concepts.trackingIdentifier) ?? concept?.meaning ?? '';

/** A group without a place cannot be drawn; what it says is named in full. */
function nothingPlaced(group: ContentItem, notices: ReportNotice[]): readonly Annotation[] {
  notices.push({ reason: 'no-coordinates', name: groupName(group), place: group.place });
  for (const child of group.children) if (child.relationship === 'CONTAINS' || child.relationship === 'HAS CONCEPT MOD') notices.push(notMapped(child));
  return [];
}

/** Words some programs put in place of a finding's code. */
const freeTextCodes: ReadonlySet<string> = new Set(['CORNERSTONEFREETEXT']);

/** Does an annotation take this from its group? */
function isRead(child: ContentItem, isOwn: boolean): boolean {
  const { concept, value } = child;
  if (value.type === 'SCOORD' || value.type === 'SCOORD3D' || value.type === 'NUM') return value.type !== 'NUM' || child.relationship === 'CONTAINS' || [...rowCodes, ...columnCodes].some((code) => isCode(concept, code));
  if (isCode(concept, concepts.finding)) return value.type === 'CODE' && (isCode(value.code, concepts.lesion) || freeTextCodes.has(value.code?.value ?? ''));
  if (value.type === 'IMAGE') return concept === null || isCode(concept, concepts.source) || concept.value === '121112' || concept.value === '121233';
  if (isCode(concept, concepts.measurementMethod)) return isOwn;
  return [concepts.trackingIdentifier, concepts.trackingUniqueIdentifier, concepts.personObserverName, concepts.comment].some((code) => isCode(concept, code));
}

/** Each number goes with the marks it was inferred from; one that stands by itself with the region, or with the first. */
function figuresOf(group: ContentItem, clusters: readonly Cluster[], notices: ReportNotice[]): ReadonlyMap<Cluster, readonly AnnotationFigure[]> {
  const found = new Map<Cluster, AnnotationFigure[]>(clusters.map((cluster) => [cluster, []]));
  const region = clusters.find(({ marks }) => marks.some(({ owner }) => owner === null)) ?? clusters[0];
  for (const child of group.children) {
    if (child.value.type !== 'NUM' || child.relationship !== 'CONTAINS' || isFiller(child, clusters)) continue;
    const figure = readFigure(child, notices);
    const cluster = clusters.find(({ marks }) => marks.some(({ owner }) => owner?.place === child.place)) ?? region;
    if (figure !== null && cluster !== undefined) found.get(cluster)?.push(figure);
  }
  return found;
}

/** The number an arrow of others is tied to. */
const isFiller = ({ place }: ContentItem, clusters: readonly Cluster[]): boolean => clusters.some(({ kind, marks }) => kind === 'arrow' && marks.some(({ owner }) => owner?.place === place));

function annotationOf(group: ContentItem, cluster: Cluster, figures: readonly AnnotationFigure[], index: number, report: ReportScope, notices: ReportNotice[]): Annotation | null {
  const refuse = (reason: ReportNotice['reason']): null => {
    notices.push({ reason, name: groupName(group), place: group.place });
    return null;
  };
  const read = readPlace(cluster.marks, group, report.images);
  if (typeof read === 'string') return refuse(read);
  const observationUID = group.observationUID;
  const atMs = (group.observationDateTime === null ? null : instantOf(group.observationDateTime, report.utcOffset)) ?? report.atMs;
  if (atMs === null) notices.push({ reason: 'time-unknown', name: groupName(group), place: group.place });
  const annotation: Annotation = {
    id: (index === 0 && observationUID !== null ? uuidOfUid(observationUID) : null) ?? uuidFromSeed(`${observationUID ?? `${report.sopInstanceUID} ${group.place}`} ${index}`),
    kind: cluster.kind,
    place: read.place,
    points: pointsOf(cluster, read),
    text: commentOf(group),
    lesion: toolOf(group) === null ? lesionOf(group, notices) : null,
    figures,
    studyDate: read.studyDate,
    author: nameOfPerson(textOf(group.children, concepts.personObserverName) ?? report.author),
    atMs: atMs ?? 0,
    savedIn: report.sopInstanceUID,
  };
  return annotationSchema.safeParse(annotation).success ? annotation : refuse('broken');
}

/** What the person wrote; lines as they were. */
function commentOf({ children }: ContentItem): string {
  const free = codeOf(children, concepts.finding);
  const comments = children.filter(({ concept, value }) => isCode(concept, concepts.comment) && value.type === 'TEXT').map(({ value }) => ('text' in value ? value.text : ''));
  const words = free !== null && freeTextCodes.has(free.value) ? [free.meaning, ...comments] : comments;
  return words.join('\n').replaceAll('\r\n', '\n');
}

/** What is followed over time. Ours without a lesion has its own identity in that place. */
function lesionOf({ children, observationUID }: ContentItem, notices: ReportNotice[]): Annotation['lesion'] {
  const name = textOf(children, concepts.trackingIdentifier);
  const trackingUID = textOf(children, concepts.trackingUniqueIdentifier);
  if (trackingUID !== null && trackingUID === observationUID) return null;
  if (name !== null && trackingUID !== null) return { name: name.slice(0, longestName), trackingUID };
  for (const child of children) if (isCode(child.concept, concepts.trackingIdentifier) || isCode(child.concept, concepts.trackingUniqueIdentifier)) notices.push({ reason: 'not-mapped', name: itemWords(child), place: child.place });
  return null;
}

const longestName = 64;

function pointsOf({ kind, marks }: Cluster, read: ReadPlace): readonly Vector3[] {
  const lifted = (points: readonly (readonly number[])[]): readonly Vector3[] => points.map((point) => read.lift(point));
  const planar = (mark: Mark): readonly (readonly number[])[] => (read.inPlane === null ? mark.points : mark.points.map(read.inPlane));
  return marks.flatMap((mark) => {
    if (kind === 'ellipse') return lifted(read.inPlane === null ? mark.points : stretchedAxes(axisEnds(mark).map(read.inPlane)));
    if (kind === 'rectangle' || kind === 'freehand') return lifted(opened(planar(mark)));
    return lifted(kind === 'angle' ? cornerPoints(planar(mark)) : planar(mark));
  });
}

/** A circle is told by its middle and one point on it (PS3.3 C.18.6.1.2); of another count of points none is made. */
function axisEnds({ graphicType, points }: Mark): readonly (readonly number[])[] {
  if (graphicType !== 'CIRCLE' || points.length !== 2) return points;
  const [[x = 0, y = 0] = [], [onX = 0, onY = 0] = []] = points;
  const radius = Math.hypot(onX - x, onY - y);
  return [[x - radius, y], [x + radius, y], [x, y - radius], [x, y + radius]];
}
