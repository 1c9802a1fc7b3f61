import type { FastifyInstance } from 'fastify';
import { packBytes, packContentType, type PackAnswer } from '../../shared/blob/pack.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import type { BlobStore } from '../blobs/blobStore.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { readPack } from './readPack.ts';
import { serveRoute } from './serveRoute.ts';

/** More than this in one request is refused: a pack that breaks is sent again from its beginning. */
const largestPack = 2 * packBytes;

/** POST /v1/blobs/pack: small blobs together, each kept or refused by itself. */
export function addBlobPackRoute(app: FastifyInstance, store: PlatformStore, blobs: BlobStore): void {
  app.addContentTypeParser(packContentType, (_request, _payload, done) => done(null));
  serveRoute(app, store, routes.packBlobs, async ({ caller: { person }, request }) => {
    if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) > largestPack) throw new PlatformError('bad-request', 'The pack of objects is too large; send fewer at once.');
    const visible = new Map<string, boolean>();
    const isVisible = async (caseId: string): Promise<boolean> => {
      const known = visible.get(caseId) ?? (await store.streams.isVisible(caseId, person.hospitalId));
      visible.set(caseId, known);
      return known;
    };
    const refused: PackAnswer['refused'] = [];
    const pack = blobs.beginPack();
    try {
      for await (const { head: { sha256, caseId }, bytes } of readPack(request.raw)) {
        if (await isVisible(caseId)) await pack.add({ sha256, caseId, hospitalId: person.hospitalId, personId: person.id }, bytes);
        else refused.push({ sha256, reason: 'not-permitted', message: 'This case is not known as yours; send its commands first.' });
      }
      const answer = await pack.keep();
      return { kept: answer.kept, refused: [...refused, ...answer.refused] };
    } catch (error) {
      await pack.discard();
      throw error;
    }
  });
}
