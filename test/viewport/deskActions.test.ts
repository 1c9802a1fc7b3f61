import { describe, expect, it } from 'vitest';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import type { View } from '../../shared/meeting/view.ts';
import { stackCell } from '../../shared/viewing/cell.ts';
import { cellSlice } from '../../renderer/viewport/cellPlace.ts';
import { flipped, linked, maximised, movedTo, panned, pixelForPixel, pointedAt, rotated, scrolled, swapped, wheeled, windowDragged, windowed, zoomed } from '../../renderer/viewport/deskActions.ts';
import { toScreen, transformOf } from '../../renderer/viewport/transform.ts';
import type { SliceFrame } from '../../renderer/viewport/transform.ts';
import { smallVolume, sourceOf } from './fakeSource.ts';

const other = smallVolume({ volumeId: '7.7', frameOfReferenceUID: '7.9' });
const sources = [sourceOf('axial'), sourceOf('coronal'), sourceOf('axial', other), null];
const view: View = { ...initialView, cells: initialView.cells.map((cell, index) => [stackCell('1.2.3', 'axial'), stackCell('1.2.3', 'coronal'), stackCell('7.7', 'axial')][index] ?? cell) };
const sliceOf = (now: View, index: number): number => {
  const source = sources[index];
  return source ? cellSlice(now, index, source) : -1;
};
const frame: SliceFrame = { columns: 20, rows: 10, columnSpacingMm: 1, rowSpacingMm: 2, origin: [0, 0, 4], xDirection: [1, 0, 0], yDirection: [0, 1, 0] };
const drawnOf = (now: View) => ({ frame, sliceIndex: 1, transform: transformOf(frame, 500, 500, now.cells[0]?.zoom ?? 1, now.cells[0]?.centre ?? null, frame.origin, now.cells[0]) });

describe('scrolling', () => {
  it('moves the linked point along the normal alone, so that crossing planes stay', () => {
    const coronalBefore = sliceOf(view, 1);
    const after = changeView(view, movedTo(view, 0, sources, 3));
    expect([sliceOf(after, 0), sliceOf(after, 1)]).toEqual([3, coronalBefore]);
    expect(after.crosshairMm?.[2]).toBe(12);
    expect(after.crosshairFrame).toBe('1.9');
  });

  it('goes to the feet when the wheel turns towards the reader, and stops at the ends', () => {
    const top = changeView(view, movedTo(view, 0, sources, 3));
    expect(sliceOf(changeView(top, wheeled(top, 0, sources, 1)), 0)).toBe(2);
    expect(sliceOf(changeView(top, wheeled(top, 0, sources, 99)), 0)).toBe(0);
    expect(sliceOf(changeView(top, scrolled(top, 0, sources, 99)), 0)).toBe(3);
  });

  it('leaves cells of another frame of reference where they are, also when the crosshair goes there and back', () => {
    const first = changeView(view, movedTo(view, 0, sources, 3));
    const there = changeView(first, movedTo(first, 2, sources, 0));
    expect([sliceOf(there, 0), sliceOf(there, 2)]).toEqual([3, 0]);
    const back = changeView(there, movedTo(there, 0, sources, 1));
    expect([sliceOf(back, 0), sliceOf(back, 2)]).toEqual([1, 0]);
  });

  it('moves parallel stacks of any frame by the same distance when they are linked so', () => {
    const start = changeView({ ...view, link: 'distance' }, { 'cells.0.pointMm': [5, 5, 0], 'cells.1.pointMm': [5, 5, 4], 'cells.2.pointMm': [5, 5, 4] });
    const after = changeView(start, scrolled(start, 0, sources, 2));
    expect([sliceOf(after, 0), sliceOf(after, 1), sliceOf(after, 2)]).toEqual([2, sliceOf(start, 1), 3]);
  });

  it('moves one cell alone when nothing is linked, and nothing jumps when linking is switched off', () => {
    const first = changeView(view, movedTo(view, 0, sources, 3));
    const off = changeView(first, linked(first, sources, 'off'));
    expect([sliceOf(off, 0), sliceOf(off, 1)]).toEqual([sliceOf(first, 0), sliceOf(first, 1)]);
    const after = changeView(off, movedTo(off, 0, sources, 0));
    expect([sliceOf(after, 0), sliceOf(after, 1)]).toEqual([0, sliceOf(off, 1)]);
  });

  it('puts the crosshair where it was clicked and keeps it there', () => {
    expect(pointedAt(view, 1, sources, [3.123, 4, 5])).toEqual({ crosshairMm: [3.12, 4, 5], crosshairFrame: '1.9' });
    expect(pointedAt({ ...view, link: 'off' }, 1, sources, [3, 4, 5])).toEqual({});
  });
});

const centres = (now: View): readonly (number | null)[] => now.cells.slice(0, 4).map((cell) => cell.window?.centre ?? null);

describe('window and place', () => {
  it('gives a window to every cell of the same series and no other', () => {
    const after = changeView(view, windowed(view, 0, { centre: -600, width: 1500 }));
    expect(after.cells.slice(0, 3).map((cell) => cell.window?.centre ?? null)).toEqual([-600, -600, null]);
  });

  it('takes linked cells in HU along, and no others', () => {
    const pet = sourceOf('axial', smallVolume({ volumeId: '8.8', unit: 'BQML' }));
    const mixed = [...sources.slice(0, 3), pet];
    const lung = { centre: -600, width: 1500 };
    expect(centres(changeView(view, windowed(view, 0, lung, mixed)))).toEqual([-600, -600, -600, null]);
    expect(centres(changeView({ ...view, link: 'off' }, windowed({ ...view, link: 'off' }, 0, lung, mixed)))).toEqual([-600, -600, null, null]);
    expect(centres(changeView(view, windowed(view, 3, lung, mixed)))).toEqual([null, null, null, -600]);
  });

  it('drags the window, its width never below 1 for HU and finer for small units', () => {
    expect(windowDragged(view, 2, { centre: 40, width: 400 }, 10, 5)).toEqual({ 'cells.2.window': { centre: 45, width: 420 } });
    expect(windowDragged(view, 2, { centre: 40, width: 400 }, -5000, 0)).toEqual({ 'cells.2.window': { centre: 40, width: 1 } });
    expect(windowDragged(view, 2, { centre: 2.5, width: 5 }, 10, 0)).toEqual({ 'cells.2.window': { centre: 2.5, width: 5.25 } });
  });

  it('zooms with the point under the mouse kept in place, and stops at its limits', () => {
    const before = drawnOf(view);
    const after = drawnOf(changeView(view, zoomed(view, 0, before, 2, 100, 400)));
    const kept = toScreen(after.transform, [(100 - 250) / before.transform.pxPerMm + 9.5, (400 - 250) / before.transform.pxPerMm + 9, 4]);
    // The centre is kept to hundredths of a millimetre.
    expect(Math.hypot(kept[0] - 100, kept[1] - 400)).toBeLessThan(0.01 * after.transform.pxPerMm);
    const most = changeView(view, { 'cells.0.zoom': 40 });
    expect(zoomed(most, 0, drawnOf(most), 2, 0, 0)).toEqual({});
  });

  it('pans with the mouse, also on a turned picture', () => {
    const turned = changeView(view, { 'cells.0.rotationDegrees': 90, 'cells.0.isFlipped': true });
    const before = drawnOf(turned);
    const after = drawnOf(changeView(turned, panned(0, before.transform, 50, -25)));
    const [from, to] = [toScreen(before.transform, [2, 3, 4]), toScreen(after.transform, [2, 3, 4])];
    expect(Math.abs(to[0] - from[0] - 50)).toBeLessThan(0.01 * before.transform.pxPerMm);
    expect(Math.abs(to[1] - from[1] + 25)).toBeLessThan(0.01 * before.transform.pxPerMm);
  });

  it('shows one pixel of the image as one of the screen', () => {
    const after = drawnOf(changeView(view, pixelForPixel(0, drawnOf(view), 2)));
    expect(after.transform.pxPerMm * 2 * Math.min(frame.columnSpacingMm, frame.rowSpacingMm)).toBeCloseTo(1, 12);
  });

  it('turns and flips as they look on screen: flipping a turned picture exchanges left and right of the screen', () => {
    const turned = changeView(view, rotated(view, 0, 90));
    const both = changeView(turned, flipped(turned, 0));
    const [from, to] = [toScreen(drawnOf(turned).transform, [2, 3, 4]), toScreen(drawnOf(both).transform, [2, 3, 4])];
    expect(to[0]).toBeCloseTo(500 - from[0], 9);
    expect(to[1]).toBeCloseTo(from[1], 9);
    expect(changeView(both, flipped(both, 0)).cells[0]).toEqual(turned.cells[0]);
  });

  it('exchanges cells whole, and shows one alone and all again', () => {
    const after = changeView(view, swapped(view, 0, 2));
    expect([after.cells[0], after.cells[2], after.activeCell]).toEqual([view.cells[2], view.cells[0], 2]);
    expect(maximised(view, 2)).toEqual({ maximisedCell: 2, activeCell: 2 });
    expect(maximised({ ...view, maximisedCell: 2 }, 2)).toEqual({ maximisedCell: null, activeCell: 2 });
  });
});
