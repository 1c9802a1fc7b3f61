import { parentPort } from 'node:worker_threads';
import { begun, type LotMessage } from '../../../electron/core/files/importJobs.ts';

/** A worker whose reader fails on some names: `dies…` ends the thread, `fills…` takes all its heap. */
parentPort?.on('message', ({ lotId, jobs }: LotMessage) => {
  for (const { place } of jobs) {
    if (place.name.startsWith('dies')) process.exit(7);
    if (place.name.startsWith('throws')) throw new TypeError('a mistake in the reader');
    if (place.name.startsWith('fills')) fillHeap();
  }
  parentPort?.postMessage({ lotId, answers: jobs.map(({ place }) => ({ kind: 'note', note: { path: place.name, message: '' } })) }, []);
});
parentPort?.postMessage(begun, []);

function fillHeap(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, at) => ({ at })));
}
