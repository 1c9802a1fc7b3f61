import type { FastifyInstance } from 'fastify';
import { routes } from '../../shared/platform/routes/table.ts';
import { takeReceipt } from '../commands/takeReceipt.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** Receipts of what consoles deleted, and who has confirmed. */
export function addRemovalRoutes(app: FastifyInstance, store: PlatformStore): void {
  serveRoute(app, store, routes.confirmRemoval, ({ caller: { person, session }, body }) => takeReceipt(store, person, session.deviceId, body, Date.now()));

  serveRoute(app, store, routes.removals, async ({ caller: { person }, params: { streamId } }) => {
    const found = await store.streams.record(streamId);
    if (!found || !(await store.streams.isVisible(streamId, person.hospitalId))) throw new PlatformError('not-found', 'No stream with this id is known to your hospital.');
    return store.streams.removalReport({ kind: found.kind, id: streamId });
  });
}
