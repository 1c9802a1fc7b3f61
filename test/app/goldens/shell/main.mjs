// The Electron side of the goldens: one window with the built page, at one device pixel for a CSS pixel.
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.on('window-all-closed', () => app.quit());
// Not awaited: Electron is ready only after this module has run to its end.
app.whenReady().then(open, (error) => {
  throw error;
});

async function open() {
  const window = new BrowserWindow({ width: 900, height: 700, useContentSize: true, backgroundColor: '#000000', webPreferences: { contextIsolation: true, sandbox: true } });
  await window.loadFile(join(process.env.GOLDENS_PAGE, 'index.html'));
}
