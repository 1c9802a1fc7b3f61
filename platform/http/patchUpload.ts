import type { Locker } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BlobStore } from '../blobs/blobStore.ts';
import { PlatformError } from '../platformError.ts';

/**
 * The part of tus 1.0 that carries bytes, read from the request as it comes: the way by web streams costs more than
 * hashing and sealing together. A second request for the same upload ends the first, whose line is taken for broken.
 *
 * @throws {PlatformError} bad-request | not-found; {SyncError} integrity
 */
export async function patchUpload(blobs: BlobStore, locker: Locker, id: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const offset = Number(request.headers['upload-offset'] ?? Number.NaN);
  if (!Number.isSafeInteger(offset) || request.headers['content-type'] !== 'application/offset+octet-stream') throw new PlatformError('bad-request', 'A part of an upload needs Upload-Offset and its content type.');
  const { uploads } = blobs;
  const lock = locker.newLock(id);
  const waiting = new AbortController();
  request.raw.once('close', () => waiting.abort());
  await lock.lock(waiting.signal, () => void request.raw.destroy());
  let size: number | undefined;
  let reached: number;
  try {
    const upload = await uploads.getUpload(id).catch(() => null);
    if (!upload) throw new PlatformError('not-found', 'No such upload; begin it again.');
    size = upload.size;
    if (upload.offset !== offset) return await reply.code(409).header('tus-resumable', '1.0.0').send({ code: 'platform', reason: 'bad-request', message: `This upload goes on at ${upload.offset}.` });
    reached = await uploads.write(request.raw, id, offset);
  } finally {
    await lock.unlock();
  }
  if (reached === size) await blobs.finish(id);
  return reply.code(204).headers({ 'tus-resumable': '1.0.0', 'upload-offset': reached }).send();
}
