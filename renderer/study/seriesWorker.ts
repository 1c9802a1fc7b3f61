import { answerSeries } from './answerSeries.ts';
import { makeFrameDecoder } from './decodePool.ts';
import { fetchFrom } from './fetchFiles.ts';
import type { SeriesRequest } from './seriesMessages.ts';
import { canShare } from './sharedBytes.ts';

const handle = answerSeries({
  post: (message) => globalThis.postMessage(message, {}),
  fetchFrom,
  makeDecoder: () => makeFrameDecoder(),
  allocate: (byteLength) => (canShare() ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength)),
  nowMs: () => performance.now(),
  close: () => globalThis.close(),
  fail: (error) => {
    // Surfaces as the worker's error event, which the store reports.
    setTimeout(() => {
      throw error;
    });
  },
});

globalThis.addEventListener('message', ({ data }: MessageEvent<SeriesRequest>) => handle(data));
