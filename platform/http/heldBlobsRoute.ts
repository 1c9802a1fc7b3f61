import type { FastifyInstance } from 'fastify';
import { routes } from '../../shared/platform/routes/table.ts';
import type { BlobStore } from '../blobs/blobStore.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/**
 * POST /v1/blobs/held: which of these the asking hospital can read back in this case. Each is read through and proved by
 * its hash before the answer: a console that hears yes gives its own copy up.
 */
export function addHeldBlobsRoute(app: FastifyInstance, store: PlatformStore, blobs: BlobStore): void {
  serveRoute(app, store, routes.heldBlobs, async ({ caller: { person }, body: { caseId, sha256 } }) => {
    if (!(await store.streams.isVisible(caseId, person.hospitalId))) throw new PlatformError('not-permitted', 'This case is not open to your hospital.');
    const held: string[] = [];
    for (const hash of new Set(sha256)) {
      if ((await store.blobs.isReadable(hash, caseId, person.hospitalId)) && (await blobs.files.isWhole(hash))) held.push(hash);
    }
    return { held };
  });
}
