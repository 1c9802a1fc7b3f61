import type { Reject } from '../../../shared/dicom/types.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { countInboxStudies, listInboxObjects, removeTakenFromInbox } from '../store/inbox.ts';
import type { Store } from '../store/openStore.ts';
import type { Expect, FetchedObject, NodeClient } from './nodeClient.ts';

/** Objects for an import, as `electron/core/files` takes them. */
export interface NetworkSource {
  open(signal: AbortSignal, expect: Expect): AsyncIterable<FetchedObject | Reject>;
  taken(): Promise<void>;
}

/** Studies of a node, by whatever way it is fetched from. */
export function nodeSource(open: () => Promise<NodeClient>, studyInstanceUIDs: readonly string[]): NetworkSource {
  return {
    open: async function* (signal, expect) {
      yield* (await open()).retrieve(studyInstanceUIDs, signal, expect);
    },
    taken: () => Promise.resolve(),
  };
}

/** A study of the inbox. What the import took leaves it; what it left out waits on. */
export function inboxSource(store: Store, studyInstanceUID: string, onInboxChanged: (studies: number) => void): NetworkSource {
  return {
    open: async function* (_signal, expect) {
      const objects = listInboxObjects(store.db, studyInstanceUID);
      expect({ files: objects.length, bytes: objects.reduce((sum, { byteLength }) => sum + byteLength, 0) });
      for (const { sopInstanceUID, sha256 } of objects) yield await readOne(store, sopInstanceUID, sha256);
    },
    taken: () => {
      removeTakenFromInbox(store.db, studyInstanceUID);
      onInboxChanged(countInboxStudies(store.db));
      return Promise.resolve();
    },
  };
}

async function readOne(store: Store, sopInstanceUID: string, sha256: string): Promise<FetchedObject | Reject> {
  try {
    return { name: sopInstanceUID, bytes: await store.blobs.read(sha256) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path: sopInstanceUID, reason: error.reason, message: `The received object ${sopInstanceUID} can no longer be read; ask for it to be sent again.` };
  }
}
