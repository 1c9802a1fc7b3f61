import type { FastifyInstance } from 'fastify';
import { routes } from '../../shared/platform/routes/table.ts';
import { restored, type Orderer } from '../commands/orderer.ts';
import { compareStreams, takeReturns } from '../commands/takeReturns.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** How consoles come back to a platform that was put back from an older copy. */
export function addGenerationRoutes(app: FastifyInstance, store: PlatformStore, orderer: Orderer, sealKey: Uint8Array): void {
  serveRoute(app, store, routes.generation, async ({ caller: { person }, query: { known } }) => {
    const found = await store.generations.sharedPosition(known.split(','), person.hospitalId);
    if (!found) throw new PlatformError('integrity', 'This platform has another history than the one this console was used with; check the address in the settings.');
    return { generation: await store.generations.current(), shared: found.shared, position: Math.min(found.position, await store.streams.head(person.hospitalId)), nowMs: Date.now() };
  });

  serveRoute(app, store, routes.compareStreams, ({ body: { generationId, streams } }) => compareStreams(store, generationId, streams));

  serveRoute(app, store, routes.giveBack, ({ caller: { person, session }, body }) => takeReturns(store, orderer, sealKey, { person, deviceId: session.deviceId }, body, Date.now()));

  serveRoute(app, store, routes.rejoined, async ({ caller: { person, session }, body: { generationId, ...report } }) => {
    const nowMs = Date.now();
    await store.transact(async (tx) => {
      const { id, number } = await tx.generations.current();
      if (id !== generationId) throw restored();
      await tx.generations.rejoin(number, person.hospitalId, session.deviceId, report, nowMs);
      await tx.audit.append({ atMs: nowMs, action: 'rejoined', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: id, detail: { generation: number, returned: report.returned, refused: report.refused, gaps: report.gaps.length } });
    });
    return {};
  });
}
