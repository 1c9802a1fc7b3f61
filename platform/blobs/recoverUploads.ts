import type { Log } from '../log/log.ts';
import type { BlobFiles } from './blobFiles.ts';
import type { SealedUploads } from './sealedUploads.ts';

/** An upload that nobody went on with is forgotten after a week. */
export const uploadMs = 7 * 24 * 3_600_000;
/** What came without a note in one request, and has not grown for so long, has lost its request. */
const oneRequestMs = 3_600_000;

interface Parts {
  readonly uploads: SealedUploads;
  readonly files: BlobFiles;
  readonly finish: (id: string) => Promise<void>;
  readonly finishedLength: (id: string) => Promise<number | undefined>;
  readonly log: Log;
}

/** Looks through what an earlier run left: gives kept blobs their places, keeps what is whole, forgets what is old. */
export async function recoverUploads(parts: Parts): Promise<void> {
  const { uploads, log } = parts;
  try {
    for (const id of await uploads.list()) await recover(parts, id).catch((error: unknown) => log.warn('uploadLost', {}, error));
  } catch (error) {
    log.error('workFailed', { what: 'looking through uploads' }, error);
  }
}

async function recover({ uploads, files, finish, finishedLength }: Parts, id: string): Promise<void> {
  const changedMs = await uploads.changedAtMs(id);
  if (changedMs !== null && (await finishedLength(id)) !== undefined) {
    // Kept and acknowledged; the power went before its new name was on the disk.
    const { path, sha256 } = await uploads.whole(id);
    await files.place(path, sha256);
    return uploads.remove(id);
  }
  const upload = await uploads.getUpload(id).catch(() => null);
  if (!upload) {
    if (changedMs === null || Date.now() - changedMs > oneRequestMs) await uploads.remove(id);
  } else if (upload.offset === upload.size) {
    await finish(id);
  } else if (Date.now() - Date.parse(upload.creation_date ?? '') > uploadMs) {
    await uploads.remove(id);
  }
}
