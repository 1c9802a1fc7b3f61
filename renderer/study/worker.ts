import { fetchFrom } from './fetchFiles.ts';
import type { OpenMessage, StudyMessage } from './messages.ts';
import { readStudy } from './readStudy.ts';
import { canShare } from './sharedBytes.ts';

/** The dose is shared, or copied: the worker still needs it for the histograms. */
const post = (message: StudyMessage): void => globalThis.postMessage(message, { transfer: [] });

const allocate = (byteLength: number): ArrayBufferLike => (canShare() ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength));

globalThis.addEventListener('message', (event: MessageEvent<OpenMessage>) => {
  const { instances, chain, baseUrl } = event.data;
  const stop = new AbortController();
  const read = async (): Promise<void> => {
    await readStudy({ instances, chain, fetchFile: fetchFrom(baseUrl), signal: stop.signal, post, allocate, nowMs: () => performance.now() });
    globalThis.close();
  };
  read().catch((error: unknown) => {
    // Surfaces as the worker's error event, which the session reports.
    setTimeout(() => {
      throw error;
    });
  });
});
