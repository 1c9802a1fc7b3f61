import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { MemoryLocker, Server as TusServer } from '@tus/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { SyncError, toErrorShape } from '../../shared/errors/appError.ts';
import type { BlobStore } from '../blobs/blobStore.ts';
import { parseShape } from '../parseShape.ts';
import { httpStatusOf, PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate, type Caller } from './access.ts';
import { addBlobPackRoute } from './blobPackRoute.ts';
import { addHeldBlobsRoute } from './heldBlobsRoute.ts';
import { patchUpload } from './patchUpload.ts';
import { parseRange } from './parseRange.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const missingSchema = z.object({ sha256: z.array(sha256Schema).max(20_000) });
const metadataSchema = z.object({ sha256: sha256Schema, caseId: z.uuid() });
/** Larger than any study object a console sends. */
const maximumBytes = 8 * 1024 ** 3;

/** Resumable uploads (tus 1.0), the question what is missing, and downloads with ranges. */
export function addBlobRoutes(app: FastifyInstance, store: PlatformStore, blobs: BlobStore): void {
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));

  app.post('/v1/blobs/missing', { bodyLimit: 4 * 1024 * 1024 }, async (request) => {
    const { person } = await authenticate(store, request);
    const { sha256 } = parseShape(missingSchema, request.body, 'Missing blobs');
    const asked = [...new Set(sha256)];
    const known = await store.blobs.knownTo(asked, person.hospitalId);
    return { missing: asked.filter((hash) => !known.has(hash)) };
  });

  app.get<{ Params: { sha256: string }; Querystring: { case?: string } }>('/v1/blobs/:sha256', async (request, reply) => {
    const { session, person } = await authenticate(store, request);
    const sha256 = parseShape(sha256Schema, request.params.sha256, 'Blob');
    const caseId = parseShape(z.uuid(), request.query.case, 'Blob: case');
    if (!(await store.streams.isVisible(caseId, person.hospitalId))) throw new PlatformError('not-permitted', 'This case is not open to your hospital.');
    const found = (await store.blobs.isReadable(sha256, caseId, person.hospitalId)) ? await store.blobs.find(sha256) : undefined;
    if (!found) throw new PlatformError('not-found', 'These bytes are not stored for this case yet; ask again later.');
    const range = parseRange(request.headers.range, found.byteLength);
    const [start, end] = range ?? [0, found.byteLength];
    await store.audit.append({
      atMs: Date.now(), action: 'blobRead', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: caseId, detail: { sha256, start, end },
    });
    if (range) void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${found.byteLength}`);
    return reply.header('accept-ranges', 'bytes').header('etag', `"${sha256}"`).header('cache-control', 'private, no-store').header('content-length', end - start)
      .type('application/octet-stream').send(Readable.from(blobs.files.read(sha256, start, end)));
  });

  addBlobPackRoute(app, store, blobs);
  addHeldBlobsRoute(app, store, blobs);

  const callers = new WeakMap<IncomingMessage, Caller>();
  const locker = new MemoryLocker();
  const tus = createTus(store, blobs, callers, locker);

  app.route({
    method: 'POST', url: '/v1/blobs',
    handler: async (request, reply) => {
      callers.set(request.raw, await authenticate(store, request));
      reply.hijack();
      return tus.handle(request.raw, reply.raw);
    },
  });
  const callerOfUpload = async (request: FastifyRequest, id: string): Promise<Caller> => {
    const caller = await authenticate(store, request);
    const claim = await blobs.uploads.claim(id);
    if (claim?.hospitalId !== caller.person.hospitalId) throw new PlatformError('not-found', 'No such upload; begin it again.');
    return caller;
  };

  app.patch<{ Params: { id: string } }>('/v1/blobs/:id', async (request, reply) => {
    const id = parseShape(z.uuid(), request.params.id, 'Upload');
    await callerOfUpload(request, id);
    return patchUpload(blobs, locker, id, request, reply);
  });
  app.route<{ Params: { id: string } }>({
    method: ['HEAD', 'DELETE'], url: '/v1/blobs/:id',
    handler: async (request, reply) => {
      const id = parseShape(z.uuid(), request.params.id, 'Upload');
      await authenticate(store, request);
      const finished = request.method === 'HEAD' ? await settle(blobs, id) : undefined;
      if (finished !== undefined) {
        return reply.headers({ 'tus-resumable': '1.0.0', 'upload-offset': finished, 'upload-length': finished, 'cache-control': 'no-store' }).send();
      }
      callers.set(request.raw, await callerOfUpload(request, id));
      reply.hijack();
      return tus.handle(request.raw, reply.raw);
    },
  });
}

/** Length of an upload that is finished; one that is complete but was not proved, because something broke then, is proved now. */
async function settle(blobs: BlobStore, id: string): Promise<number | undefined> {
  const upload = await blobs.uploads.getUpload(id).catch(() => null);
  if (upload && upload.offset === upload.size) await blobs.finish(id);
  return await blobs.finishedLength(id);
}

/** tus finds the caller of a request by its raw message; its errors leave as an ErrorShape like all others. */
function createTus(store: PlatformStore, blobs: BlobStore, callers: WeakMap<IncomingMessage, Caller>, locker: MemoryLocker): TusServer {
  return new TusServer({
    path: '/v1/blobs',
    datastore: blobs.uploads,
    locker,
    relativeLocation: true,
    maxSize: maximumBytes,
    allowedOrigins: () => false,
    namingFunction: () => uuidv7(),
    onUploadCreate: async (request, upload) => {
      const raw = request.runtime?.node?.req as IncomingMessage | undefined;
      const caller = raw && callers.get(raw);
      if (!caller) throw tusError(new PlatformError('unauthorized', 'Sign in again.'));
      const parsed = metadataSchema.safeParse(upload.metadata);
      if (!parsed.success || upload.size === undefined) throw tusError(new PlatformError('bad-request', 'An upload needs its length and the metadata sha256 and caseId.'));
      const { hospitalId, id: personId } = caller.person;
      if (!(await store.streams.isVisible(parsed.data.caseId, hospitalId))) throw tusError(new PlatformError('not-permitted', 'This case is not known as yours; send its commands first.'));
      const isWhole = request.headers.get('content-type') === 'application/offset+octet-stream' && Number(request.headers.get('content-length')) === upload.size;
      if (isWhole) blobs.uploads.expectWhole(upload.id);
      return { metadata: { ...parsed.data, hospitalId, personId } };
    },
    onUploadFinish: async (_request, upload) => {
      try {
        await blobs.finish(upload.id);
      } catch (error) {
        throw error instanceof SyncError ? tusError(error, 409) : error;
      }
      return {};
    },
  });
}

/** tus takes a status and a body from what is thrown. */
const tusError = (error: PlatformError | SyncError, status = httpStatusOf(error)): Error =>
  Object.assign(new Error(error.message), { status_code: status, body: JSON.stringify(toErrorShape(error)) });
