import type { CaseStorage, StorageState } from '../../../shared/ipc/storageShapes.ts';
import { visibleCases } from '../commands/caseView.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { evictedBlobs, heldBytes } from '../store/blobStorage.ts';
import { localBlobs, platformBlobs } from '../store/imaging.ts';
import { diskRoom } from '../sync/blobRoom.ts';
import { readTransferSettings, writeTransferSettings } from '../sync/transferSettings.ts';

/** How much of line and disk images may take, and where those of each case are. */
export function storageHandlers(parts: CoreParts): Handlers {
  const { store, context, session } = parts;
  const state = (): StorageState => {
    const person = session.require();
    const { freeBytes, reservedBytes } = diskRoom(store.dataDir);
    const sides = { local: localBlobs(store.db), remote: platformBlobs(store.db), evicted: evictedBlobs(store.db) };
    return {
      settings: readTransferSettings(store.db), folder: store.dataDir, usedBytes: heldBytes(store.db), freeBytes, reservedBytes,
      cases: visibleCases(context, person).filter(({ imaging }) => imaging.length > 0).map((record) => storageOf(record, sides)),
    };
  };
  return {
    'storage.get': state,
    'storage.set': ({ settings }) => {
      session.require();
      writeTransferSettings(store.db, settings);
      parts.sync.transfers.applySettings();
      parts.sync.wake();
      return state();
    },
  };
}

function storageOf(record: { readonly id: string; readonly caseNo: string; readonly imaging: readonly { readonly sha256: string; readonly byteLength: number }[] }, sides: { readonly local: ReadonlySet<string>; readonly remote: ReadonlySet<string>; readonly evicted: ReadonlySet<string> }): CaseStorage {
  const counts = { both: 0, onlyHere: 0, arriving: 0, evicted: 0, bytesHere: 0 };
  for (const { sha256, byteLength } of record.imaging) {
    const isHere = sides.local.has(sha256);
    if (isHere) counts.bytesHere += byteLength;
    counts[isHere ? (sides.remote.has(sha256) ? 'both' : 'onlyHere') : sides.evicted.has(sha256) ? 'evicted' : 'arriving'] += 1;
  }
  return { caseId: record.id, caseNo: record.caseNo, total: record.imaging.length, ...counts };
}
