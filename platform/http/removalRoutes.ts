import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { removalReceiptSchema } from '../../shared/sync/protocol.ts';
import { takeReceipt } from '../commands/takeReceipt.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

/** Receipts of what consoles deleted, and who has confirmed. */
export function addRemovalRoutes(app: FastifyInstance, store: PlatformStore): void {
  app.post('/v1/removals', { bodyLimit: 8 * 1024 * 1024 }, async (request) => {
    const { person, session } = await authenticate(store, request);
    return takeReceipt(store, person, session.deviceId, parseShape(removalReceiptSchema, request.body, 'Receipt'), Date.now());
  });

  app.get('/v1/removals/:streamId', async (request) => {
    const { person } = await authenticate(store, request);
    const { streamId } = parseShape(z.object({ streamId: z.uuid() }), request.params, 'Stream');
    const found = await store.streams.record(streamId);
    if (!found || !(await store.streams.isVisible(streamId, person.hospitalId))) throw new PlatformError('not-found', 'No stream with this id is known to your hospital.');
    return store.streams.removalReport({ kind: found.kind, id: streamId });
  });
}
