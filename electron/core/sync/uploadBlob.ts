import { Readable } from 'node:stream';
import { DetailedError, Upload } from 'tus-js-client';
import { StoreError, SyncError, type AppError } from '../../../shared/errors/appError.ts';
import type { OpenBlob } from '../store/blobFiles.ts';
import { getBlob, markNotLocal, setUploadUrl } from '../store/imaging.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { Transfer } from './blobPlan.ts';
import type { PlatformClient } from './platformClient.ts';
import type { TransferParts } from './transferParts.ts';
import { retryAfterMs } from './waitTurn.ts';

/** Up to here an object goes in the one request that announces it; what is larger gets an address first, where it can go on. */
const oneRequestBytes = 4 * 1024 * 1024;
/** Bytes of one request of a larger object; the platform writes down where it stands after each. */
const requestBytes = 64 * 1024 * 1024;
/** Where the line is limited, a request ends within about this time, so that nothing between the two gives it up. */
const requestSeconds = 60;

/**
 * Sends one blob by tus 1.0, read from its encrypted file as it goes; an interrupted one goes on from where the platform stands.
 * @throws {SyncError} unreachable | unauthorized | refused; {StoreError} when the bytes cannot be read here
 */
export async function uploadBlob(parts: TransferParts, transfer: Transfer): Promise<void> {
  const { store, client } = parts;
  const { sha256, caseId } = transfer;
  let blob: OpenBlob | null = null;
  try {
    blob = store.blobs.open(sha256);
    await send(parts, transfer, blob);
  } catch (error) {
    if (error instanceof StoreError) {
      if (error.reason === 'corrupt' || error.reason === 'not-found') markNotLocal(store.db, sha256);
      throw error;
    }
    throw translate(client, error, caseId);
  } finally {
    blob?.close();
  }
}

function send({ store, client, token, bandwidth, stop }: TransferParts, { sha256, caseId }: Transfer, blob: OpenBlob): Promise<void> {
  const isOneRequest = blob.byteLength <= oneRequestBytes;
  const begun = getBlob(store.db, sha256)?.uploadUrl ?? null;
  const base = new URL(client.address);
  const limited = bandwidth.bytesPerSecond === null ? requestBytes : Math.max(oneRequestBytes, bandwidth.bytesPerSecond * requestSeconds);
  return new Promise((done, fail) => {
    const end = (error: unknown): void => {
      stop.removeEventListener('abort', halt);
      if (error === null) done();
      else fail(error);
    };
    // What breaks while it is read must end the request, which would wait for bytes that do not come.
    const breakOff = (error: unknown): void => {
      void upload.abort();
      end(error);
    };
    const upload = new Upload(Buffer.alloc(0), {
      endpoint: `${client.address}/v1/blobs`,
      // Kept as a path: the node in use may be another one, and the embedded platform may have another port after a start.
      uploadUrl: begun === null ? null : new URL(begun, base).href,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { sha256, caseId },
      uploadSize: blob.byteLength,
      chunkSize: isOneRequest ? Infinity : Math.min(requestBytes, limited),
      retryDelays: null,
      storeFingerprintForResuming: false,
      uploadDataDuringCreation: isOneRequest,
      fileReader: { openFile: () => Promise.resolve(sourceOf(blob, bandwidth, stop, breakOff)) },
      onUploadUrlAvailable: () => {
        if (upload.url !== null && !isOneRequest) setUploadUrl(store.db, sha256, new URL(upload.url, base).pathname);
      },
      onSuccess: () => end(null),
      // An answer before the end of what was being sent leaves a request that would hold its line for ever.
      onError: breakOff,
    });
    const halt = (): void => breakOff(new SyncError('unreachable', 'The transfer was stopped; it goes on later.'));
    stop.addEventListener('abort', halt, { once: true });
    upload.start();
  });
}

/** The blob as tus asks for it: a stream for each request, opened chunk by chunk. */
function sourceOf(blob: OpenBlob, bandwidth: Bandwidth, stop: AbortSignal, onBroken: (error: unknown) => void) {
  return {
    size: blob.byteLength,
    slice: (start: number, end: number) => {
      const last = Math.min(end, blob.byteLength);
      const value = Object.assign(Readable.from(paced(blob.bytes(start, last), bandwidth, stop), { objectMode: false }), { size: last - start });
      value.once('error', onBroken);
      return Promise.resolve({ value, done: last === blob.byteLength });
    },
    close: () => undefined,
  };
}

/** A limited line gets small pieces, so that a change of the limit is felt at once. */
const pieceBytes = 64 * 1024;

/** The same pieces, no faster than the line may be used. */
export async function* paced(pieces: Iterable<Uint8Array>, bandwidth: Bandwidth, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (bandwidth.bytesPerSecond === null) {
      yield piece;
      continue;
    }
    for (let at = 0; at < piece.length; at += pieceBytes) {
      const part = piece.subarray(at, at + pieceBytes);
      await bandwidth.take(part.length, stop);
      yield part;
    }
  }
}

function translate(client: PlatformClient, error: unknown, caseId: string): AppError {
  if (error instanceof SyncError) return error;
  if (!(error instanceof DetailedError)) return client.unreachable(error);
  return platformFailure(client, error.originalResponse?.getStatus() ?? 0, error, caseId, error.originalResponse?.getHeader('Retry-After'));
}

/** What an answer other than yes means to an upload. */
export function platformFailure(client: PlatformClient, status: number, cause: unknown, caseId: string, retryAfter?: string): SyncError {
  const options = { cause, detail: { url: client.origin, status, caseId } };
  if (status === 401) return new SyncError('unauthorized', `The session at ${client.origin} has ended; sign in again.`, options);
  if (status === 429) return new SyncError('refused', `The platform at ${client.origin} asks this console to wait; the transfer goes on by itself.`, { ...options, detail: { ...options.detail, reason: 'rate-limited', waitMs: retryAfterMs(retryAfter) } });
  if (status === 507) return new SyncError('refused', `The platform at ${client.origin} has no room left for images; tell its administrator. They stay here and are sent when there is room.`, options);
  if (status === 0 || status >= 500) return client.unreachable(cause);
  return new SyncError('refused', `The platform at ${client.origin} did not take an object of a case (status ${status}); it is tried again.`, options);
}
