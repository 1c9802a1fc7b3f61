// The Electron side of the scroll bench: one window, and one scheme that serves the built page and the series beside it.
import { app, BrowserWindow, net, protocol } from 'electron';
import { join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';

const folders = { page: process.env.SCROLL_PAGE, series: process.env.SCROLL_SERIES };
protocol.registerSchemesAsPrivileged([{ scheme: 'bench', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
app.on('window-all-closed', () => app.quit());
// Not awaited: Electron is ready only after this module has run to its end.
app.whenReady().then(open, (error) => {
  throw error;
});

async function open() {
  protocol.handle('bench', serve);
  const window = new BrowserWindow({ width: 1280, height: 1000, useContentSize: true, x: 0, y: 0, backgroundColor: '#000000', webPreferences: { contextIsolation: true, sandbox: true, backgroundThrottling: false } });
  await window.loadURL('bench://console/page/index.html');
}

async function serve(request) {
  const [, folder, ...rest] = new URL(request.url).pathname.split('/');
  const base = folders[folder];
  if (base === undefined) return new Response('no such folder', { status: 404 });
  const file = await net.fetch(pathToFileURL(join(base, normalize(`/${rest.join('/')}`))).href);
  // The same isolation as the console's own windows, so that memory may be shared.
  const headers = new Headers(file.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(file.body, { status: file.status, headers });
}
