import type { LookupTable } from '../dicom/display/lookupTable.ts';
import type { Voi, WindowShape } from '../dicom/display/voi.ts';
import type { DisplayedArea, PresentationState } from '../dicom/objects/presentationState.ts';
import type { SopReference } from '../dicom/objects/reference.ts';
import type { Cell, Window } from '../viewing/cell.ts';
import type { EvidenceImage } from './context.ts';
import { imagePointOfPixel, patientPointOfPixel, pixelOfImagePoint, pixelOfPatientPoint } from './pixelPoints.ts';
import type { PixelPoint } from './pixelPoints.ts';

/** Values with a meaning = stored · slope + intercept. */
export interface ShownRescale {
  readonly slope: number;
  readonly intercept: number;
  /** RescaleType, as HU; US: unspecified. */
  readonly type: string;
}

/** An image with what decides how its values are shown. */
export interface ShownImage extends EvidenceImage {
  readonly isColour: boolean;
  /** MONOCHROME1: low values are bright. */
  readonly isInverse: boolean;
  /** table: values get their meaning by a lookup table. Null: stored values are the values. */
  readonly rescale: ShownRescale | 'table' | null;
  /** In values with a meaning. */
  readonly defaultWindow: Window;
  readonly windowShape: WindowShape;
  /** Windows and tables of the image, as cells count them; may be empty. */
  readonly vois: readonly Voi[];
  /** SUV (body weight) = value × factor; null where the image has none. */
  readonly suvFactor: number | null;
}

/** What a presentation state stores of how an image is shown. */
export interface ShownState {
  /** In values with a meaning, never in SUV. */
  readonly window: Window;
  readonly windowShape: WindowShape;
  /** In the place of the window; null: the window. */
  readonly table: Extract<Voi, { kind: 'table' }> | null;
  readonly rescale: ShownRescale | null;
  readonly lutShape: 'IDENTITY' | 'INVERSE';
  /** First and last column and row shown, counted from 1; they may lie outside the image. */
  readonly area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** Clockwise, before flipping (PS3.3 C.10.6). */
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly isFlipped: boolean;
}

/** What a grey-scale presentation state has no place for, or our writer no form: `voi-table` is a table that begins below 0. */
export type ShownRefusal = 'no-image' | 'cut-plane' | 'slab' | 'fusion' | 'colour-map' | 'colour-image' | 'modality-table' | 'voi-table' | 'no-suv' | 'rotation';

/**
 * How a cell shows an image, as a presentation state can hold it.
 *
 * A state tells the part of the image in whole pixels, of the proportions of the image: fitted into any cell it is as large
 * as the cell showed it, to one pixel. A window in SUV is told in the values of the image, which gives the same picture.
 *
 * @returns the state, or what of the cell it cannot hold
 */
export function shownStateOf(cell: Cell, image: ShownImage): ShownState | ShownRefusal {
  const refusal = refusalOf(cell, image);
  if (refusal !== null) return refusal;
  const turn = quarterTurn(cell.rotationDegrees);
  const factor = cell.unit === 'suv' && cell.window !== null ? image.suvFactor : 1;
  if (turn === null) return 'rotation';
  if (factor === null) return 'no-suv';
  if (image.rescale === 'table') return 'modality-table';
  const own = cell.window === null ? (image.vois[cell.voi] ?? image.vois[0] ?? null) : null;
  if (own?.kind === 'table' && own.table.firstMapped < 0) return 'voi-table';
  const shown = own?.kind === 'window' ? own : (cell.window ?? image.defaultWindow);
  const shape = own?.kind === 'window' ? own.shape : image.windowShape;
  const window = { centre: shown.centre / factor, width: shown.width / factor };
  return {
    window,
    // LINEAR is not defined below a width of 1 (C.11.2.1.2.1).
    windowShape: shape === 'LINEAR' && window.width < 1 ? 'LINEAR_EXACT' : shape,
    table: own?.kind === 'table' ? own : null,
    rescale: image.rescale,
    lutShape: image.isInverse === cell.isInverted ? 'IDENTITY' : 'INVERSE',
    area: areaOf(cell, image),
    // A cell turns after flipping, a state before: mirrored, the same turn goes the other way.
    rotationDegrees: cell.isFlipped ? opposite[turn] : turn,
    isFlipped: cell.isFlipped,
  };
}

function refusalOf({ content, plane, slab, fusion, colourMap }: Cell, { isColour }: ShownImage): ShownRefusal | null {
  if (content.kind === 'empty' || content.kind === 'document') return 'no-image';
  if (content.kind === 'stack' && plane !== 'acquired') return 'cut-plane';
  if (content.kind === 'stack' && slab.mode !== 'none') return 'slab';
  if (fusion !== null) return 'fusion';
  if (isColour) return 'colour-image';
  return colourMap === 'grey' ? null : 'colour-map';
}

type Turn = ShownState['rotationDegrees'];
const turns: readonly Turn[] = [0, 90, 180, 270];
const opposite: Readonly<Record<Turn, Turn>> = { 0: 0, 90: 270, 180: 180, 270: 90 };
const quarterTurn = (degrees: number): Turn | null => turns.find((turn) => turn === degrees) ?? null;

function areaOf({ zoom, centre }: Pick<Cell, 'zoom' | 'centre'>, image: ShownImage): ShownState['area'] {
  const { columns, rows, plane } = image;
  const [column, row]: PixelPoint = centre === null ? [columns / 2, rows / 2] : plane === null ? pixelOfImagePoint(image, centre) : pixelOfPatientPoint(image, plane, centre);
  const [wide, high] = extentOf(image, Math.max(1, Math.round(Math.max(columns, rows) / zoom)));
  const [left, right] = span(column, wide);
  const [top, bottom] = span(row, high);
  return { left, top, right, bottom };
}

/** Columns and rows of an area of the proportions of the image, by how many it has along the longer side. */
function extentOf({ columns, rows }: Pick<EvidenceImage, 'columns' | 'rows'>, longer: number): readonly [number, number] {
  const part = longer / Math.max(columns, rows);
  return [Math.max(1, Math.round(columns * part)), Math.max(1, Math.round(rows * part))];
}

/** First and last pixel, from 1, of `count` pixels around a coordinate. */
function span(middle: number, count: number): readonly [number, number] {
  const first = Math.round(middle - count / 2) + 1;
  return [first, first + count - 1];
}

/** What of a state a cell shows otherwise, or not at all. */
export type ShownNotice = 'no-window' | 'window-table' | 'presentation-table' | 'true-size' | 'magnified' | 'modality-table' | 'turned';

/** Fields of a cell, with what of the state they leave out. */
export interface ShownFields {
  readonly fields: Pick<Cell, 'window' | 'voi' | 'isInverted' | 'zoom' | 'centre' | 'rotationDegrees' | 'isFlipped' | 'unit'>;
  readonly notices: readonly ShownNotice[];
}

/**
 * How a cell is to show an image after a presentation state; null where the state is not about this image.
 *
 * The zoom is the one at which the whole of the state's area is seen in a cell of the image's proportions.
 */
export function cellFieldsOf(state: PresentationState, image: ShownImage): ShownFields | null {
  if (!isAbout(state.images, image)) return null;
  const notices: ShownNotice[] = [];
  const turn = quarterTurn(state.rotationDegrees);
  if (turn === null) notices.push('turned');
  if (state.lutShape === null) notices.push('presentation-table');
  const area = state.displayedAreas.find(({ images }) => images.length === 0 || isAbout(images, image));
  if (area?.sizeMode === 'TRUE SIZE') notices.push('true-size');
  if (area?.sizeMode === 'MAGNIFY') notices.push('magnified');
  return {
    fields: {
      ...voiOf(state, image, notices),
      isInverted: (state.lutShape === 'INVERSE') !== image.isInverse,
      ...(area === undefined ? { zoom: 1, centre: null } : viewOf(area, image)),
      rotationDegrees: state.isFlipped ? opposite[turn ?? 0] : turn ?? 0,
      isFlipped: state.isFlipped,
      unit: 'stored',
    },
    notices,
  };
}

const isAbout = (images: readonly SopReference[], { sopInstanceUID, frame }: EvidenceImage): boolean => images.some((one) => one.sopInstanceUID === sopInstanceUID && (one.frames.length === 0 || one.frames.includes(frame + 1)));

/** Window and table of the state; a table is shown where the image itself brings the same. */
function voiOf(state: PresentationState, image: ShownImage, notices: ShownNotice[]): Pick<Cell, 'window' | 'voi'> {
  const tables = state.vois.find(({ images, windowCenters }) => windowCenters.length === 0 && (images.length === 0 || isAbout(images, image)))?.tables ?? [];
  const [table] = tables;
  const own = table === undefined ? -1 : image.vois.findIndex((voi) => voi.kind === 'table' && isSameTable(voi.table, table));
  return own === -1 ? { window: windowOf(state, image, notices), voi: 0 } : { window: null, voi: own };
}

/** Tables that give the same brightness to 16 bits, however many their entries have. */
function isSameTable(a: LookupTable, b: LookupTable): boolean {
  const [fullA, fullB] = [2 ** a.bits - 1, 2 ** b.bits - 1];
  return a.firstMapped === b.firstMapped && a.entries.length === b.entries.length && a.entries.every((entry, index) => Math.abs(entry / fullA - (b.entries[index] ?? Infinity) / fullB) <= 0.5 / 65535 + 1e-12);
}

/** The window of the state in the values the image has here, whatever line the state draws from stored values to its own. */
function windowOf({ vois, rescale }: PresentationState, image: ShownImage, notices: ShownNotice[]): Window | null {
  const voi = vois.find(({ images }) => images.length === 0 || isAbout(images, image));
  const [centre, width] = [voi?.windowCenters[0], voi?.windowWidths[0]];
  if (centre === undefined || width === undefined || !(width > 0)) {
    notices.push(voi?.hasLut === true ? 'window-table' : 'no-window');
    return null;
  }
  if (image.rescale === 'table') {
    notices.push('modality-table');
    return null;
  }
  const [theirs, ours] = [rescale ?? identity, image.rescale ?? identity];
  if (theirs.slope === ours.slope && theirs.intercept === ours.intercept) return { centre, width };
  return { centre: ((centre - theirs.intercept) / theirs.slope) * ours.slope + ours.intercept, width: Math.abs((width / theirs.slope) * ours.slope) };
}

const identity = { slope: 1, intercept: 0 };

function viewOf({ topLeft, bottomRight }: DisplayedArea, image: ShownImage): Pick<Cell, 'zoom' | 'centre'> {
  const { columns, rows, plane } = image;
  const [wide, high] = [Math.abs(bottomRight[0] - topLeft[0]) + 1, Math.abs(bottomRight[1] - topLeft[1]) + 1];
  const middle: PixelPoint = [(topLeft[0] + bottomRight[0] - 1) / 2, (topLeft[1] + bottomRight[1] - 1) / 2];
  const isMiddle = middle[0] === columns / 2 && middle[1] === rows / 2;
  const [x, y, z] = plane === null ? imagePointOfPixel(image, middle) : patientPointOfPixel(image, plane, middle);
  const longer = columns >= rows ? wide : high;
  const [ownWide, ownHigh] = extentOf(image, longer);
  const isOwn = ownWide === wide && ownHigh === high;
  return { zoom: isOwn ? Math.max(columns, rows) / longer : Math.min(columns / wide, rows / high), centre: isMiddle ? null : [x, y, z] };
}
