import { StoreError } from '../../shared/errors/appError.ts';
import type { CoreParts } from './coreParts.ts';
import { markNotLocal } from './store/imaging.ts';

/**
 * Bytes of a blob. Where the file is damaged or gone (a crash between file and row, a disk that lost it) the record
 * forgets that it has it, and it is fetched again where the platform has it.
 * @throws {StoreError} not-found | corrupt
 */
export async function readBlob(parts: Pick<CoreParts, 'store' | 'sync'>, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const { store } = parts;
  try {
    return await store.blobs.read(sha256);
  } catch (error) {
    if (error instanceof StoreError && (error.reason === 'corrupt' || error.reason === 'not-found')) {
      if (error.reason === 'corrupt') store.blobs.remove(sha256);
      markNotLocal(store.db, sha256);
      parts.sync.wake();
    }
    throw error;
  }
}
