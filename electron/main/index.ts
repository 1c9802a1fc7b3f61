import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BrowserWindow, Menu, app, dialog, ipcMain, protocol, safeStorage } from 'electron';
import { AppError, toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import type { Result } from '../../shared/ipc/channel.ts';
import { calls, events } from '../../shared/ipc/channels.ts';
import { createAppHandler } from './appProtocol.ts';
import { createCallGate, type Sender } from './callGate.ts';
import { ChosenPaths } from './chosenPaths.ts';
import { appScheme } from './contentPolicy.ts';
import { decideCoreHost } from './coreHost.ts';
import { launchCore, probeNode } from './coreProcess.ts';
import { CoreSupervisor } from './coreSupervisor.ts';
import { chooseImport, chooseSavePath, chooseTarget } from './dialogs.ts';
import { createDropHandler } from './droppedPaths.ts';
import { expectedPlatformOrigin, readEnvironment } from './environment.ts';
import { freePort } from './freePort.ts';
import { Vault } from './keys.ts';
import { createLog, type Log } from './log.ts';
import { describeBackups } from './describeBackups.ts';
import { archiveExtension, createMainHandlers } from './mainCalls.ts';
import { menuTemplate } from './menu.ts';
import { guardPermissions, hardenContents, isOwnPage, openConsoleWindow, openHiddenWindow, type PageOptions } from './pages.ts';
import { printReport } from './reportPrint.ts';
import { currentScreens } from './screens.ts';
import { Settings } from './settings.ts';

// Before `ready`: the folder of this console (and with it the instance lock), and the scheme.
const chosenFolder = process.env['MDT_DATA_DIR'] ?? app.commandLine.getSwitchValue('user-data-dir');
if (chosenFolder !== '') {
  mkdirSync(resolve(chosenFolder), { recursive: true });
  app.setPath('userData', resolve(chosenFolder));
}
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
// Hospital networks rarely resolve the .local names that would stand for a console's address in a meeting.
app.commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns');
app.on('web-contents-created', (_event, contents) => hardenContents(contents));

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(startConsole).catch(reportAndQuit);
} else {
  app.quit();
}

/** Wires the parts: each is small and knows nothing of the others. */
async function startConsole(): Promise<void> {
  const userData = app.getPath('userData');
  const appPath = app.getAppPath();
  const dataDir = join(userData, 'record');
  const log = createLog(join(userData, 'logs', 'console.log'));
  const settings = new Settings(join(userData, 'settings.json'), app.getLocale());
  const environment = readEnvironment(process.env, appPath, process.platform);
  const pageOptions: PageOptions = { preload: join(appPath, 'out', 'preload', 'index.cjs'), userData };
  const showMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(settings.language, process.platform)));

  const platformPort = await freePort(environment.platformPort ?? settings.platformPort);
  const expected = expectedPlatformOrigin(environment.platformUrl, { origin: settings.platformOrigin, port: settings.platformPort }, platformPort, environment.platformHost);
  let platformOrigins = [expected, ...(expected === settings.platformOrigin ? settings.platformNodes : [])];
  const core = createCore(appPath, environment.nodeCandidates, log, (origin, nodes) => {
    settings.set({ platformPort, platformOrigin: origin, platformNodes: [...nodes] });
    const isAllowed = [origin, ...nodes].every((each) => platformOrigins.includes(each));
    if (isAllowed) return;
    // A page's policy is fixed when it loads: only a new load may speak to another platform, or to a new node of this one.
    log.say('info', `The platform is at ${[origin, ...nodes].join(', ')}, not at ${platformOrigins.join(', ')}; pages are loaded again.`);
    platformOrigins = [...new Set([origin, ...nodes])];
    for (const window of consoleWindows()) window.webContents.reload();
  }, () => void vault.finishRotation().catch((error: unknown) => log.say('error', `The former key could not be forgotten: ${toErrorShape(error).reason}.`)));
  const vault = createVault(join(userData, 'key.json'), dataDir);
  const opening = (key: Uint8Array): Parameters<CoreSupervisor['start']>[0] => {
    mkdirSync(dataDir, { recursive: true });
    const { platformUrl, platformHost, sampleFolder } = environment;
    const { formerKey } = vault;
    return { kind: 'start', dataDir, key, settings: { language: settings.language, platformUrl, platformHost, platformPort, sampleFolder }, ...(formerKey ? { formerKey } : {}) };
  };
  const openRecord = async (key: Uint8Array): Promise<void> => assertOpened(await core.start(opening(key)));
  const restoreBackup = async (id: string): Promise<void> => assertOpened(await core.start({ ...opening(vault.requireKey()), restoreBackup: id }));
  const reopenRecord = async (key: Uint8Array): Promise<void> => assertOpened(await core.restart(opening(key)));
  const language = {
    get: () => settings.language,
    set: (chosen: Settings['language']): void => {
      settings.set({ language: chosen });
      showMenu();
    },
  };
  const chosen = new ChosenPaths(environment.sampleFolder);
  const handlers = createMainHandlers({
    vault, openRecord, reopenRecord, restoreBackup, listBackups: () => describeBackups(dataDir), language, chooseSavePath,
    listScreens: () => currentScreens().map(({ id, label, width, height, isPrimary }) => ({ id, label, width, height, isPrimary })),
    chooseArchive: async (name) => chosen.rememberTarget(await chooseSavePath(name, archiveExtension)),
    chooseImport: async (kind) => chosen.rememberSources(await chooseImport(kind)), chooseTarget: async () => chosen.rememberTarget(await chooseTarget()),
    printReport: (caseId) => printReport(caseId, () => openHiddenWindow(pageOptions)),
  });
  const gate = createCallGate({
    table: calls, handlers,
    callCore: (channel, payload) => {
      chosen.check(channel, payload);
      return core.call(channel, payload);
    },
  });
  ipcMain.handle('mdt:call', (event, channel: unknown, payload: unknown) => gate(senderOf(event), channel, payload));
  const remember = createDropHandler(chosen);
  ipcMain.handle('mdt:dropped', (event, paths: unknown) => remember(senderOf(event), paths));
  const readBlob = async (sha256: string): Promise<Result<Uint8Array>> => {
    const result = await core.call('blob.read', { sha256 });
    return result.ok ? { ok: true, value: (result.value as { bytes: Uint8Array }).bytes } : result;
  };
  protocol.handle(appScheme, createAppHandler({ rootFolder: join(appPath, 'out', 'renderer'), platformOrigins: () => platformOrigins, readBlob }));

  guardPermissions();
  showMenu();
  openWithoutAsking(vault, openRecord, log);
  openWindow(pageOptions, core, log);
  app.on('second-instance', () => consoleWindows()[0]?.focus());
  app.on('activate', () => {
    if (consoleWindows().length === 0) openWindow(pageOptions, core, log);
  });
  app.on('window-all-closed', () => app.quit());
  stopCoreOnQuit(core);
}

function senderOf({ senderFrame: frame, sender }: Electron.IpcMainInvokeEvent): Sender {
  return { url: frame?.url ?? '', isMainFrame: frame !== null && frame === sender.mainFrame, isOwnWindow: isOwnPage(sender) };
}

function createCore(appPath: string, nodeCandidates: readonly (string | undefined)[], log: Log, onReady: (platformOrigin: string, platformNodes: readonly string[]) => void, onRekeyed: () => void): CoreSupervisor {
  const host = decideCoreHost(process.versions['napi'], nodeCandidates, probeNode);
  const electron = `Electron ${process.versions.electron} (Node-API ${process.versions['napi'] ?? 'unknown'})`;
  log.say('info', host.kind === 'utility' ? `Core runs as a utility process of ${electron}.` : `Core runs on Node ${host.version} beside ${electron}.`);
  return new CoreSupervisor({
    launch: () => launchCore(host, join(appPath, 'out', 'main', 'core.js')),
    isRetrySafe: (channel) => Object.hasOwn(calls, channel) && calls[channel as keyof typeof calls].isRetrySafe,
    onState: (state) => tellWindows('core.state', state),
    onEvent: (channel, payload) => {
      if (Object.hasOwn(events, channel)) tellWindows(channel, payload);
      else log.say('warn', `Core sent an event that is not in the table: ${channel}.`);
    },
    onReady,
    onRekeyed,
    log: (message) => log.write('core', message),
  });
}

function assertOpened(error: ErrorShape | undefined): void {
  if (error !== undefined) throw new AppError(error.code, error.reason, error.message, { detail: error.detail ?? {} });
}

function createVault(file: string, dataDir: string): Vault {
  return new Vault({
    file,
    keyStore: {
      // Linux without a key ring falls back to a fixed password, which protects nothing.
      isAvailable: () => safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
      seal: (text) => safeStorage.encryptString(text),
      open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
    },
    hasRecord: () => existsSync(dataDir) && readdirSync(dataDir).length > 0,
  });
}

/** Opens the record where the key store has its key; whatever stands in the way the page learns from `vault.status`. */
function openWithoutAsking(vault: Vault, openRecord: (key: Uint8Array) => Promise<void>, log: Log): void {
  const open = async (): Promise<void> => {
    const key = vault.openFromKeyStore();
    if (key !== undefined) await openRecord(key);
  };
  open().catch((error: unknown) => log.say('error', `The record did not open: ${toErrorShape(error).reason}.`));
}

function openWindow(pageOptions: PageOptions, core: CoreSupervisor, log: Log): void {
  const window = openConsoleWindow(pageOptions);
  let lastCrashMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('did-finish-load', () => {
    if (core.state !== undefined) window.webContents.send('mdt:event', 'core.state', core.state);
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    log.say('error', `The page ended: ${details.reason}.`);
    // Once; a page that ends again at once would only flicker.
    if (details.reason !== 'clean-exit' && performance.now() - lastCrashMs > 10_000) window.webContents.reload();
    lastCrashMs = performance.now();
  });
}

/** Windows with the bridge; those of the reading desk beside them have none and are drawn by them. */
const consoleWindows = (): BrowserWindow[] => BrowserWindow.getAllWindows().filter((window) => isOwnPage(window.webContents));

function tellWindows(channel: string, payload: unknown): void {
  for (const { webContents } of consoleWindows()) webContents.send('mdt:event', channel, payload);
}

function stopCoreOnQuit(core: CoreSupervisor): void {
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped || !core.isRunning) return;
    event.preventDefault();
    void core.stop().finally(() => {
      isStopped = true;
      // Not within this event: a quit asked for while quitting is being prevented is lost.
      setImmediate(() => app.quit());
    });
  });
}

function reportAndQuit(error: unknown): void {
  const { message } = toErrorShape(error);
  process.stderr.write(`${message}\n`);
  dialog.showErrorBox('MDT Console', message);
  app.exit(1);
}
