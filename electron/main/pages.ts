import { join } from 'node:path';
import { BrowserWindow, desktopCapturer, screen, session, type WebContents } from 'electron';
import { events } from '../../shared/ipc/channels.ts';
import { appOrigin, isAppUrl } from './contentPolicy.ts';
import { allowDeskWindows, deskFile } from './deskWindows.ts';
import { mayGrant } from './permissions.ts';
import { minimumSize, readPlace, restorePlace, writePlace } from './windowBounds.ts';

/** Where things are for a new page. */
export interface PageOptions {
  /** Absolute path of the built preload. */
  readonly preload: string;
  readonly userData: string;
}

/** Pages main opened itself; only they may call. */
const own = new WeakSet<WebContents>();

export function isOwnPage(contents: WebContents): boolean {
  return own.has(contents);
}

function stay(event: { preventDefault(): void }, url: string): void {
  if (!isAppUrl(url)) event.preventDefault();
}

/** Refuses every way out of the console for a page: other sites, new windows, embedded views. What {@link allowDeskWindows} permits comes on top. */
export function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Camera, microphone and screen for our origin, nothing else for anyone. */
export function guardPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => answer(mayGrant(permission, details.requestingUrl)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin) => mayGrant(permission, requestingOrigin));
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.setDisplayMediaRequestHandler(
    (request, answer) => {
      const sources = isAppUrl(request.securityOrigin) ? desktopCapturer.getSources({ types: ['screen'] }) : Promise.resolve([]);
      sources
        .then(([first]) => answer(first === undefined ? {} : { video: first }))
        // Electron throws into the answerer when a screen was asked for and none given; the page is refused all the same.
        .catch(() => undefined);
    },
    { useSystemPicker: true },
  );
}

/** Opens the console's window where it was last time. */
export function openConsoleWindow(options: PageOptions): BrowserWindow {
  const file = join(options.userData, 'window.json');
  const place = restorePlace(readPlace(file), screen.getAllDisplays().map((display) => display.workArea));
  const { isMaximized, ...bounds } = place;
  const window = new BrowserWindow({ ...bounds, minWidth: minimumSize.width, minHeight: minimumSize.height, show: false, backgroundColor: '#101418', webPreferences: preferences(options) });
  own.add(window.webContents);
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => writePlace(file, window.getNormalBounds(), window.isMaximized()));
  allowDeskWindows(window, { preferences: hardened, file: deskFile(options.userData) });
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}

/** A window nobody sees, for printing. The caller destroys it. */
export function openHiddenWindow(options: PageOptions): BrowserWindow {
  const window = new BrowserWindow({ show: false, width: 900, height: 1200, webPreferences: { ...preferences(options), backgroundThrottling: false } });
  own.add(window.webContents);
  return window;
}

/** What every page has, those without a bridge too. */
const hardened: Readonly<Electron.WebPreferences> = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false };

function preferences(options: PageOptions): Electron.WebPreferences {
  return {
    ...hardened,
    preload: options.preload,
    // Preload learns the table's event names this way; importing the table would bring its validators along.
    additionalArguments: [`--mdt-events=${Object.keys(events).join(',')}`],
  };
}
