import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';

/**
 * The one bridge between a page and main: `window.mdt`, typed by `Bridge` of the channel table.
 * Main validates every call; here only the names of events are known.
 */
const eventNames: ReadonlySet<string> = new Set(process.argv.find((word) => word.startsWith('--mdt-events='))?.slice('--mdt-events='.length).split(','));
const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on('mdt:event', (_event: IpcRendererEvent, channel: string, payload: unknown) => {
  for (const listener of listeners.get(channel) ?? []) listener(payload);
});

contextBridge.exposeInMainWorld('mdt', {
  call: (channel: string, request: unknown): Promise<unknown> => ipcRenderer.invoke('mdt:call', channel, request),
  // The path of a File is Chromium's answer, not the page's: one made by the page itself has none.
  rememberDropped: (files: readonly File[]): Promise<unknown> => ipcRenderer.invoke('mdt:dropped', files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')),
  on: (channel: string, listener: (payload: unknown) => void): (() => void) => {
    if (!eventNames.has(channel)) throw new TypeError(`There is no event "${channel}".`);
    const group = listeners.get(channel) ?? new Set();
    listeners.set(channel, group.add(listener));
    return () => void group.delete(listener);
  },
});
