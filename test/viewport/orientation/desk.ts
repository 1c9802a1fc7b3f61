import { addPoint, beginDraft, finish } from '../../../shared/annotation/draft.ts';
import type { Annotation, AnnotationKind } from '../../../shared/annotation/types.ts';
import { length, subtract } from '../../../shared/geometry/vector.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { cellChange, changeView, initialView } from '../../../shared/meeting/view.ts';
import type { View } from '../../../shared/meeting/view.ts';
import { emptyCell, stackCell } from '../../../shared/viewing/cell.ts';
import type { Cell, CellPlane } from '../../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import { cornerText } from '../../../renderer/viewport/cornerText.ts';
import type { CornerText } from '../../../renderer/viewport/cornerText.ts';
import { flipped, rotated } from '../../../renderer/viewport/deskActions.ts';
import { readoutAt } from '../../../renderer/viewport/readout.ts';
import type { CellWords } from '../../../renderer/viewport/scene.ts';
import { shownVoi } from '../../../renderer/viewport/shownVoi.ts';
import type { Slice, SliceSource } from '../../../renderer/viewport/sliceSource.ts';
import { screenDirections, toPatient, transformOf } from '../../../renderer/viewport/transform.ts';
import type { Transform } from '../../../renderer/viewport/transform.ts';
import { sourceOf } from '../fakeSource.ts';

/** Size of the cell the oracle reckons with, CSS px. */
export const [widthPx, heightPx] = [640, 480];

const words: CellWords = {
  slice: 'Slice', frame: 'Frame', window: 'C/W', zoom: 'Zoom', slab: { mip: 'MIP', minip: 'MinIP', mean: 'Mean' }, lossy: 'LOSSY', derived: 'DERIVED', loading: 'loading', outsideImage: 'outside image', padding: 'padding',
  noDose: 'no dose', refusedDose: 'refused', outsideDose: 'outside dose grid', relativeDose: 'relative', notCalibrated: 'not calibrated',
  atDetector: 'at the detector', overlaysHidden: 'overlays hidden', image: 'Image', table: 'LUT', figureWhy: { 'not-calibrated': 'not calibrated', outside: 'outside', padding: 'without padding', loading: 'loading', 'too-small': 'too small' },
};

export const planeOf = (volume: ImageVolume, plane: Exclude<CellPlane, 'oblique'>): SliceSource => sourceOf(plane, volume, new Uint8Array(volume.geometry.slices).fill(1));

/** The view of a desk whose first cell shows a stack, after a reader turned and flipped it step by step. */
export function deskView(volume: ImageVolume, { plane = 'acquired', steps, zoom, centre }: { readonly plane?: CellPlane; readonly steps: readonly (number | 'flip')[]; readonly zoom: number; readonly centre: Vector3 | null }): View {
  const opened = changeView(initialView, cellChange(0, stackCell(volume.volumeId, plane)));
  const turned = steps.reduce((view, step) => changeView(view, step === 'flip' ? flipped(view, 0) : rotated(view, 0, step)), opened);
  return changeView(turned, cellChange(0, { zoom, centre: centre === null ? null : [centre[0], centre[1], centre[2]] }));
}

export const firstCell = ({ cells }: View): Cell => cells[0] ?? emptyCell;

export function sliceOf(source: SliceSource, index: number): Slice {
  const slice = source.slice(index);
  if (slice === null) throw new Error(`Slice ${index} is not read.`);
  return slice;
}

/** As the renderer of a cell places a slice. */
export function placed(source: SliceSource, index: number, cell: Cell): Transform {
  const frame = sliceOf(source, index);
  return transformOf(frame, widthPx, heightPx, cell.zoom, cell.centre, frame.origin, cell);
}

/** What is written on the picture while the mouse is over a pixel. */
export function writtenAt(source: SliceSource, index: number, view: View, x: number, y: number): CornerText {
  const cell = firstCell(view);
  const point = source.pointIn(index, toPatient(placed(source, index, cell), x, y));
  const scene = {
    index: 0, view, source, sliceIndex: index, turn: 0, fusion: null, rt: null, title: [], annotations: [], selectedAnnotationId: null, studyDate: null, referencePlanes: [], pointers: [], words,
  };
  return cornerText(scene, cell, source, { voi: shownVoi(cell, source, index), magnification: 1, hidesOverlays: false, isRead: true }, point, readoutAt(point, source, index, null));
}

/** An annotation drawn with the mouse, one click after the other. */
export function drawn(kind: AnnotationKind, source: SliceSource, index: number, cell: Cell, pixels: readonly (readonly [number, number])[]): Annotation {
  const transform = placed(source, index, cell);
  const [first, ...others] = pixels.map(([x, y]) => toPatient(transform, x, y));
  const place = source.place(index);
  if (first === undefined || place === null) throw new Error('Nothing can be drawn there.');
  const draft = others.reduce(addPoint, beginDraft(kind, place, first, screenDirections(transform).right));
  return finish(draft, { id: 'a', author: 'a', atMs: 0, studyDate: null }, source.raster(index));
}

export function figureOf({ figures }: Pick<Annotation, 'figures'>, quantity: Annotation['figures'][number]['quantity']): number {
  const value = figures.find((figure) => figure.quantity === quantity)?.value ?? null;
  if (value === null) throw new Error(`There is no ${quantity}.`);
  return value;
}

export const distance = (a: Vector3, b: Vector3): number => length(subtract(a, b));
