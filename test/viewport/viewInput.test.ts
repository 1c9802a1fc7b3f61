import { describe, expect, it } from 'vitest';
import { initialView } from '../../shared/meeting/view.ts';
import { crosshairAt, fitted, keyChange, maximised, panned, windowDragged, zoomed } from '../../renderer/viewport/viewInput.ts';
import type { InputPlace } from '../../renderer/viewport/viewInput.ts';
import { toScreen, transformOf } from '../../renderer/viewport/transform.ts';
import type { SliceFrame } from '../../renderer/viewport/transform.ts';

const frame: SliceFrame = { columns: 100, rows: 100, columnSpacingMm: 1, rowSpacingMm: 1, origin: [0, 0, 4], xDirection: [1, 0, 0], yDirection: [0, 1, 0] };
const placeOf = (view = initialView): InputPlace => ({
  plane: 'axial', transform: transformOf(frame, 500, 500, view.zoom, view.panMm.axial, frame.origin), positions: [0, 4, 8, 12], crosshairMm: [20, 30, 4],
});

describe('input on a viewport', () => {
  it('moves the crosshair in the plane and keeps its depth', () => {
    expect(crosshairAt(placeOf(), 250, 250)).toEqual({ crosshairMm: [49.5, 49.5, 4] });
  });

  it('zooms with the point under the mouse kept in place', () => {
    const place = placeOf();
    const change = zoomed(initialView, place, 2, 100, 400);
    const after = placeOf({ ...initialView, ...change });
    const [x, y] = toScreen(after.transform, [frame.origin[0] - 0.5 + 20, frame.origin[1] - 0.5 + 80, 4]);
    expect(change?.zoom).toBe(2);
    expect(x).toBeCloseTo(100, 9);
    expect(y).toBeCloseTo(400, 9);
  });

  it('stops zooming at its limits', () => {
    expect(zoomed({ ...initialView, zoom: 20 }, placeOf(), 2, 0, 0)).toBeNull();
  });

  it('pans with the mouse', () => {
    const { transform } = placeOf();
    const change = panned(initialView, 'axial', transform, 50, -25);
    const after = placeOf({ ...initialView, ...change });
    const before = toScreen(transform, [20, 30, 4]);
    const now = toScreen(after.transform, [20, 30, 4]);
    expect(now[0] - before[0]).toBeCloseTo(50, 9);
    expect(now[1] - before[1]).toBeCloseTo(-25, 9);
  });

  it('drags the window and keeps its width at least 1', () => {
    expect(windowDragged({ centre: 40, width: 400 }, 10, 5)).toEqual({ window: { centre: 45, width: 420 } });
    expect(windowDragged({ centre: 40, width: 400 }, -5000, 0)).toEqual({ window: { centre: 40, width: 1 } });
  });

  it('answers the keys', () => {
    const place = placeOf();
    expect(keyChange('2', initialView, place, [])).toEqual({ window: { centre: -600, width: 1500 } });
    expect(keyChange('ArrowUp', initialView, place, [])).toEqual({ crosshairMm: [20, 30, 8] });
    expect(keyChange('End', initialView, place, [])).toEqual({ crosshairMm: [20, 30, 0] });
    expect(keyChange('0', initialView, place, [])).toEqual(fitted);
    expect(keyChange('i', initialView, place, [])?.isodose?.hasLines).toBe(false);
    expect(keyChange('w', initialView, place, [])?.isodose?.hasWash).toBe(true);
    expect(keyChange('s', { ...initialView, visibleStructures: [1] }, place, [1, 2])).toEqual({ visibleStructures: [] });
    expect(keyChange('s', initialView, place, [1, 2])).toEqual({ visibleStructures: [1, 2] });
    expect(keyChange('q', initialView, place, [])).toBeNull();
  });

  it('shows one plane large and all three again', () => {
    expect(maximised(initialView, 'coronal')).toEqual({ layout: 'coronal' });
    expect(maximised({ ...initialView, layout: 'coronal' }, 'coronal')).toEqual({ layout: 'three' });
  });
});
