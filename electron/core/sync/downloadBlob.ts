import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { AppError, DicomError, SyncError } from '../../../shared/errors/appError.ts';
import type { Store } from '../store/openStore.ts';
import type { IndexedInstance } from '../store/imaging.ts';
import type { Transfer } from './blobPlan.ts';
import type { TransferParts } from './transferParts.ts';

/** A transfer that brings nothing for so long is given up and resumed. */
const idleTimeoutMs = 20_000;

/**
 * Fetches one blob, continuing what an earlier attempt left. It counts only when its hash is right.
 * @returns the object to be indexed, or null for a report or what is no readable DICOM object
 * @throws {SyncError} unreachable | unauthorized | refused | integrity
 */
export async function downloadBlob(parts: TransferParts, transfer: Transfer): Promise<IndexedInstance | null> {
  const { store } = parts;
  const { sha256 } = transfer;
  if (!store.blobs.has(sha256)) await fetchInto(parts, transfer);
  return transfer.kind === 'object' ? readObject(store, sha256) : null;
}

async function fetchInto({ store, client, token, bandwidth, stop }: TransferParts, transfer: Transfer): Promise<void> {
  const idle = new AbortController();
  const signal = AbortSignal.any([stop, idle.signal]);
  let timer = setTimeout(() => idle.abort(), idleTimeoutMs);
  const writer = await store.blobs.writer(transfer.sha256);
  try {
    const { offset, body } = await client.blob(token, transfer.sha256, transfer.caseId, writer.offset, signal);
    let skip = writer.offset - offset;
    for await (const piece of body) {
      clearTimeout(timer);
      // A limited line is not an idle one: the time begins when the next bytes are asked for.
      await bandwidth.take(piece.length, stop);
      timer = setTimeout(() => idle.abort(), idleTimeoutMs);
      const wanted = skip > 0 ? piece.subarray(Math.min(skip, piece.length)) : piece;
      skip -= piece.length - wanted.length;
      if (wanted.length > 0) await writer.append(wanted);
    }
  } catch (error) {
    await writer.pause();
    throw error instanceof AppError ? error : client.unreachable(error);
  } finally {
    clearTimeout(timer);
  }
  try {
    await writer.finish();
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.reason !== 'corrupt') throw cause;
    throw new SyncError('integrity', cause.message, { cause, detail: { url: client.origin, sha256: transfer.sha256 } });
  }
}

/** The receiving side reads the header itself; the sender's word is not taken for it. */
async function readObject(store: Store, sha256: string): Promise<IndexedInstance | null> {
  const bytes = await store.blobs.read(sha256);
  try {
    return { header: readHeader(bytes), sha256, byteLength: bytes.length };
  } catch (error) {
    // The bytes are what the sender's hash says, so the object is complete; what it lacks as DICOM shows when it is opened.
    if (error instanceof DicomError) return null;
    throw error;
  }
}
