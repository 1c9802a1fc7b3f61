import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SyncError } from '../../shared/errors/appError.ts';
import { deriveKey, type PlatformStore } from '../store/openStore.ts';
import { openBlobFiles, type BlobFiles } from './blobFiles.ts';
import { SealedUploads } from './sealedUploads.ts';

/** An upload that nobody went on with is forgotten after a week. */
const uploadMs = 7 * 24 * 3_600_000;

/** Blobs with their uploads in progress. */
export interface BlobStore {
  readonly files: BlobFiles;
  readonly uploads: SealedUploads;
  /**
   * Proves the hash of a complete upload, keeps the bytes and removes the upload either way; asked twice at once, it is done once.
   * @throws {SyncError} integrity
   */
  finish(uploadId: string): Promise<void>;
  /** Length of an upload that was finished, on whichever node; its console may not have heard so. */
  finishedLength(uploadId: string): Promise<number | undefined>;
}

/** Opens the folders `blobs` and `uploads`, and finishes what a crash left complete but unproved. */
export async function openBlobStore(dataDir: string, key: Uint8Array, store: PlatformStore, log: (line: string) => void): Promise<BlobStore> {
  const files = await openBlobFiles(join(dataDir, 'blobs'), deriveKey(key, 'blobs'));
  const uploads = new SealedUploads(join(dataDir, 'uploads'), deriveKey(key, 'uploads'));
  const running = new Map<string, Promise<void>>();
  const prove = async (uploadId: string): Promise<void> => {
    const upload = await uploads.getUpload(uploadId);
    const claim = await uploads.claim(uploadId);
    const byteLength = upload.size ?? 0;
    if (!claim) throw new SyncError('integrity', 'The upload says nothing of what it is; send the object again.');
    try {
      if (!(await store.blobs.find(claim.sha256))) await files.keep(claim.sha256, byteLength, uploads.plain(uploadId));
      else await assertSame(uploads.plain(uploadId), claim.sha256);
      await store.transact(async (tx) => {
        await tx.blobs.addBlob(claim.sha256, byteLength, Date.now());
        await tx.blobs.addHolder([claim.sha256], claim.hospitalId);
        await tx.blobs.addToCase(claim.caseId, [claim.sha256], claim.hospitalId);
        await tx.blobs.addFinishedUpload(uploadId, byteLength, Date.now());
        await tx.audit.append({
          atMs: Date.now(), action: 'blobStored', personId: claim.personId, hospitalId: claim.hospitalId, deviceId: '', subject: claim.caseId, detail: { sha256: claim.sha256, byteLength },
        });
      });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      await uploads.remove(uploadId);
      throw error;
    }
    await uploads.remove(uploadId);
  };
  const finish = (uploadId: string): Promise<void> => {
    const current = running.get(uploadId) ?? prove(uploadId).finally(() => running.delete(uploadId));
    running.set(uploadId, current);
    return current;
  };
  await store.blobs.forgetUploads(Date.now() - uploadMs);
  await clearDrafts(join(dataDir, 'blobs'));
  void recover(join(dataDir, 'uploads'), uploads, finish, log);
  return { files, uploads, finish, finishedLength: (uploadId) => store.blobs.finishedLength(uploadId) };
}

/** Bytes that are stored already still have to be proved: knowing a hash is not having the bytes. */
async function assertSame(plain: AsyncIterable<Uint8Array>, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const part of plain) hash.update(part);
  if (hash.digest('hex') !== sha256) throw new SyncError('integrity', 'The bytes that arrived are not the ones announced (SHA-256 differs); send the object again.', { detail: { sha256 } });
}

async function clearDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) if (name.startsWith('draft-')) await rm(join(dir, name), { force: true });
}

async function recover(dir: string, uploads: SealedUploads, finish: (id: string) => Promise<void>, log: (line: string) => void): Promise<void> {
  try {
    for (const name of await readdir(dir)) {
      if (!name.endsWith('.json')) continue;
      const id = name.slice(0, -'.json'.length);
      const upload = await uploads.getUpload(id).catch(() => null);
      if (!upload) continue;
      if (upload.offset === upload.size) await finish(id).catch((error: unknown) => log(`upload not kept after restart: ${reasonOf(error)}`));
      else if (Date.now() - Date.parse(upload.creation_date ?? '') > uploadMs) await uploads.remove(id);
    }
  } catch (error) {
    log(`uploads not looked through: ${reasonOf(error)}`);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
