import { DetailedError, Upload } from 'tus-js-client';
import { SyncError } from '../../../shared/errors/appError.ts';
import type { Store } from '../store/openStore.ts';
import { getBlob, markNotLocal, setUploadUrl } from '../store/imaging.ts';
import type { Transfer } from './blobPlan.ts';
import type { PlatformClient } from './platformClient.ts';

/**
 * Sends one blob by tus 1.0; an interrupted one goes on from where the platform stands.
 * @throws {SyncError} unreachable | unauthorized | refused; {StoreError} when the bytes cannot be read here
 */
export async function uploadBlob(store: Store, client: PlatformClient, token: string, transfer: Transfer, signal: AbortSignal): Promise<void> {
  const { sha256, caseId } = transfer;
  const bytes = await store.blobs.read(sha256).catch((error: unknown) => {
    markNotLocal(store.db, sha256);
    throw error;
  });
  try {
    await send(store, client, token, transfer, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), signal);
  } catch (error) {
    throw translate(client, error, caseId);
  }
}

function send(store: Store, client: PlatformClient, token: string, transfer: Transfer, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const { sha256, caseId } = transfer;
  const begun = getBlob(store.db, sha256)?.uploadUrl ?? null;
  const base = new URL(client.address);
  return new Promise((done, fail) => {
    const upload = new Upload(bytes, {
      endpoint: `${base.origin}/v1/blobs`,
      // Kept as a path: the embedded platform may have another port after a start.
      uploadUrl: begun === null ? null : new URL(begun, base).href,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { sha256, caseId },
      uploadSize: bytes.length,
      chunkSize: 8 * 1024 * 1024,
      retryDelays: null,
      storeFingerprintForResuming: false,
      uploadDataDuringCreation: true,
      onUploadUrlAvailable: () => {
        if (upload.url !== null && bytes.length > 1_000_000) setUploadUrl(store.db, sha256, new URL(upload.url, base).pathname);
      },
      onSuccess: () => {
        signal.removeEventListener('abort', stop);
        done();
      },
      onError: (error) => {
        signal.removeEventListener('abort', stop);
        fail(error);
      },
    });
    const stop = (): void => {
      void upload.abort();
      fail(new SyncError('unreachable', 'The transfer was stopped; it goes on later.'));
    };
    signal.addEventListener('abort', stop, { once: true });
    upload.start();
  });
}

function translate(client: PlatformClient, error: unknown, caseId: string): unknown {
  if (!(error instanceof DetailedError)) return error instanceof SyncError ? error : client.unreachable(error);
  const status = error.originalResponse?.getStatus() ?? 0;
  const detail = { url: client.origin, status, caseId };
  if (status === 401) return new SyncError('unauthorized', `The session at ${client.origin} has ended; sign in again.`, { cause: error, detail });
  if (status === 0 || status >= 500) return client.unreachable(error);
  return new SyncError('refused', `The platform at ${client.origin} did not take an object of a case (status ${status}); it is tried again.`, { cause: error, detail });
}
