import { StoreError } from '../../shared/errors/appError.ts';
import type { CoreParts } from './coreParts.ts';
import { getBlob, markNotLocal } from './store/imaging.ts';

/**
 * Bytes of a blob. Where the file is damaged or gone (a crash between file and row, a disk that lost it) the record
 * forgets that it has it, and it is fetched again where the platform has it; at once, where the case is known.
 * @param caseId the case it is opened for
 * @throws {StoreError} not-found | corrupt
 */
export async function readBlob(parts: Pick<CoreParts, 'store' | 'sync'>, sha256: string, caseId: string | null = null): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await parts.store.blobs.read(sha256);
  } catch (error) {
    if (!reportBlobLoss(parts, sha256, error) || caseId === null) throw error;
    await fetchAgain(parts, sha256, caseId, error);
    return parts.store.blobs.read(sha256);
  }
}

/** @throws what reading it here said, where the platform cannot give it either; {StoreError} disk-full */
async function fetchAgain({ store, sync }: Pick<CoreParts, 'store' | 'sync'>, sha256: string, caseId: string, notHere: unknown): Promise<void> {
  const known = getBlob(store.db, sha256);
  if (!known?.isOnPlatform) throw notHere;
  try {
    await sync.transfers.fetchNow({ sha256, byteLength: known.byteLength, caseId, kind: 'object', rank: 0 });
  } catch (error) {
    throw error instanceof StoreError ? error : notHere;
  }
}

/** Has a blob that could not be read fetched again. @returns false when the error says nothing about the blob */
export function reportBlobLoss({ store, sync }: Pick<CoreParts, 'store' | 'sync'>, sha256: string, error: unknown): boolean {
  if (!(error instanceof StoreError) || (error.reason !== 'corrupt' && error.reason !== 'not-found')) return false;
  if (error.reason === 'corrupt') store.blobs.remove(sha256);
  markNotLocal(store.db, sha256);
  sync.wake();
  return true;
}
