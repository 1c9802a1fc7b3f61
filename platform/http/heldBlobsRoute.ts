import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { BlobStore } from '../blobs/blobStore.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

const heldSchema = z.object({ caseId: z.uuid(), sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100) });

/**
 * POST /v1/blobs/held: which of these the asking hospital can read back in this case. Each is read through and proved by
 * its hash before the answer: a console that hears yes gives its own copy up.
 */
export function addHeldBlobsRoute(app: FastifyInstance, store: PlatformStore, blobs: BlobStore): void {
  app.post('/v1/blobs/held', async (request): Promise<{ held: string[] }> => {
    const { person } = await authenticate(store, request);
    const { caseId, sha256 } = parseShape(heldSchema, request.body, 'Held blobs');
    if (!(await store.streams.isVisible(caseId, person.hospitalId))) throw new PlatformError('not-permitted', 'This case is not open to your hospital.');
    const held: string[] = [];
    for (const hash of new Set(sha256)) {
      if ((await store.blobs.isReadable(hash, caseId, person.hospitalId)) && (await blobs.files.isWhole(hash))) held.push(hash);
    }
    return { held };
  });
}
