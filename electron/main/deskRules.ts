import { z } from 'zod';
import { isAppUrl } from './contentPolicy.ts';
import type { Screen } from './screenNames.ts';
import { restorePlace, type Bounds, type WindowPlace } from './windowBounds.ts';

/** Windows of the reading desk beside the console's own; a workplace with more monitors is not built. */
export const mostDeskWindows = 4;

/** Who asks for a window, and for which. */
export interface OpenRequest {
  /** Page of the asking window, one that main opened itself. */
  readonly opener: string;
  readonly url: string;
  /** Second argument of `window.open`. */
  readonly frameName: string;
  /** Desk windows that are open already. */
  readonly open: number;
}

/**
 * The one kind of window a page may open: `window.open('app://console/screen.html?screen=<id>', 'desk-<name>')`, by the
 * console's own page, four at most. Everything else stays denied.
 *
 * @returns id of the wanted screen as `screens.list` names it; null: denied
 */
export function deskScreenOf({ opener, url, frameName, open }: OpenRequest): string | null {
  if (!isAppUrl(opener) || open >= mostDeskWindows) return null;
  if (!/^desk-[\w-]{1,40}$/.test(frameName)) return null;
  // The whole address, so that no second query, fragment or other spelling of the path comes in.
  return /^app:\/\/console\/screen\.html\?screen=(-?\d{1,20})$/.exec(url)?.[1] ?? null;
}

/** F11, as everywhere; other keys go to the page. */
export const isFullScreenKey = (input: { readonly type: string; readonly key: string; readonly shift: boolean; readonly control: boolean; readonly alt: boolean; readonly meta: boolean }): boolean =>
  input.type === 'keyDown' && input.key === 'F11' && !input.shift && !input.control && !input.alt && !input.meta;

/** Where a desk window goes; `x` and `y` are always known. */
export interface DeskPlace extends Bounds {
  readonly isMaximized: boolean;
}

const savedPlaces = z.record(z.string(), z.unknown());

/**
 * Where the desk window of a screen stood when it was closed, or all of that screen. A screen that is gone is replaced
 * by the primary one.
 *
 * @param saved content of desk-windows.json, unchecked: places by screen name
 */
export function deskPlace(saved: unknown, wantedId: string, screens: readonly Screen[]): { readonly screen: string; readonly place: DeskPlace } {
  const screen = screens.find(({ id }) => id === wantedId) ?? screens.find(({ isPrimary }) => isPrimary) ?? screens[0];
  if (screen === undefined) return { screen: '', place: { x: 0, y: 0, width: 1280, height: 720, isMaximized: false } };
  const places = savedPlaces.safeParse(saved);
  const { x, y, width, height, isMaximized }: WindowPlace = restorePlace(places.success ? places.data[screen.label] : undefined, [screen.workArea]);
  const place = x === undefined || y === undefined ? { ...screen.workArea, isMaximized: true } : { x, y, width, height, isMaximized };
  return { screen: screen.label, place };
}

/** The file's content with one screen's place changed. */
export function rememberDeskPlace(saved: unknown, screen: string, place: DeskPlace): Readonly<Record<string, unknown>> {
  const places = savedPlaces.safeParse(saved);
  const { x, y, width, height, isMaximized } = place;
  return { ...(places.success ? places.data : {}), [screen]: { x, y, width, height, isMaximized } };
}
