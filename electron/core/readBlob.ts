import { StoreError } from '../../shared/errors/appError.ts';
import type { CoreParts } from './coreParts.ts';
import { markNotLocal } from './store/imaging.ts';

/**
 * Bytes of a blob. Where the file is damaged or gone (a crash between file and row, a disk that lost it) the record
 * forgets that it has it, and it is fetched again where the platform has it.
 * @throws {StoreError} not-found | corrupt
 */
export async function readBlob(parts: Pick<CoreParts, 'store' | 'sync'>, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await parts.store.blobs.read(sha256);
  } catch (error) {
    reportBlobLoss(parts, sha256, error);
    throw error;
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
