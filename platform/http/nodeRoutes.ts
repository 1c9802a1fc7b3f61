import type { FastifyInstance } from 'fastify';
import { routes } from '../../shared/platform/routes/table.ts';
import { nodeTiming } from '../nodes/registerNode.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** The living nodes of this platform: a console that cannot reach one asks the next. */
export function addNodeRoutes(app: FastifyInstance, store: PlatformStore): void {
  serveRoute(app, store, routes.nodes, async () => ({ nodes: (await store.nodes.alive(Date.now() - nodeTiming.deadMs)).map(({ url }) => ({ url })) }));
}
