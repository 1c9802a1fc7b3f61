import { makeFrameDecoder } from './decodePool.ts';
import { fetchFrom } from './fetchFiles.ts';
import type { OpenMessage, StudyMessage } from './messages.ts';
import { readStudy } from './readStudy.ts';
import { buffersToMove, canShare } from './sharedBytes.ts';

/** Grids on ordinary memory are copied to the page, because the worker still needs the dose for the histograms; image voxels are moved. */
function post(message: StudyMessage): void {
  const moved = message.type === 'volume' ? buffersToMove(message.volume.voxels) : [];
  globalThis.postMessage(message, { transfer: moved });
}

const allocate = (byteLength: number): ArrayBufferLike => (canShare() ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength));

globalThis.addEventListener('message', (event: MessageEvent<OpenMessage>) => {
  const { instances, chain, baseUrl, isObjectsOnly } = event.data;
  const stop = new AbortController();
  // Workers a worker starts end with it, so closing the study while it is read ends the decoders too. A read one ends
  // them itself and then itself, because Chromium may crash where both are ended at once.
  const decoder = makeFrameDecoder();
  const read = async (): Promise<void> => {
    await readStudy({ instances, chain, isObjectsOnly, fetchFile: fetchFrom(baseUrl), decode: decoder.decode, signal: stop.signal, post, allocate, nowMs: () => performance.now() });
    await decoder.close();
    globalThis.close();
  };
  read().catch((error: unknown) => {
    // Surfaces as the worker's error event, which the session reports.
    setTimeout(() => {
      throw error;
    });
  });
});
