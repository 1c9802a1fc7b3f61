import { parentPort, workerData } from 'node:worker_threads';
import { chunkLength } from '../../shared/blob/framing.ts';
import type { DraftAnswer, DraftFailure, DraftOrder, DraftWorkerStart } from './draftMessages.ts';
import { UploadDraft } from './uploadDraft.ts';

/** Thread that hashes, seals and writes uploads, so that the one that talks to consoles is not kept from it. */
const { key, slots } = workerData as DraftWorkerStart;
const drafts = new Map<number, UploadDraft>();

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is not a window
const answer = (message: DraftAnswer): void => parentPort?.postMessage(message);

parentPort?.on('message', (order: DraftOrder) => {
  obey(order)
    .catch((error: unknown) => giveUp(order.draft, error))
    .finally(() => {
      if (order.kind === 'append') answer({ kind: 'free', slot: order.slot });
    });
});

/** What comes for a draft that has failed is passed over: its failure was told. */
async function obey(order: DraftOrder): Promise<void> {
  const { draft } = order;
  const found = drafts.get(draft);
  switch (order.kind) {
    case 'begin':
      drafts.set(draft, UploadDraft.begin(order.path, key));
      return;
    case 'resume': {
      const resumed = UploadDraft.resume(order.path, key);
      drafts.set(draft, resumed);
      return answer({ kind: 'done', draft, value: resumed.chunks });
    }
    case 'append':
      return found?.append(new Uint8Array(slots, order.slot * chunkLength, order.byteLength), order.isLast);
    case 'settle':
      return found && answer({ kind: 'done', draft, value: null });
    case 'finish':
      drafts.delete(draft);
      return found && answer({ kind: 'done', draft, value: await found.finish() });
    case 'close':
      drafts.delete(draft);
      await found?.close();
      return answer({ kind: 'done', draft, value: null });
  }
}

/** Its file keeps the chunks that are whole. */
async function giveUp(draft: number, error: unknown): Promise<void> {
  const found = drafts.get(draft);
  drafts.delete(draft);
  await found?.close().catch(() => undefined);
  answer({ kind: 'failed', draft, error: toFailure(error) });
}

function toFailure(error: unknown): DraftFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, reason } = error as { readonly code?: string; readonly reason?: string };
  return { message: error.message, ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) };
}
