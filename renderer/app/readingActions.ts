import type { ReadingActions } from '../reading/actions.ts';
import { fetchFrom } from '../study/fetchFiles.ts';
import { blobBaseUrl } from '../study/openStudy.ts';
import { callBridge } from './bridge.ts';

const fetchBlob = fetchFrom(blobBaseUrl);

/** What the reading desk of one case asks of the console, as calls over the bridge; citing is added where there are minutes. */
export const readingActions = (caseId: string): ReadingActions => ({
  readHeads: async (seriesInstanceUID) => (await callBridge('imaging.heads', { caseId, seriesInstanceUID })).heads,
  readObject: (sha256) => fetchBlob({ sha256, name: 'the object' }, new AbortController().signal),
  addObjects: async (objects) => (await callBridge('imaging.add', { caseId, objects: [...objects] })).added,
  getPreference: async (name) => (await callBridge('preferences.get', { name })).value,
  setPreference: async (name, value) => {
    await callBridge('preferences.set', { name, value });
  },
  savePng: async (name, bytes) => (await callBridge('dialog.savePng', { name: name.slice(0, 120), caseId, bytes })).path,
  listScreens: async () => (await callBridge('screens.list', {})).screens,
  cite: null,
});
