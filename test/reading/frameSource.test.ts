// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { annotationsOf, cellFor, jumpTo } from '../../renderer/reading/cells/annotationsOf.ts';
import { frameSource } from '../../renderer/reading/cells/frameSource.ts';
import { planesAcross, shownPlanes } from '../../renderer/reading/cells/referencePlanes.ts';
import { pastedOn } from '../../renderer/reading/pasteAnnotation.ts';
import { steppedOn } from '../../renderer/reading/useCine.ts';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import { volumeSource } from '../../renderer/viewport/volumeSource.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import { stackCell } from '../../shared/viewing/cell.ts';
import { tinyVolume } from './fakeDesk.tsx';

const marks = { isLossy: true, lossyRatio: 12, lossyMethod: null, isDerived: false };
const vois = [{ kind: 'window', shape: 'LINEAR', centre: 10, width: 20, explanation: 'SOFT' }, { kind: 'table', table: { firstMapped: 0, entries: Uint16Array.of(0, 255), bits: 8 }, explanation: 'HARD' }] as const;
const overlay = { label: null, type: 'G', rows: 1, columns: 8, origin: [0, 0], bits: Uint8Array.of(5) } as const;
/** Four columns and three rows whose value is 10 × row + column, shown times 2 less 5. */
const grey = (fields: Partial<FlatFrame> = {}): FlatFrame => ({
  sopInstanceUID: '1.5.1', frame: 0, rows: 3, columns: 4, spacing: { columnMm: 0.2, rowMm: 0.4, at: 'imager' }, aspectRatio: 2, edgeLetters: { right: 'L', bottom: 'F' }, projection: { laterality: 'R', view: 'CC', modifiers: ['M'], orientation: ['L', 'F'] }, overlays: [overlay], marks, error: null,
  pixels: { kind: 'grey', values: Int16Array.from({ length: 12 }, (_, index) => Math.floor(index / 4) * 10 + (index % 4)), slope: 2, intercept: -5, paddingValue: 23, isInverse: true, unit: 'US', defaultWindow: { centre: 10, width: 20 }, windowShape: 'LINEAR', vois }, ...fields,
});
const stack = { seriesInstanceUID: '1.2.1', reason: 'planar', frameMs: null, frames: Array.from({ length: 3 }, (_, frame) => ({ sopInstanceUID: '1.5.1', sha256: 'a', frame })) } as const;

describe('frames as slices', () => {
  it('lie in their image plane in mm, with their own window, marks and letters', () => {
    const source = frameSource({ stack, frameAt: () => grey() });
    const slice = source.slice(0);
    expect(slice).toMatchObject({ columns: 4, rows: 3, columnSpacingMm: 0.2, rowSpacingMm: 0.4, origin: [0, 0, 0], kind: 'grey', slope: 2, intercept: -5, isInverse: true });
    expect([source.space, source.count, source.isCalibrated, source.defaultWindow, source.unit, source.edgeLetters, source.marks.lossyRatio]).toEqual(['image', 3, true, { centre: 10, width: 20 }, 'US', { right: 'L', bottom: 'F' }, 12]);
    expect([source.vois(1), source.projection, slice?.overlays]).toEqual([vois, 'R CC M', [overlay]]);
    expect(source.imageOf(2)).toMatchObject({ sopInstanceUID: '1.5.1', frame: 2 });
  });

  it('give the value of the pixel under a point, and say where there is none', () => {
    const source = frameSource({ stack, frameAt: () => grey() });
    // Column 3, row 1: (10 + 3) × 2 − 5.
    expect(source.sample(0, [0.6, 0.4, 0])).toMatchObject({ kind: 'value', value: 21, unit: 'US' });
    expect(source.sample(0, [0.69, 0.59, 0])).toMatchObject({ value: 21 });
    expect(source.sample(0, [0.6, 0.8, 0]).kind).toBe('padding');
    expect([source.sample(0, [-0.2, 0, 0]).kind, source.sample(0, [0, 1.3, 0]).kind]).toEqual(['outside', 'outside']);
  });

  it('count in pixels of their own proportions where the image is not calibrated', () => {
    const source = frameSource({ stack, frameAt: () => grey({ spacing: null }) });
    expect(source.slice(0)).toMatchObject({ columnSpacingMm: 1, rowSpacingMm: 2 });
    expect([source.isCalibrated, source.place(0)]).toEqual([false, { space: 'image', seriesInstanceUID: '1.2.1', sopInstanceUID: '1.5.1', frame: 0, columnSpacingMm: 1, rowSpacingMm: 2, isCalibrated: false }]);
    expect(source.sample(0, [3, 2, 0])).toMatchObject({ value: 21 });
  });

  it('show colour without a value to measure', () => {
    const rgba = new Uint8ClampedArray(new ArrayBuffer(48)).map((_, index) => index);
    const source = frameSource({ stack, frameAt: () => grey({ pixels: { kind: 'colour', rgba }, spacing: null, aspectRatio: 1 }) });
    expect(source.sample(0, [1, 1, 0])).toEqual({ kind: 'colour', rgb: [20, 21, 22] });
    expect([source.raster(0), source.slice(0)?.kind]).toEqual(['none', 'colour']);
  });

  it('wait for a frame on its way, and ask for those in the direction of travel', () => {
    const asked: (readonly [number, number])[] = [];
    const source = frameSource({ stack, frameAt: (index, direction) => {
      asked.push([index, direction]);
      return null;
    } });
    expect([source.slice(0), source.slice(1), source.slice(2), source.slice(1)]).toEqual([null, null, null, null]);
    expect(asked).toEqual([[0, 0], [1, 1], [2, 1], [1, -1]]);
    expect([source.sample(1, [0, 0, 0]).kind, source.raster(1), source.place(1)]).toEqual(['loading', 'loading', null]);
  });

  it('show nothing of a frame that could not be read, and wait for nothing of it', () => {
    const source = frameSource({ stack, frameAt: () => grey({ error: { code: 'dicom', reason: 'unsupported', message: 'no' } }) });
    expect([source.slice(0), source.raster(0), source.sample(0, [0, 0, 0]).kind]).toEqual([null, 'none', 'outside']);
  });

  it('say whether their lengths are those at the detector', () => {
    expect(frameSource({ stack, frameAt: () => grey() }).isAtDetector).toBe(true);
    for (const spacing of [null, { columnMm: 0.2, rowMm: 0.4, at: 'patient' }] as const) expect(frameSource({ stack, frameAt: () => grey({ spacing }) }).isAtDetector).toBe(false);
  });
});

const sourceOf = (plane: 'acquired' | 'sagittal', frame = '1.7.1') => volumeSource({ volume: tinyVolume('1.2.1', { frameOfReferenceUID: frame }), slicesLoaded: new Uint8Array(10).fill(1), orientation: { kind: plane }, slab: { mode: 'none', thicknessMm: 10 }, unit: 'stored' });
const view = changeView(initialView, { grid: { rows: 1, columns: 3, shape: 'even' }, 'cells.0.content': stackCell('1.2.1').content, 'cells.1.content': stackCell('1.2.1').content, activeCell: 1 });
const annotation = (fields: Partial<Annotation> = {}): Annotation => ({
  id: '018f0000-0000-7000-8000-000000000001', kind: 'length', place: { space: 'patient', frameOfReferenceUID: '1.7.1', normal: [0, 0, 1], volumeId: '1.2.1', sopInstanceUID: '1.2.1.8', frame: 0 }, points: [[0, 0, 16], [3, 0, 16]], text: '', lesion: null, figures: [], studyDate: null, author: '', atMs: 0, savedIn: null, ...fields,
});

describe('planes of other cells', () => {
  it('cross those of another direction in the same frame of reference, and no others', () => {
    const sources = [sourceOf('acquired'), sourceOf('sagittal'), sourceOf('acquired', '1.8')];
    const planes = shownPlanes(view, sources, [0, 1, 2]);
    expect([...planes.keys()]).toEqual([0, 1, 2]);
    const across = planesAcross(planes, 0, { frameOfReferenceUID: '1.7.1', normal: [0, 0, 1] });
    expect(across).toHaveLength(1);
    expect(across[0]).toMatchObject({ isActive: true, frameOfReferenceUID: '1.7.1' });
    expect(planesAcross(planes, 2, { frameOfReferenceUID: '1.8', normal: [0, 0, 1] })).toEqual([]);
  });
});

describe('annotations in cells', () => {
  it('belong to sources of their frame of reference, or of their series in image space', () => {
    const flat = annotation({ place: { space: 'image', seriesInstanceUID: '1.2.1', sopInstanceUID: '1.5.1', frame: 1, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: false } });
    expect(annotationsOf([annotation(), flat], sourceOf('acquired'), '1.2.1')).toEqual([annotation()]);
    expect(annotationsOf([annotation(), flat], frameSource({ stack, frameAt: () => grey() }), '1.2.1')).toEqual([flat]);
    expect(annotationsOf([flat], frameSource({ stack, frameAt: () => grey() }), '1.2.9')).toEqual([]);
  });

  it('are shown in a cell of their direction, that of their series first, on their slice', () => {
    const sources = [sourceOf('acquired'), sourceOf('sagittal'), null];
    expect(cellFor(annotation(), view, sources, [0, 1, 2], ['1.2.1', '1.2.1', null])).toBe(0);
    expect(cellFor(annotation({ place: { ...annotation().place, frameOfReferenceUID: '1.99' } as Annotation['place'] }), view, sources, [0, 1, 2], [])).toBeNull();
    expect(jumpTo(annotation(), view, 0, sources)).toMatchObject({ activeCell: 0, crosshairFrame: '1.7.1' });
  });

  it('are pasted at the same place of the patient, or in the middle of what has no place in common', () => {
    const authorship = { id: '018f0000-0000-7000-8000-000000000009', author: 'a', atMs: 5, studyDate: '20260101' };
    const same = pastedOn(annotation(), sourceOf('acquired'), 2, authorship);
    expect(same?.points).toEqual([[0, 0, 4], [3, 0, 4]]);
    const other = pastedOn(annotation(), sourceOf('acquired', '1.8'), 2, authorship);
    expect(other?.place).toMatchObject({ frameOfReferenceUID: '1.8' });
    expect(other?.points.map((point) => point[2])).toEqual([4, 4]);
    expect([same?.author, same?.lesion, same?.savedIn]).toEqual(['a', null, null]);
  });
});

it('goes round when playing', () => {
  const source = sourceOf('acquired');
  let now = changeView(view, { link: 'off' });
  const seen: number[] = [];
  for (let step = 0; step < 12; step++) {
    now = changeView(now, steppedOn(now, 0, [source]));
    seen.push(source.indexAt(now.cells[0]?.pointMm ?? [0, 0, -1]));
  }
  expect(seen.slice(1).every((slice, index) => slice === ((seen[index] ?? 0) + 1) % 10)).toBe(true);
  expect(steppedOn(now, 1, [source, null])).toEqual({});
});
