import { cellChange } from '../../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../../shared/meeting/view.ts';
import { emptyCell } from '../../../shared/viewing/cell.ts';
import type { Cell, Grid, Link } from '../../../shared/viewing/cell.ts';
import { besideGrid, neighbour } from '../../../shared/viewing/gridPlaces.ts';
import type { Side } from '../../../shared/viewing/gridPlaces.ts';
import { presetOfKey } from '../../../shared/viewing/presets.ts';
import type { OwnPreset, WindowPreset } from '../../../shared/viewing/presets.ts';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import type { DrawnCell } from '../../viewport/cellRenderer.ts';
import { fitted, flipped, inGrid, inPlane, inUnit, inverted, linked, maximised, pixelForPixel, restored, rotated, swapped, wheeled, windowed, zoomed } from '../../viewport/deskActions.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';
import type { CellShows } from '../cells/cellContents.ts';
import { placed } from '../cells/deskLayout.ts';
import type { DeskSeries } from '../deskSeries.ts';

/** What a command acts on: the active cell of a view, and what is known of it. */
export interface CommandPlace {
  readonly view: View;
  readonly sources: readonly (SliceSource | null)[];
  readonly shows: CellShows;
  /** A volume that is in memory. */
  readonly volumeOf: (volumeId: string) => ImageVolume | null;
  /** Series of the case in the order of the panel. */
  readonly series: readonly DeskSeries[];
  readonly ownPresets: readonly OwnPreset[];
  /** ROI numbers shown again when none is visible. */
  readonly structureNumbers: readonly number[];
  /** Last picture of the active cell; null where nothing is drawn. */
  readonly drawn: DrawnCell | null;
  /** Device pixels of a CSS pixel. */
  readonly pixelRatio: number;
}

/** How far Page Up and Page Down go, slices. */
const pageSlices = 10;
/** Slices a second where the images do not say. */
const cineFps = { slices: 15, frames: 10 } as const;
const cineRange = { least: 0.5, most: 60 } as const;

const sides: Readonly<Partial<Record<DeskCommand, Side>>> = { cellLeft: 'left', cellRight: 'right', cellUp: 'up', cellDown: 'down', swapLeft: 'left', swapRight: 'right', swapUp: 'up', swapDown: 'down' };
const grids: Readonly<Partial<Record<DeskCommand, Grid>>> = {
  layout1x1: { rows: 1, columns: 1, shape: 'even' }, layout1x2: { rows: 1, columns: 2, shape: 'even' }, layout2x2: { rows: 2, columns: 2, shape: 'even' }, layout2x3: { rows: 2, columns: 3, shape: 'even' }, layout3x4: { rows: 3, columns: 4, shape: 'even' },
};
const planes: Readonly<Partial<Record<DeskCommand, Cell['plane']>>> = { planeAcquired: 'acquired', planeAxial: 'axial', planeSagittal: 'sagittal', planeCoronal: 'coronal' };
const notches: Readonly<Partial<Record<DeskCommand, number>>> = { slicePrevious: -1, sliceNext: 1, slicesBack: -pageSlices, slicesOn: pageSlices };
const nextLink: Readonly<Record<Link, Link>> = { off: 'position', position: 'distance', distance: 'off' };

/** Frames a second to play by: those the images are made for. */
export const playingFps = (shows: CellShows): number => {
  if (shows.kind !== 'flat') return cineFps.slices;
  const { frameMs } = shows.stack;
  return frameMs === null ? cineFps.frames : Math.min(cineRange.most, Math.max(cineRange.least, 1000 / frameMs));
};

/** Modality of the pictures in the active cell; empty where it shows none: a document has no window. */
export const modalityOf = (shows: CellShows): string => ('series' in shows && shows.kind !== 'document' ? shows.series.modality : '');

/** A preset put on a cell and all others of its series; those in SUV change the unit where there is one. */
export function presetChange(place: CommandPlace, preset: WindowPreset): ViewChange {
  const { view, shows } = place;
  const index = view.activeCell;
  if (preset.window === null) return windowed(view, index, null);
  const canBeSuv = shows.kind === 'volume' && shows.loaded.volume.suv?.kind === 'factor';
  if (preset.unit === 'suv' && !canBeSuv) return {};
  const unit = view.cells[index]?.unit ?? 'stored';
  return { ...(preset.unit === unit ? {} : inUnit(view, index, preset.unit)), ...windowed(view, index, { ...preset.window }, place.sources) };
}

/** The active cell's volume in three planes through one point, the large one axial. */
export function threePlanes({ view, shows }: Pick<CommandPlace, 'view' | 'shows'>): ViewChange {
  if (shows.kind !== 'volume') return {};
  const cell = view.cells[view.activeCell] ?? emptyCell;
  return (['axial', 'sagittal', 'coronal'] as const).reduce<ViewChange>(
    (change, plane, index) => ({ ...change, ...cellChange(index, { ...cell, plane, oblique: null, zoom: 1, centre: null, rotationDegrees: 0, isFlipped: false, cineFps: null }) }),
    { grid: besideGrid(3), maximisedCell: null, activeCell: 0, link: 'position', hasCrosshair: true },
  );
}

function neighbouring({ view, series, shows }: CommandPlace, step: 1 | -1): ViewChange {
  const pictures = series.filter((one) => one.shows !== 'document');
  const at = 'series' in shows ? pictures.indexOf(shows.series) : -1;
  const next = pictures[at === -1 ? 0 : at + step];
  return next === undefined ? {} : placed(view, view.activeCell, next);
}

function cineChange({ view, shows }: CommandPlace, factor: number | null): ViewChange {
  const fps = view.cells[view.activeCell]?.cineFps ?? null;
  if (factor === null) return cellChange(view.activeCell, { cineFps: fps === null ? playingFps(shows) : null });
  return fps === null ? {} : cellChange(view.activeCell, { cineFps: Math.min(cineRange.most, Math.max(cineRange.least, fps * factor)) });
}

/** What a command changes in the view; null where it is not one of the view's. Empty where nothing follows from it here. */
export function viewCommand(command: DeskCommand, place: CommandPlace): ViewChange | null {
  const { view, sources, drawn } = place;
  const index = view.activeCell;
  const source = sources[index] ?? null;
  const side = sides[command];
  if (side !== undefined) {
    const other = neighbour(view.grid, index, side);
    if (other === index || view.maximisedCell !== null) return {};
    return command.startsWith('swap') ? swapped(view, index, other) : { activeCell: other };
  }
  const slices = notches[command];
  if (slices !== undefined) return source === null ? {} : wheeled(view, index, sources, slices);
  const grid = grids[command];
  if (grid !== undefined) return inGrid(view, grid);
  const plane = planes[command];
  if (plane !== undefined) return place.shows.kind === 'volume' ? inPlane(index, plane) : {};
  const digit = /^preset(\d)$/.exec(command)?.[1];
  if (digit !== undefined) {
    const preset = presetOfKey(modalityOf(place.shows), place.ownPresets, Number(digit));
    return preset === undefined ? {} : presetChange(place, preset);
  }
  return otherCommand(command, place, index, source, drawn);
}

function otherCommand(command: DeskCommand, place: CommandPlace, index: number, source: SliceSource | null, drawn: DrawnCell | null): ViewChange | null {
  const { view, sources, pixelRatio } = place;
  const cell = view.cells[index] ?? emptyCell;
  const zoom = (factor: number): ViewChange => (drawn === null ? {} : zoomed(view, index, drawn, factor, drawn.transform.widthPx / 2, drawn.transform.heightPx / 2));
  // Beyond any stack: the first and last slice as the arrows reach them.
  const farAway = source === null ? 0 : source.count;
  switch (command) {
    case 'sliceFirst': return source === null ? {} : wheeled(view, index, sources, -farAway);
    case 'sliceLast': return source === null ? {} : wheeled(view, index, sources, farAway);
    case 'seriesPrevious': return neighbouring(place, -1);
    case 'seriesNext': return neighbouring(place, 1);
    case 'cinePlay': return source === null || source.count < 2 ? {} : cineChange(place, null);
    case 'cineFaster': return cineChange(place, 1.25);
    case 'cineSlower': return cineChange(place, 0.8);
    case 'windowOpening': return windowed(view, index, null);
    case 'invert': return inverted(view, index);
    case 'suv': return place.shows.kind === 'volume' && place.shows.loaded.volume.suv?.kind === 'factor' ? inUnit(view, index, cell.unit === 'suv' ? 'stored' : 'suv') : {};
    case 'zoomIn': return zoom(1.25);
    case 'zoomOut': return zoom(0.8);
    case 'fit': return fitted(view, index);
    case 'oneToOne': return drawn === null ? {} : pixelForPixel(index, drawn, pixelRatio);
    case 'rotateRight': return rotated(view, index, 90);
    case 'rotateLeft': return rotated(view, index, -90);
    case 'flipHorizontal': return flipped(view, index);
    case 'flipVertical': return verticallyFlipped(view, index);
    case 'reset': return restored(view, index);
    case 'mpr': return threePlanes(place);
    case 'slab': return place.shows.kind === 'volume' ? cellChange(index, { slab: { ...cell.slab, mode: cell.slab.mode === 'none' ? 'mip' : 'none' } }) : {};
    case 'maximise': return maximised(view, index);
    case 'link': return linked(view, sources, nextLink[view.link]);
    case 'referenceLines': return { hasReferenceLines: !view.hasReferenceLines };
    case 'crosshair': return { hasCrosshair: !view.hasCrosshair };
    case 'annotations': return { hasAnnotations: !view.hasAnnotations };
    case 'isodoseLines': return { isodose: { ...view.isodose, hasLines: !view.isodose.hasLines } };
    case 'doseWash': return { isodose: { ...view.isodose, hasWash: !view.isodose.hasWash } };
    case 'structures': return { visibleStructures: view.visibleStructures.length > 0 ? [] : [...place.structureNumbers] };
    default: return null;
  }
}

/** Top and bottom exchanged as they are on screen: left and right exchanged, then half a turn. */
function verticallyFlipped(view: View, index: number): ViewChange {
  const change = flipped(view, index);
  const turned = ((360 - (view.cells[index]?.rotationDegrees ?? 0)) % 360 + 180) % 360;
  return { ...change, ...cellChange(index, { rotationDegrees: turned }) };
}
