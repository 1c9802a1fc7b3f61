import { add, dot, scale, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { cellChange } from '../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { emptyCell, mostCells } from '../../shared/viewing/cell.ts';
import type { Cell, CellContent, Grid, Link, Window } from '../../shared/viewing/cell.ts';
import { cellPoint, cellSlice, isFollowing } from './cellPlace.ts';
import type { DrawnCell } from './cellRenderer.ts';
import type { SliceSource } from './sliceSource.ts';
import { fittingPxPerMm, toPatient } from './transform.ts';
import type { Transform } from './transform.ts';

/** Sources of all cells by index; null where a cell shows no slices. */
export type Sources = readonly (SliceSource | null)[];

/** Limits that keep a picture on screen. */
export const zoomRange = { least: 0.1, most: 40 } as const;
const leastWindowWidth = 1e-3;

/** Planes at this angle or less count as parallel when stacks are moved together. */
const parallelCosine = 0.9;

/** Moves a cell to one of its slices, and with it those that are linked. */
export function movedTo(view: View, index: number, sources: Sources, sliceIndex: number): ViewChange {
  const source = sources[index];
  if (!source) return {};
  const target = Math.max(0, Math.min(source.count - 1, sliceIndex));
  if (source.space === 'image') return cellChange(index, { frame: target });
  const from = cellPoint(view, index, source);
  const point = source.pointIn(target, from);
  if (view.link === 'position') return crosshairTo(view, sources, source, point);
  const own = cellChange(index, { pointMm: rounded(point) });
  return view.link === 'distance' ? { ...own, ...others(view, index, sources, dot(subtract(point, source.pointIn(cellSlice(view, index, source), from)), source.normal)) } : own;
}

/** Scrolls by whole slices; positive goes along the normal. */
export function scrolled(view: View, index: number, sources: Sources, slices: number): ViewChange {
  const source = sources[index];
  return source ? movedTo(view, index, sources, cellSlice(view, index, source) + slices) : {};
}

/**
 * Scrolls as a wheel turned towards the reader does: to the feet through axial and oblique slices, and to the next frame.
 */
export function wheeled(view: View, index: number, sources: Sources, notches: number): ViewChange {
  const source = sources[index];
  if (!source) return {};
  return scrolled(view, index, sources, source.space === 'image' ? notches : notches * towardsReader(source.normal));
}

/** Down the wheel goes to the feet, to the right or to the front, whichever the normal is nearest to. */
function towardsReader(normal: Vector3): 1 | -1 {
  const sizes = normal.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  return (normal[axis] ?? 1) > 0 ? -1 : 1;
}

/** Puts the crosshair on a point of a cell; nothing where cells are not linked by position. */
export function pointedAt(view: View, index: number, sources: Sources, point: Vector3): ViewChange {
  const source = sources[index];
  return source && source.space === 'patient' && view.link === 'position' ? crosshairTo(view, sources, source, point) : {};
}

/** Cells that followed a crosshair of another frame of reference stay where they were. */
function crosshairTo(view: View, sources: Sources, { frameOfReferenceUID }: SliceSource, point: Vector3): ViewChange {
  const change: ViewChange = { crosshairMm: rounded(point), crosshairFrame: frameOfReferenceUID };
  return view.crosshairFrame === frameOfReferenceUID ? change : { ...stayed(view, sources), ...change };
}

function stayed(view: View, sources: Sources): ViewChange {
  return sources.reduce<ViewChange>((change, source, index) => (source && isFollowing(view, source) && view.crosshairMm !== null ? { ...change, ...cellChange(index, { pointMm: view.crosshairMm }) } : change), {});
}

function others(view: View, index: number, sources: Sources, distanceMm: number): ViewChange {
  const normal = sources[index]?.normal;
  if (normal === undefined) return {};
  return sources.reduce<ViewChange>((change, source, other) => {
    if (!source || other === index || source.space === 'image') return change;
    const cosine = dot(source.normal, normal);
    if (Math.abs(cosine) < parallelCosine) return change;
    const moved = add(cellPoint(view, other, source), scale(source.normal, distanceMm * Math.sign(cosine)));
    return { ...change, ...cellChange(other, { pointMm: rounded(source.pointIn(source.indexAt(moved), moved)) }) };
  }, {});
}

/** How cells are linked from now on; nothing moves by switching linking off. */
export function linked(view: View, sources: Sources, link: Link): ViewChange {
  return view.link === 'position' && link !== 'position' ? { ...stayed(view, sources), link } : { link };
}

/** Gives fields to every cell that shows the same content as one, because a window or a colour is a property of the series. */
export function onSeries(view: View, index: number, fields: Partial<Cell>): ViewChange {
  const own = JSON.stringify(view.cells[index]?.content);
  return view.cells.reduce<ViewChange>((change, cell, other) => (other === index || JSON.stringify(cell.content) === own ? { ...change, ...cellChange(other, fields) } : change), {});
}

/**
 * A window for a series, null for that it opens with. Hounsfield units mean the same in every CT, so linked cells in HU, as those of an earlier study,
 * take it along.
 *
 * @param sources where cells show them; without, or unlinked, the series alone changes
 */
export function windowed(view: View, index: number, window: Window | null, sources: Sources = []): ViewChange {
  const fields = window === null ? { window, voi: 0 } : { window };
  const own = onSeries(view, index, fields);
  if (view.link === 'off' || sources[index]?.unit !== 'HU') return own;
  return sources.reduce<ViewChange>((change, source, other) => (source?.unit === 'HU' ? { ...change, ...cellChange(other, fields) } : change), own);
}

/** One of the windows and tables of the image itself, by its place among them. */
export const voiChosen = (view: View, index: number, voi: number): ViewChange => onSeries(view, index, { window: null, voi });

/** Window after dragging from where it was: right widens, down darkens; steps grow with the width. */
export function windowDragged(view: View, index: number, from: Window, dx: number, dy: number, sources: Sources = []): ViewChange {
  const step = from.width / 400;
  const round = (value: number): number => (from.width >= 50 ? Math.round(value) : Math.round(value * 1000) / 1000);
  return windowed(view, index, { centre: round(from.centre + dy * step), width: Math.max(from.width >= 50 ? 1 : leastWindowWidth, round(from.width + dx * step * 2)) }, sources);
}

/** Picture moved with the mouse from where it was at `from`. */
export const panned = (index: number, from: Transform, dx: number, dy: number): ViewChange => cellChange(index, { centre: rounded(toPatient(from, from.widthPx / 2 - dx, from.heightPx / 2 - dy)) });

/** Zoomed by a factor with the point under the pixel kept in place; linked cells of the same series zoom along. */
export function zoomed(view: View, index: number, { transform }: Pick<DrawnCell, 'transform'>, factor: number, x: number, y: number): ViewChange {
  const cell = view.cells[index];
  if (cell === undefined) return {};
  const zoom = Math.min(zoomRange.most, Math.max(zoomRange.least, cell.zoom * factor));
  if (zoom === cell.zoom) return {};
  const kept = toPatient(transform, x, y);
  const centre = toPatient(transform, transform.widthPx / 2, transform.heightPx / 2);
  const moved = add(kept, scale(subtract(centre, kept), cell.zoom / zoom));
  return { ...(view.link === 'position' ? onSeries(view, index, { zoom }) : {}), ...cellChange(index, { zoom, centre: rounded(moved) }) };
}

/** Whole image in the middle. */
export const fitted = (view: View, index: number): ViewChange => (view.link === 'position' ? onSeries(view, index, { zoom: 1, centre: null }) : cellChange(index, { zoom: 1, centre: null }));

/** One pixel of the image is one pixel of the screen. */
export function pixelForPixel(index: number, { transform, frame }: DrawnCell, pixelRatio: number): ViewChange {
  const wanted = 1 / pixelRatio / Math.min(frame.columnSpacingMm, frame.rowSpacingMm);
  return cellChange(index, { zoom: wanted / fittingPxPerMm(frame, transform.widthPx, transform.heightPx, transform.turn) });
}

/** Turned clockwise on screen. */
export const rotated = (view: View, index: number, degrees: number): ViewChange => cellChange(index, { rotationDegrees: wrapped((view.cells[index]?.rotationDegrees ?? 0) + degrees) });

/** Left and right exchanged as they are on screen. */
export function flipped(view: View, index: number): ViewChange {
  const cell = view.cells[index] ?? emptyCell;
  return cellChange(index, { isFlipped: !cell.isFlipped, rotationDegrees: wrapped(-cell.rotationDegrees) });
}

export const inverted = (view: View, index: number): ViewChange => onSeries(view, index, { isInverted: view.cells[index]?.isInverted !== true });

/** Back to how the image opens; what is shown and where stays. */
export const restored = (view: View, index: number): ViewChange => ({ ...onSeries(view, index, { window: null, voi: 0, isInverted: false }), ...cellChange(index, { zoom: 1, centre: null, rotationDegrees: 0, isFlipped: false }) });

/** Another content in a cell, as it opens. */
export const filled = (index: number, content: CellContent, fields: Partial<Cell> = {}): ViewChange => cellChange(index, { ...emptyCell, content, ...fields });

/** Contents of two cells exchanged with all their settings. */
export const swapped = (view: View, a: number, b: number): ViewChange => ({ ...cellChange(a, view.cells[b] ?? emptyCell), ...cellChange(b, view.cells[a] ?? emptyCell), activeCell: b });

export const inPlane = (index: number, plane: Cell['plane'], oblique: Cell['oblique'] = null): ViewChange => cellChange(index, { plane, oblique, centre: null, rotationDegrees: 0, isFlipped: false });

/** SUV or stored values; the window is that of the unit. */
export const inUnit = (view: View, index: number, unit: Cell['unit']): ViewChange => onSeries(view, index, { unit, window: null, voi: 0 });

export const maximised = (view: View, index: number): ViewChange => ({ maximisedCell: view.maximisedCell === index ? null : index, activeCell: index });

/** Number of cells a grid has. */
export const cellsOf = ({ rows, columns }: Grid): number => Math.min(mostCells, rows * columns);

/** Cells on screen, in their order. */
export const shownCells = (view: View): readonly number[] => (view.maximisedCell !== null ? [view.maximisedCell] : Array.from({ length: cellsOf(view.grid) }, (_, index) => index));

export function inGrid(view: View, grid: Grid): ViewChange {
  const count = cellsOf(grid);
  return { grid, maximisedCell: null, activeCell: view.activeCell < count ? view.activeCell : 0 };
}

const wrapped = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** Hundredths of a millimetre are enough and keep shared messages short. */
const rounded = (point: Vector3): [number, number, number] => point.map((value) => Math.round(value * 100) / 100) as [number, number, number];
