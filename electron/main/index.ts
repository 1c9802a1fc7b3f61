import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BrowserWindow, Menu, app, dialog, ipcMain, protocol, safeStorage } from 'electron';
import { AppError, IpcError, toErrorShape } from '../../shared/errors/appError.ts';
import type { Result } from '../../shared/ipc/channel.ts';
import { calls } from '../../shared/ipc/channels.ts';
import type { CoreSettings } from '../../shared/ipc/transport.ts';
import { createAppHandler } from './appProtocol.ts';
import { createCallGate } from './callGate.ts';
import { appScheme } from './contentPolicy.ts';
import { decideCoreHost } from './coreHost.ts';
import { launchCore, probeNode } from './coreProcess.ts';
import { CoreSupervisor } from './coreSupervisor.ts';
import { freePort } from './freePort.ts';
import { Vault } from './keys.ts';
import { createLog } from './log.ts';
import { createMainHandlers } from './mainCalls.ts';
import { menuTemplate } from './menu.ts';
import { guardPermissions, hardenContents, isOwnPage, openConsoleWindow, openHiddenWindow } from './pages.ts';
import { printReport } from './reportPrint.ts';
import { Settings } from './settings.ts';

// Before `ready`: the folder of this console (and with it the instance lock), and the scheme.
const chosenFolder = process.env['MDT_DATA_DIR'] ?? app.commandLine.getSwitchValue('user-data-dir');
if (chosenFolder !== '') {
  mkdirSync(resolve(chosenFolder), { recursive: true });
  app.setPath('userData', resolve(chosenFolder));
}
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
app.on('web-contents-created', (_event, contents) => hardenContents(contents));

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(startConsole).catch(reportAndQuit);
} else {
  app.quit();
}

async function startConsole(): Promise<void> {
  const userData = app.getPath('userData');
  const appPath = app.getAppPath();
  const dataDir = join(userData, 'record');
  const log = createLog(join(userData, 'logs', 'console.log'));
  const settings = new Settings(join(userData, 'settings.json'), app.getLocale());
  const pageOptions = { preload: join(appPath, 'out', 'preload', 'index.cjs'), userData };
  const showMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(settings.language, process.platform)));

  const host = decideCoreHost(process.versions['napi'], nodeCandidates(appPath), probeNode);
  log.say('info', host.kind === 'utility' ? 'Core runs as a utility process.' : `Core runs on Node ${host.version} beside Electron ${process.versions.electron} (Node-API ${process.versions['napi'] ?? '?'}).`);

  const platformPort = await freePort(numberOf(process.env['MDT_PLATFORM_PORT']) ?? settings.platformPort);
  const platformUrl = process.env['MDT_PLATFORM_URL'] ?? null;
  let platformOrigin = expectedOrigin(platformUrl, settings, platformPort);

  const core = new CoreSupervisor({
    launch: () => launchCore(host, join(appPath, 'out', 'main', 'core.js')),
    isRetrySafe: (channel) => Object.hasOwn(calls, channel) && calls[channel as keyof typeof calls].isRetrySafe,
    onState: (state) => tellWindows('core.state', state),
    onEvent: tellWindows,
    onReady: (origin) => {
      settings.set({ platformPort, platformOrigin: origin });
      if (origin === platformOrigin) return;
      // A page's policy is fixed when it loads: only a new load may speak to another platform.
      log.say('info', `The platform moved from ${platformOrigin} to ${origin}; pages are loaded again.`);
      platformOrigin = origin;
      for (const window of BrowserWindow.getAllWindows()) window.webContents.reload();
    },
    log: (message) => log.write('core', message),
  });
  const openRecord = async (key: Uint8Array): Promise<void> => {
    mkdirSync(dataDir, { recursive: true });
    const coreSettings: CoreSettings = {
      language: settings.language,
      platformUrl,
      platformPort,
      platformHost: process.env['MDT_PLATFORM_HOST'] ?? '127.0.0.1',
      sampleFolder: process.env['MDT_SAMPLE_DIR'] ?? null,
    };
    const error = await core.start({ kind: 'start', dataDir, key, settings: coreSettings });
    if (error !== undefined) throw new AppError(error.code, error.reason, error.message, { detail: error.detail ?? {} });
  };

  const vault = new Vault({
    file: join(userData, 'key.json'),
    keyStore: {
      isAvailable: () => safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
      seal: (text) => safeStorage.encryptString(text),
      open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
    },
    hasRecord: () => existsSync(dataDir) && readdirSync(dataDir).length > 0,
  });

  const handlers = createMainHandlers({
    vault,
    openRecord,
    language: {
      get: () => settings.language,
      set: (language) => {
        settings.set({ language });
        showMenu();
      },
    },
    chooseFolder,
    chooseSavePath,
    printReport: (caseId) => printReport(caseId, () => openHiddenWindow(pageOptions)),
  });
  const gate = createCallGate({ table: calls, handlers, callCore: (channel, payload) => core.call(channel, payload) });
  ipcMain.handle('mdt:call', (event, channel: unknown, payload: unknown) => {
    const frame = event.senderFrame;
    return gate({ url: frame?.url ?? '', isMainFrame: frame !== null && frame === event.sender.mainFrame, isOwnWindow: isOwnPage(event.sender) }, channel, payload);
  });

  const readBlob = async (sha256: string): Promise<Result<Uint8Array>> => {
    const result = await core.call('blob.read', { sha256 });
    return result.ok ? { ok: true, value: (result.value as { bytes: Uint8Array }).bytes } : result;
  };
  protocol.handle(appScheme, createAppHandler({ rootFolder: join(appPath, 'out', 'renderer'), platformOrigin: () => platformOrigin, readBlob }));

  guardPermissions();
  showMenu();
  const key = vaultKey(vault);
  if (key !== undefined) void openRecord(key).catch((error: unknown) => log.say('error', `The record did not open: ${toErrorShape(error).reason}`));
  const open = (): void => {
    const window = openConsoleWindow(pageOptions);
    window.webContents.on('did-finish-load', () => {
      if (core.state !== undefined) window.webContents.send('mdt:event', 'core.state', core.state);
    });
    window.webContents.on('render-process-gone', (_event, details) => log.say('error', `A page ended: ${details.reason}.`));
  };
  open();

  app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => app.quit());
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void core.stop().finally(() => {
      isStopped = true;
      app.quit();
    });
  });
}

function tellWindows(channel: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('mdt:event', channel, payload);
}

/** Where core will most likely say the platform is; pages may connect there from their first load. */
function expectedOrigin(platformUrl: string | null, settings: Settings, port: number): string {
  if (platformUrl !== null) return new URL(platformUrl).origin;
  const last = settings.platformOrigin;
  const wasEmbedded = last === undefined || last === `http://127.0.0.1:${settings.platformPort ?? port}`;
  return wasEmbedded ? `http://127.0.0.1:${port}` : last;
}

/** The key where nobody needs to be asked; a damaged key file is left for `vault.status` to report to the page. */
function vaultKey(vault: Vault): Uint8Array | undefined {
  try {
    return vault.openFromKeyStore();
  } catch {
    // Reported to the page, which asks for the status first.
    return undefined;
  }
}

/** Node executables that may host core when Electron's own is too old: told, the project's, npm's. */
function nodeCandidates(appPath: string): (string | undefined)[] {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return [process.env['MDT_NODE'], join(appPath, 'node_modules', 'node', 'bin', name), process.env['npm_node_execpath']];
}

async function chooseFolder(): Promise<string | null> {
  // Scripted tours cannot work a system dialog.
  if (process.env['MDT_TEST'] === '1' && process.env['MDT_TEST_FOLDER'] !== undefined) return process.env['MDT_TEST_FOLDER'];
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0] ?? null;
}

async function chooseSavePath(suggestedName: string): Promise<string | null> {
  if (process.env['MDT_TEST'] === '1' && process.env['MDT_TEST_FOLDER'] !== undefined) return join(app.getPath('userData'), suggestedName);
  const { filePath } = await dialog.showSaveDialog({ defaultPath: join(app.getPath('documents'), suggestedName), filters: [{ name: 'PDF', extensions: ['pdf'] }] });
  return filePath === '' ? null : filePath;
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value > 0 ? value : undefined;
}

function reportAndQuit(error: unknown): void {
  const { message } = error instanceof IpcError ? error : toErrorShape(error);
  process.stderr.write(`${message}\n`);
  dialog.showErrorBox('MDT Console', message);
  app.exit(1);
}
