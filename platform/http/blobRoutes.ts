import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { MemoryLocker, Server as TusServer } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppError, SyncError, toErrorShape } from '../../shared/errors/appError.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import type { BlobStore } from '../blobs/blobStore.ts';
import { translateDiskError } from '../diskErrors.ts';
import { httpStatusOf, PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Caller } from './access.ts';
import { addBlobPackRoute } from './blobPackRoute.ts';
import { addHeldBlobsRoute } from './heldBlobsRoute.ts';
import { patchUpload } from './patchUpload.ts';
import { parseRange } from './parseRange.ts';
import { readToEnd } from './readToEnd.ts';
import { serveRoute } from './serveRoute.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const metadataSchema = z.object({ sha256: sha256Schema, caseId: z.uuid() });
/** Larger than any study object a console sends. */
const maximumBytes = 8 * 1024 ** 3;

/** Resumable uploads (tus 1.0), the question what is missing, and downloads with ranges. */
export function addBlobRoutes(app: FastifyInstance, store: PlatformStore, blobs: BlobStore): void {
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  readToEnd(app);

  serveRoute(app, store, routes.missingBlobs, async ({ caller: { person }, body: { sha256 } }) => {
    const asked = [...new Set(sha256)];
    const known = await store.blobs.knownTo(asked, person.hospitalId);
    return { missing: asked.filter((hash) => !known.has(hash)) };
  });

  serveRoute(app, store, routes.readBlob, async ({ caller: { session, person }, params: { id: sha256 }, query: { case: caseId }, request, reply }) => {
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

  const byTus = (caller: Caller, { raw }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    callers.set(raw, caller);
    reply.hijack();
    return tus.handle(raw, reply.raw);
  };
  const assertOwn = async ({ person }: Caller, id: string): Promise<void> => {
    const claim = await blobs.uploads.claim(id);
    if (claim?.hospitalId !== person.hospitalId) throw new PlatformError('not-found', 'No such upload; begin it again.');
  };

  serveRoute(app, store, routes.createUpload, ({ caller, request, reply }) => byTus(caller, request, reply));
  serveRoute(app, store, routes.continueUpload, async ({ caller, params: { id }, request, reply }) => {
    await assertOwn(caller, id);
    return patchUpload(blobs, locker, id, request, reply);
  });
  serveRoute(app, store, routes.dropUpload, async ({ caller, params: { id }, request, reply }) => {
    await assertOwn(caller, id);
    return byTus(caller, request, reply);
  });
  serveRoute(app, store, routes.uploadState, async ({ caller, params: { id }, request, reply }) => {
    const finished = await settle(blobs, id);
    if (finished !== undefined) return reply.headers({ 'tus-resumable': '1.0.0', 'upload-offset': finished, 'upload-length': finished, 'cache-control': 'no-store' }).send();
    await assertOwn(caller, id);
    return byTus(caller, request, reply);
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
    onResponseError: (_request, thrown) => {
      const error = translateDiskError(thrown, blobs.dataDir);
      return error instanceof AppError ? answerOf(error) : undefined;
    },
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
const tusError = (error: PlatformError | SyncError, status = httpStatusOf(error)): Error => Object.assign(new Error(error.message), answerOf(error, status));
const answerOf = (error: AppError, status = httpStatusOf(error)) => ({ status_code: status, body: JSON.stringify(toErrorShape(error)) });
