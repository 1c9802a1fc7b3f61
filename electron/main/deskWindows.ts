import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { deskPlace, deskScreenOf, isFullScreenKey, rememberDeskPlace, type DeskPlace } from './deskRules.ts';
import { currentScreens } from './screens.ts';
import { minimumSize, readPlace } from './windowBounds.ts';

export interface DeskOptions {
  /** Preferences of a page without any bridge. */
  readonly preferences: Electron.WebPreferences;
  /** desk-windows.json. */
  readonly file: string;
}

export const deskFile = (userData: string): string => join(userData, 'desk-windows.json');

/**
 * Lets the console's page open windows of the reading desk, into which it draws itself: they are of the page's own
 * origin and process, have no bridge, go nowhere, and end with the page that opened them.
 */
export function allowDeskWindows(console: BrowserWindow, { preferences, file }: DeskOptions): void {
  const open = new Set<BrowserWindow>();
  const placed = new Map<string, { readonly screen: string; readonly place: DeskPlace }>();
  const closeAll = (): void => {
    for (const window of open) window.destroy();
  };

  console.webContents.setWindowOpenHandler(({ url, frameName }) => {
    const wanted = deskScreenOf({ opener: console.webContents.getURL(), url, frameName, open: open.size });
    if (wanted === null) return { action: 'deny' };
    const found = deskPlace(readPlace(file), wanted, currentScreens());
    placed.set(frameName, found);
    const { isMaximized: _isMaximized, ...bounds } = found.place;
    return {
      action: 'allow',
      overrideBrowserWindowOptions: { ...bounds, minWidth: minimumSize.width, minHeight: minimumSize.height, backgroundColor: '#101418', autoHideMenuBar: true, fullscreenable: true, webPreferences: preferences },
    };
  });
  console.webContents.on('did-create-window', (window, { frameName, url }) => {
    open.add(window);
    confine(window, url);
    const found = placed.get(frameName);
    placed.delete(frameName);
    let place: DeskPlace | null = null;
    const note = (): void => {
      // A full screen is not a place; the window comes back as it was before it.
      if (!window.isFullScreen()) place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    };
    if (found?.place.isMaximized === true) window.maximize();
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', note);
    // `close` is not told when the page closes the window it opened.
    window.on('closed', () => {
      open.delete(window);
      if (found !== undefined && place !== null) writeFileSync(file, JSON.stringify(rememberDeskPlace(readPlace(file), found.screen, place)));
    });
  });
  // What draws into them is gone when the page is loaded anew or ends.
  console.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) closeAll();
  });
  console.webContents.on('render-process-gone', closeAll);
  console.on('closed', closeAll);
}

/** The page it was opened with is the only one it ever shows, and that once: a second load would wipe out what is drawn into it. */
function confine(window: BrowserWindow, openedUrl: string): void {
  const { webContents } = window;
  let isLoaded = false;
  webContents.on('did-navigate', (_event, url) => (isLoaded ||= url === openedUrl));
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    webContents.on(event as 'will-navigate', (navigation) => {
      if (isLoaded || navigation.url !== openedUrl) navigation.preventDefault();
    });
  }
  webContents.on('before-input-event', (event, input) => {
    if (!isFullScreenKey(input)) return;
    event.preventDefault();
    window.setFullScreen(!window.isFullScreen());
  });
}
