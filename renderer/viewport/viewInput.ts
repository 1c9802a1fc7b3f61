import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { add, scale, subtract } from '../../shared/geometry/vector.ts';
import { normalAxis, scrollCrosshair } from './planes.ts';
import type { PlaneName } from './planes.ts';
import { leastWindowWidth, windowPresets, zoomRange } from './presets.ts';
import { toPatient, toScreen } from './transform.ts';
import type { Transform } from './transform.ts';

/** What an input turns into: the fields of the view it changes, or null when it changes none. */
export type ViewChange = Partial<View> | null;

/** The plane the input happened in, as it was drawn. */
export interface InputPlace {
  readonly plane: PlaneName;
  readonly transform: Transform;
  /** Where slices lie along the normal, ascending, mm. */
  readonly positions: readonly number[];
  readonly crosshairMm: Vector3;
}

export const scrolled = (place: InputPlace, slices: number): ViewChange => ({ crosshairMm: [...scrollCrosshair(place.crosshairMm, place.plane, place.positions, slices)] });

/** Crosshair at a CSS pixel of the plane; its depth stays. */
export function crosshairAt(place: InputPlace, x: number, y: number): ViewChange {
  const point = toPatient(place.transform, x, y);
  // Hundredths of a millimetre are enough and keep shared messages short.
  const moved = point.map((value) => Math.round(value * 100) / 100) as [number, number, number];
  const axis = normalAxis[place.plane];
  moved[axis] = place.crosshairMm[axis];
  return { crosshairMm: moved };
}

/** Window after dragging from where it was: right widens, down darkens; steps grow with the width. */
export function windowDragged(from: View['window'], dx: number, dy: number): ViewChange {
  const step = Math.max(0.5, from.width / 400);
  return { window: { centre: Math.round(from.centre + dy * step), width: Math.max(leastWindowWidth, Math.round(from.width + dx * step * 2)) } };
}

/** Picture moved with the mouse from where it was at `from`. */
export function panned(view: View, plane: PlaneName, from: Transform, dx: number, dy: number): ViewChange {
  return { panMm: { ...view.panMm, [plane]: [...toPatient(from, from.widthPx / 2 - dx, from.heightPx / 2 - dy)] } };
}

/** Zoomed by a factor with the patient point under the pixel kept in place. */
export function zoomed(view: View, place: InputPlace, factor: number, x: number, y: number): ViewChange {
  const zoom = Math.min(zoomRange.most, Math.max(zoomRange.least, view.zoom * factor));
  if (zoom === view.zoom) return null;
  const { transform, plane } = place;
  const kept = toPatient(transform, x, y);
  const centre = toPatient(transform, transform.widthPx / 2, transform.heightPx / 2);
  const moved = add(kept, scale(subtract(centre, kept), view.zoom / zoom));
  return { zoom, panMm: { ...view.panMm, [plane]: [...moved] } };
}

/** Everything back to the whole image in the middle. */
export const fitted: ViewChange = { zoom: 1, panMm: { axial: null, sagittal: null, coronal: null } };

/** The layout after a double click: this plane alone, or all three again. */
export const maximised = (view: View, plane: PlaneName): ViewChange => ({ layout: view.layout === plane ? 'three' : plane });

/** How far Page Up and Page Down go, slices. */
const pageSlices = 10;

/**
 * Change a key asks for, or null when the key means nothing here.
 * @param key KeyboardEvent.key
 * @param structureNumbers ROI numbers S shows again when none is visible
 */
export function keyChange(key: string, view: View, place: InputPlace, structureNumbers: readonly number[]): ViewChange {
  const preset = windowPresets.find((entry) => entry.key === key);
  if (preset !== undefined) return { window: { centre: preset.centre, width: preset.width } };
  const [x, y] = toScreen(place.transform, place.crosshairMm);
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return scrolled(place, 1);
    case 'ArrowDown':
    case 'ArrowRight':
      return scrolled(place, -1);
    case 'PageUp':
      return scrolled(place, pageSlices);
    case 'PageDown':
      return scrolled(place, -pageSlices);
    case 'Home':
      return scrolled(place, place.positions.length);
    case 'End':
      return scrolled(place, -place.positions.length);
    case '+':
    case '=':
      return zoomed(view, place, 1.25, x, y);
    case '-':
      return zoomed(view, place, 0.8, x, y);
    case '0':
      return fitted;
    case 'i':
    case 'I':
      return { isodose: { ...view.isodose, hasLines: !view.isodose.hasLines } };
    case 'w':
    case 'W':
      return { isodose: { ...view.isodose, hasWash: !view.isodose.hasWash } };
    case 's':
    case 'S':
      return { visibleStructures: view.visibleStructures.length > 0 ? [] : [...structureNumbers] };
    default:
      return null;
  }
}
