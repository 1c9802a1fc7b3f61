import { join } from 'node:path';
import { SyncError } from '../../shared/errors/appError.ts';
import type { Log } from '../log/log.ts';
import { deriveKey, type PlatformStore } from '../store/openStore.ts';
import { BlobPack } from './blobPack.ts';
import { openBlobFiles, type BlobFiles } from './blobFiles.ts';
import { UploadKeeper } from './keepUploads.ts';
import { recoverUploads, uploadMs } from './recoverUploads.ts';
import { SealedUploads } from './sealedUploads.ts';

/** Blobs with their uploads in progress. */
export interface BlobStore {
  /** The folder of the platform that holds them. */
  readonly dataDir: string;
  readonly files: BlobFiles;
  readonly uploads: SealedUploads;
  /** Takes small blobs that come in one request. */
  beginPack(): BlobPack;
  /**
   * Proves the hash of a complete upload, keeps the bytes and removes the upload either way; asked twice at once, it is done once.
   * @throws {SyncError} integrity
   */
  finish(uploadId: string): Promise<void>;
  /** Length of an upload that was finished, on whichever node; its console may not have heard so. */
  finishedLength(uploadId: string): Promise<number | undefined>;
  /** Ends what still arrives; it goes on after the next start. */
  stop(): Promise<void>;
}

/** Opens the folders `blobs` and `uploads`, and finishes what a crash left complete but unproved. */
export async function openBlobStore(dataDir: string, key: Uint8Array, store: PlatformStore, log: Log): Promise<BlobStore> {
  const blobKey = deriveKey(key, 'blobs');
  const files = await openBlobFiles(join(dataDir, 'blobs'), blobKey);
  const uploads = new SealedUploads(join(dataDir, 'uploads'), blobKey);
  const keeper = new UploadKeeper(store, files);
  await store.blobs.forgetUploads(Date.now() - uploadMs);
  const running = new Map<string, Promise<void>>();
  const prove = async (uploadId: string): Promise<void> => {
    const claim = await uploads.claim(uploadId);
    if (!claim) throw new SyncError('integrity', 'The upload says nothing of what it is; send the object again.');
    const { size: byteLength = 0 } = await uploads.getUpload(uploadId);
    const { path, sha256 } = await uploads.whole(uploadId);
    if (sha256 !== claim.sha256) {
      await uploads.remove(uploadId);
      throw new SyncError('integrity', 'The bytes that arrived are not the ones announced (SHA-256 differs); send the object again.', { detail: { sha256: claim.sha256 } });
    }
    await keeper.keep({ id: uploadId, path, byteLength, claim });
    await uploads.remove(uploadId);
  };
  const finish = (uploadId: string): Promise<void> => {
    const current = running.get(uploadId) ?? prove(uploadId).finally(() => running.delete(uploadId));
    running.set(uploadId, current);
    return current;
  };
  const finishedLength = (uploadId: string): Promise<number | undefined> => store.blobs.finishedLength(uploadId);
  void recoverUploads({ uploads, files, finish, finishedLength, log });
  return { dataDir, files, uploads, beginPack: () => new BlobPack(uploads, keeper), finish, finishedLength, stop: () => uploads.stop() };
}
