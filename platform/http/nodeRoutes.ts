import type { FastifyInstance } from 'fastify';
import type { NodesResponse } from '../../shared/platform/contract.ts';
import { nodeTiming } from '../nodes/registerNode.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

/** The living nodes of this platform: a console that cannot reach one asks the next. */
export function addNodeRoutes(app: FastifyInstance, store: PlatformStore): void {
  app.get('/v1/nodes', async (request): Promise<NodesResponse> => {
    await authenticate(store, request);
    return { nodes: (await store.nodes.alive(Date.now() - nodeTiming.deadMs)).map(({ url }) => ({ url })) };
  });
}
