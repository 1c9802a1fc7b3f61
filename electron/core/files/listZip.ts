import { statSync } from 'node:fs';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { Reject } from '../../../shared/dicom/types.ts';
import type { FilePlace, ZipEntryPlace } from './objectPlace.ts';
import { zipEntryName } from './zipName.ts';

/** What a zip archive holds. */
export interface ZipListing {
  readonly entries: readonly ZipEntryPlace[];
  readonly rejects: readonly Reject[];
}

/** One object of an archive, inflated: it is held in memory as a whole. */
const maxEntryLength = 2 ** 30;
/** All objects of an archive together: as many times its own length, and what a small one may have beyond that. */
const maxRatio = 100;
const maxBeyondRatio = 2 ** 30;

const stored = 0;
const deflated = 8;

/**
 * Lists a zip archive by its central directory (zip64 too); nothing is unpacked. Encrypted entries, other packing
 * methods and sizes beyond the limits are rejects. An archive that is damaged, that claims to inflate to more than
 * 100 times its length and 1 GiB, or whose entries share bytes is one reject that names it.
 */
export async function listZip(archive: FilePlace): Promise<ZipListing> {
  try {
    const modifiedAtMs = Math.trunc(statSync(archive.path).mtimeMs);
    const zip = await openPromise(archive.path, { lazyEntries: true, autoClose: false, decodeStrings: false });
    try {
      return await readEntries(archive, zip, modifiedAtMs);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    // yauzl says what part of the archive is wrong; the sender can only send it again.
    const why = error instanceof Error ? error.message : 'unknown';
    return { entries: [], rejects: [{ path: archive.name, reason: 'damaged-archive', message: `The zip archive cannot be opened (${why}), so nothing in it was read; copy or send it again.` }] };
  }
}

async function readEntries(archive: FilePlace, zip: ZipFile, modifiedAtMs: number): Promise<ZipListing> {
  const entries: ZipEntryPlace[] = [];
  const rejects: Reject[] = [];
  let packed = 0;
  let inflated = 0;
  for await (const entry of zip.eachEntry()) {
    const inner = zipEntryName(entry.fileNameRaw, entry.generalPurposeBitFlag);
    if (inner.endsWith('/')) continue;
    const name = `${archive.name}/${inner}`;
    packed += entry.compressedSize;
    inflated += entry.uncompressedSize;
    const refusal = refusalOf(entry);
    if (refusal) rejects.push({ path: name, ...refusal });
    else {
      entries.push({
        kind: 'zipEntry', name, archivePath: archive.path, headerOffset: entry.relativeOffsetOfLocalHeader, packedLength: entry.compressedSize,
        byteLength: entry.uncompressedSize, isDeflated: entry.compressionMethod === deflated, crc32: entry.crc32, modifiedAtMs,
      });
    }
  }
  if (packed > zip.fileSize) return refuseWhole(archive, 'damaged-archive', 'The zip archive claims more packed bytes than it has: its entries share them, or it is damaged. Nothing in it was read; ask the sender for the files themselves.');
  if (inflated > zip.fileSize * maxRatio + maxBeyondRatio) return refuseWhole(archive, 'too-large', `The zip archive of ${zip.fileSize} bytes claims to unpack to ${inflated} bytes, which no images do; nothing in it was read. Unpack it where it can do no harm and import the folder.`);
  return { entries, rejects };
}

const refuseWhole = (archive: FilePlace, reason: string, message: string): ZipListing => ({ entries: [], rejects: [{ path: archive.name, reason, message }] });

function refusalOf(entry: Entry): Omit<Reject, 'path'> | null {
  if (entry.isEncrypted()) return { reason: 'encrypted', message: 'The entry is encrypted; unpack the archive with its password and import the folder.' };
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    return { reason: 'unsupported', message: `The entry is packed by method ${entry.compressionMethod}, which is not read here; unpack the archive and import the folder.` };
  }
  if (entry.uncompressedSize > maxEntryLength) return { reason: 'too-large', message: `The entry unpacks to ${entry.uncompressedSize} bytes, more than the ${maxEntryLength} read from an archive; unpack the archive and import the folder.` };
  return null;
}
