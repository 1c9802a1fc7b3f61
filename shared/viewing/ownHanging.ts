import { z } from 'zod';
import { colourMapNames, emptyCell, gridSchema, linkSchema, mostCells, planeNameSchema, slabSchema, windowSchema } from './cell.ts';
import type { Cell, Grid, Link } from './cell.ts';
import { cellOf, inReadingOrder, studiesOf } from './hanging.ts';
import type { Hanging } from './hanging.ts';
import { classOf, partOfSeries } from './seriesClass.ts';
import type { HungSeries } from './seriesClass.ts';

/** Which series of another case takes a place: its kind, not its UID. */
const selectorSchema = z.object({
  modality: z.string().max(16),
  /** 0 in the newest study that has this modality, 1 in the one before. */
  timePoint: z.number().int().min(0).max(20),
  seriesClass: z.string().max(20),
  description: z.string().max(200).nullable(),
  /** Among those of the class in that study. */
  place: z.number().int().min(0).max(200),
});
type Selector = z.infer<typeof selectorSchema>;

const ownCellSchema = z.object({
  series: selectorSchema.nullable(),
  plane: planeNameSchema,
  window: windowSchema.nullable(),
  isInverted: z.boolean(),
  slab: slabSchema,
  colourMap: z.enum(colourMapNames),
  unit: z.enum(['stored', 'suv']),
  fusion: z.object({ series: selectorSchema, colourMap: z.enum(colourMapNames), opacity: z.number().min(0).max(1), window: windowSchema }).nullable(),
});

const ownHangingSchema = z.object({
  /** For cases whose newest study is of this modality and part; part null for any. */
  modality: z.string().regex(/^[A-Z0-9]{1,16}$/),
  bodyPart: z.string().max(20).nullable(),
  name: z.string().trim().min(1).max(40),
  grid: gridSchema,
  link: linkSchema,
  hasCrosshair: z.boolean(),
  cells: z.array(ownCellSchema).max(mostCells),
});
/** A layout a person saved for a modality and body part. */
export type OwnHanging = z.infer<typeof ownHangingSchema>;

const mostOwnHangings = 40;

/** Own layouts from the preference; those that are not whole are left out. */
export function readOwnHangings(value: unknown): readonly OwnHanging[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const read = ownHangingSchema.safeParse(entry);
    return read.success ? [read.data] : [];
  }).slice(-mostOwnHangings);
}

/** What own layouts of a case are kept under: modality and body part of its newest pictured study. */
export function subjectOf(series: readonly HungSeries[], disease: string | null): Pick<OwnHanging, 'modality' | 'bodyPart'> | null {
  const study = inReadingOrder(studiesOf(series)).find((entries) => entries.some((one) => one.shows !== 'document' && classOf(one) !== 'scout'));
  const first = study?.find((one) => one.modality === 'PT' && one.shows === 'volume') ?? study?.find((one) => one.shows !== 'document' && classOf(one) !== 'scout');
  return first === undefined ? null : { modality: first.modality, bodyPart: partOfSeries(first, disease) };
}

const ofModality = (series: readonly HungSeries[], modality: string): readonly (readonly HungSeries[])[] => studiesOf(series.filter((one) => one.modality === modality));

function selectorOf(series: readonly HungSeries[], uid: string): Selector | null {
  const one = series.find((entry) => entry.seriesInstanceUID === uid || entry.sopInstanceUID === uid);
  if (one === undefined) return null;
  const studies = ofModality(series, one.modality);
  const timePoint = studies.findIndex((study) => study.includes(one));
  const peers = studies[timePoint]?.filter((entry) => classOf(entry) === classOf(one)) ?? [];
  return { modality: one.modality, timePoint, seriesClass: classOf(one), description: one.description?.slice(0, 200) ?? null, place: Math.max(0, peers.indexOf(one)) };
}

function chosenBy(series: readonly HungSeries[], { modality, timePoint, seriesClass, description, place }: Selector): HungSeries | null {
  const study = ofModality(series, modality)[timePoint];
  if (study === undefined) return null;
  const peers = study.filter((one) => classOf(one) === seriesClass);
  return peers.find((one) => description !== null && one.description === description) ?? peers[place] ?? peers[0] ?? null;
}

const stackUid = (uid: string): string => uid.replace(/#\d+$/, '');
const uidOf = ({ content }: Cell): string | null => (content.kind === 'stack' ? stackUid(content.volumeId) : content.kind === 'frames' ? content.seriesInstanceUID : content.kind === 'document' ? content.sopInstanceUID : null);

/** The layout on screen as an own one. */
export function ownHangingOf(name: string, subject: Pick<OwnHanging, 'modality' | 'bodyPart'>, shown: { readonly grid: Grid; readonly link: Link; readonly hasCrosshair: boolean; readonly cells: readonly Cell[] }, series: readonly HungSeries[]): OwnHanging {
  return {
    ...subject, name, grid: shown.grid, link: shown.link, hasCrosshair: shown.hasCrosshair,
    cells: shown.cells.map((cell) => {
      const uid = uidOf(cell);
      const over = cell.fusion === null ? null : selectorOf(series, stackUid(cell.fusion.volumeId));
      const { plane, window, isInverted, slab, colourMap, unit, fusion } = cell;
      // A free direction belongs to one patient; the next one opens as acquired.
      return { series: uid === null ? null : selectorOf(series, uid), plane: plane === 'oblique' ? 'acquired' : plane, window, isInverted, slab, colourMap, unit, fusion: fusion === null || over === null ? null : { series: over, colourMap: fusion.colourMap, opacity: fusion.opacity, window: fusion.window } };
    }),
  };
}

/** An own layout filled with the series of a case; null where not even its first cell finds one. */
export function applyOwnHanging(own: OwnHanging, series: readonly HungSeries[]): Hanging | null {
  const cells = own.cells.map(({ series: selector, fusion, ...fields }) => {
    const chosen = selector === null ? null : chosenBy(series, selector);
    if (chosen === null) return emptyCell;
    const over = fusion === null ? null : chosenBy(series, fusion.series);
    const isOneFrame = over !== null && over.frameOfReferenceUID !== null && over.frameOfReferenceUID === chosen.frameOfReferenceUID;
    return cellOf(chosen, { ...fields, fusion: fusion === null || !isOneFrame ? null : { volumeId: over.seriesInstanceUID, colourMap: fusion.colourMap, opacity: fusion.opacity, window: fusion.window } });
  });
  return cells.some((cell) => cell.content.kind !== 'empty') ? { name: 'own', title: own.name, grid: own.grid, cells, link: own.link, hasCrosshair: own.hasCrosshair } : null;
}

/** Own layouts for a case, those of its very body part first. */
export function ownHangingsFor(own: readonly OwnHanging[], series: readonly HungSeries[], disease: string | null): readonly Hanging[] {
  const subject = subjectOf(series, disease);
  if (subject === null) return [];
  const fitting = own.filter((entry) => entry.modality === subject.modality && (entry.bodyPart === subject.bodyPart || entry.bodyPart === null));
  // The layout saved last is the one wanted now.
  return [...fitting].reverse().sort((a, b) => Number(a.bodyPart === null) - Number(b.bodyPart === null)).flatMap((entry) => applyOwnHanging(entry, series) ?? []);
}

/** Keeps a layout; the one of that name for the same modality and part is replaced. */
export const withOwnHanging = (own: readonly OwnHanging[], added: OwnHanging): readonly OwnHanging[] => [...own.filter((entry) => entry.name !== added.name || entry.modality !== added.modality || entry.bodyPart !== added.bodyPart), added].slice(-mostOwnHangings);

/** Forgets the layouts of a name for a modality and part. */
export const withoutOwnHanging = (own: readonly OwnHanging[], gone: Pick<OwnHanging, 'name' | 'modality' | 'bodyPart'>): readonly OwnHanging[] => own.filter((entry) => entry.name !== gone.name || entry.modality !== gone.modality || entry.bodyPart !== gone.bodyPart);
