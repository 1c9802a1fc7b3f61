import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';

const uploadRoutes: ReadonlySet<string> = new Set(['/v1/blobs', '/v1/blobs/:id', '/v1/blobs/pack']);
const uploadMethods: ReadonlySet<string> = new Set(['POST', 'PATCH']);

const isUpload = ({ method, routeOptions: { url } }: FastifyRequest): boolean => uploadMethods.has(method) && uploadRoutes.has(url ?? '');
const isDownload = ({ method, routeOptions: { url } }: FastifyRequest): boolean => method === 'GET' && url === '/v1/blobs/:id';

/** tus says where an upload stands before and after a request; a pack states its length. */
function takenBytes({ headers }: FastifyRequest, reply: FastifyReply): number {
  const end = Number(reply.raw.getHeader('upload-offset') ?? headers['content-length'] ?? 0);
  return Math.max(0, end - Number(headers['upload-offset'] ?? 0));
}

/** Bytes of images and documents that came in and went out, as their requests and answers state them, and uploads under way. */
export function addTransferMetrics(app: FastifyInstance, registers: Registry[]): void {
  const bytes = new Counter({ name: 'mdt_blob_bytes_total', help: 'Bytes of answered blob requests; out: as the answer states them, sent or cut off', labelNames: ['direction'], registers });
  const open = new Gauge({ name: 'mdt_uploads_open', help: 'Upload requests under way', registers });
  for (const direction of ['in', 'out']) bytes.inc({ direction }, 0);
  app.addHook('onRequest', (request, reply, done) => {
    if (isUpload(request)) {
      open.inc();
      // Comes at the end of every connection, answered or cut off.
      reply.raw.once('close', () => open.dec());
    }
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const isTaken = reply.raw.statusCode < 300;
    if (isTaken && isUpload(request)) bytes.inc({ direction: 'in' }, takenBytes(request, reply));
    if (isTaken && isDownload(request)) bytes.inc({ direction: 'out' }, Number(reply.raw.getHeader('content-length') ?? 0));
    done();
  });
}
