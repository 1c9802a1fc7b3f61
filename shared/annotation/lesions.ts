import { shownMm } from './figureText.ts';
import { geometryFigures } from './measure.ts';
import type { Annotation } from './types.ts';

/** Change against an earlier length, both as shown: mm, and per cent of it; per cent null where the earlier length is 0. */
export interface SizeChange {
  readonly mm: number;
  readonly percent: number | null;
}

/** One lesion on one date. */
export interface LesionRow {
  /** YYYYMMDD. */
  readonly studyDate: string;
  /** Longest of its measurements of that date, in the tenths it is shown with; null where none is a length in mm. */
  readonly longMm: number | null;
  /** Of the same measurement, as shown; null where it has none. */
  readonly shortMm: number | null;
  /** Annotations of the lesion on that date. */
  readonly annotationIds: readonly string[];
  /** Against its first date with a length; null on that date itself. */
  readonly fromFirst: SizeChange | null;
  /** Against the smallest on any earlier date, the first included; null where there is none. */
  readonly fromSmallest: SizeChange | null;
}

/** A lesion over time. */
export interface LesionTable {
  readonly trackingUID: string;
  /** Name in its latest measurement. */
  readonly name: string;
  /** By date, ascending. */
  readonly rows: readonly LesionRow[];
  /** Annotations of studies without a date: they have no place in time and are not compared. */
  readonly undatedIds: readonly string[];
}

/** Sum of longest diameters of one date. */
export interface SumRow {
  readonly studyDate: string;
  /** Over the lesions of the first date that were measured, of their lengths as shown; null where none was. */
  readonly sumMm: number | null;
  /** Names of lesions of the first date without a length on this one: then sums are of different lesions and not compared. */
  readonly missing: readonly string[];
  /** Names of lesions measured here that the first date does not have; they are not in the sum. */
  readonly additional: readonly string[];
  readonly fromFirst: SizeChange | null;
  readonly fromSmallest: SizeChange | null;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lesions with their sizes over time, by name as people count (L2 before L10).
 *
 * Numbers only, no category of response. References are those of RECIST 1.1: change against the first measurement and
 * against the smallest since then, the first included (Eisenhauer et al., Eur J Cancer 2009;45:228–247). Whether a lesion
 * is a lymph node is not known here, so the longest diameter stands for every lesion; RECIST takes the short axis of nodes.
 * Everything follows from the lengths as shown: who reckons from the table, or from a report, finds the same change.
 */
export function lesionTables(annotations: readonly Annotation[]): readonly LesionTable[] {
  const byLesion = grouped(annotations, ({ lesion }) => lesion?.trackingUID ?? null);
  const tables = [...byLesion].map(([trackingUID, measured]) => ({
    trackingUID, name: latestName(measured), rows: rowsOf(measured), undatedIds: measured.filter(({ studyDate }) => studyDate === null).map(({ id }) => id),
  }));
  return tables.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || compareText(a.trackingUID, b.trackingUID));
}

/** Annotations by a key, in order of first appearance; those without one are left out. */
function grouped(annotations: readonly Annotation[], keyOf: (annotation: Annotation) => string | null): ReadonlyMap<string, readonly Annotation[]> {
  const groups = new Map<string, Annotation[]>();
  for (const annotation of annotations) {
    const key = keyOf(annotation);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [annotation]);
    else group.push(annotation);
  }
  return groups;
}

const latestName = (measured: readonly Annotation[]): string => measured.reduce((latest, annotation) => (annotation.atMs > latest.atMs ? annotation : latest)).lesion?.name ?? '';

function rowsOf(measured: readonly Annotation[]): readonly LesionRow[] {
  const byDate = grouped(measured, ({ studyDate }) => studyDate);
  const sizes = [...byDate].sort(([a], [b]) => compareText(a, b)).map(([studyDate, ofDate]) => ({ studyDate, ...largest(ofDate), annotationIds: ofDate.map(({ id }) => id) }));
  const changes = changesOf(sizes.map(({ longMm }) => longMm));
  return sizes.map((size, n) => ({ ...size, fromFirst: changes[n]?.fromFirst ?? null, fromSmallest: changes[n]?.fromSmallest ?? null }));
}

/** An axis of a measurement in mm, from its points; null for what has none. */
const millimetres = ({ kind, place, points }: Annotation, quantity: 'length' | 'shortAxis'): number | null =>
  geometryFigures(kind, place, points).find((figure) => figure.quantity === quantity && figure.unit === 'mm')?.value ?? null;

function largest(measured: readonly Annotation[]): { readonly longMm: number | null; readonly shortMm: number | null } {
  let best: { readonly longMm: number; readonly shortMm: number | null } | null = null;
  for (const annotation of measured) {
    const longMm = millimetres(annotation, 'length');
    if (longMm !== null && (best === null || longMm > best.longMm)) best = { longMm, shortMm: millimetres(annotation, 'shortAxis') };
  }
  return best === null ? { longMm: null, shortMm: null } : { longMm: shownMm(best.longMm), shortMm: best.shortMm === null ? null : shownMm(best.shortMm) };
}

/** Changes of each value against the first and the smallest before it; null values are passed over. */
function changesOf(values: readonly (number | null)[]): readonly { readonly fromFirst: SizeChange | null; readonly fromSmallest: SizeChange | null }[] {
  let first: number | null = null;
  let smallest: number | null = null;
  return values.map((value) => {
    if (value === null) return { fromFirst: null, fromSmallest: null };
    const row = { fromFirst: first === null ? null : changeFrom(first, value), fromSmallest: smallest === null ? null : changeFrom(smallest, value) };
    first ??= value;
    smallest = smallest === null ? value : Math.min(smallest, value);
    return row;
  });
}

function changeFrom(earlier: number, now: number): SizeChange {
  const mm = shownMm(now - earlier);
  return { mm, percent: earlier === 0 ? null : (mm * 100) / earlier };
}

/**
 * Sum of longest diameters on every date, over the lesions that have a length on the first date with any; ascending.
 * @see lesionTables for the reference and what is not told
 */
export function sumOfDiameters(tables: readonly LesionTable[]): readonly SumRow[] {
  const lengthOn = ({ rows }: LesionTable, date: string): number | null => rows.find(({ studyDate }) => studyDate === date)?.longMm ?? null;
  const dates = [...new Set(tables.flatMap(({ rows }) => rows.filter(({ longMm }) => longMm !== null).map(({ studyDate }) => studyDate)))].sort(compareText);
  const [firstDate] = dates;
  if (firstDate === undefined) return [];
  const followed = tables.filter((table) => lengthOn(table, firstDate) !== null);
  const sums = dates.map((studyDate) => {
    const lengths = followed.map((table) => lengthOn(table, studyDate)).filter((value) => value !== null);
    return {
      studyDate, sumMm: lengths.length === 0 ? null : shownMm(lengths.reduce((a, b) => a + b, 0)),
      missing: followed.filter((table) => lengthOn(table, studyDate) === null).map(({ name }) => name),
      additional: tables.filter((table) => !followed.includes(table) && lengthOn(table, studyDate) !== null).map(({ name }) => name),
    };
  });
  const changes = changesOf(sums.map(({ sumMm, missing }) => (missing.length === 0 ? sumMm : null)));
  return sums.map((sum, n) => ({ ...sum, fromFirst: changes[n]?.fromFirst ?? null, fromSmallest: changes[n]?.fromSmallest ?? null }));
}

/** L1, L2 and so on: one after the highest number in use, so that no name comes to mean another lesion. */
export function newLesionName(existing: readonly string[]): string {
  const numbers = existing.map((name) => Number(/^L([1-9]\d{0,8})$/.exec(name.trim())?.[1] ?? 0));
  return `L${Math.max(0, ...numbers) + 1}`;
}
