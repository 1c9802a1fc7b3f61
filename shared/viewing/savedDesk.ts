import { z } from 'zod';
import { cellSchema, emptyCell, gridSchema, linkSchema, mostCells } from './cell.ts';
import type { Cell } from './cell.ts';

const savedDeskSchema = z.object({
  caseId: z.string().min(1).max(80),
  grid: gridSchema,
  link: linkSchema,
  hasCrosshair: z.boolean(),
  hasReferenceLines: z.boolean(),
  hasAnnotations: z.boolean(),
  activeCell: z.number().int().min(0).lt(mostCells),
  cells: z.array(cellSchema).max(mostCells),
});
/** How a person left the desk of a case. */
export type SavedDesk = z.infer<typeof savedDeskSchema>;

/** Cases whose desk is remembered; the one opened longest ago is forgotten first. */
export const mostSavedDesks = 50;

/** Desks from the preference, oldest first; those that are not whole are left out. */
export function readSavedDesks(value: unknown): readonly SavedDesk[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const read = savedDeskSchema.safeParse(entry);
    return read.success ? [read.data] : [];
  }).slice(-mostSavedDesks);
}

/** Remembers a desk as the newest. Cells stand: nothing plays by itself when a case opens. */
export const withSavedDesk = (desks: readonly SavedDesk[], desk: SavedDesk): readonly SavedDesk[] => [...desks.filter(({ caseId }) => caseId !== desk.caseId), { ...desk, cells: desk.cells.map((cell) => ({ ...cell, cineFps: null })) }].slice(-mostSavedDesks);

/**
 * The desk of a case as it was left, without what is no longer there; null where none is remembered or nothing of it is left.
 *
 * @param isHere whether the case still holds a series or a document, by UID
 */
export function savedDeskOf(desks: readonly SavedDesk[], caseId: string, isHere: (uid: string) => boolean): SavedDesk | null {
  const desk = desks.find((entry) => entry.caseId === caseId);
  if (desk === undefined) return null;
  const cells = desk.cells.map((cell) => keptCell(cell, isHere));
  return cells.some((cell) => cell.content.kind !== 'empty') ? { ...desk, cells } : null;
}

const seriesUid = (volumeId: string): string => volumeId.replace(/#\d+$/, '');

function keptCell(cell: Cell, isHere: (uid: string) => boolean): Cell {
  const { content, fusion } = cell;
  const isKept = content.kind === 'empty' || isHere(content.kind === 'stack' ? seriesUid(content.volumeId) : content.kind === 'frames' ? content.seriesInstanceUID : content.sopInstanceUID);
  if (!isKept) return emptyCell;
  return fusion === null || isHere(seriesUid(fusion.volumeId)) ? cell : { ...cell, fusion: null };
}

const widthSchema = z.number().min(160).max(560);
const panelsSchema = z.object({ seriesWidth: widthSchema, sideWidth: widthSchema, isSeriesOpen: z.boolean(), /** Null: nobody has opened or closed it yet, and it is open as soon as there is something in it. */ isSideOpen: z.boolean().nullable() });
/** Panels beside the cells; widths in CSS px. */
export type DeskPanels = z.infer<typeof panelsSchema>;

export const firstPanels: DeskPanels = { seriesWidth: 208, sideWidth: 288, isSeriesOpen: true, isSideOpen: null };

/** Panels from the preference `display`, which other pages keep fields of their own in. */
export function readPanels(value: unknown): DeskPanels {
  const read = z.object({ panels: panelsSchema }).safeParse(value);
  return read.success ? read.data.panels : firstPanels;
}

/** The preference `display` with these panels and all else in it as it was. */
export const withPanels = (value: unknown, panels: DeskPanels): Readonly<Record<string, unknown>> => ({ ...(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}), panels });
