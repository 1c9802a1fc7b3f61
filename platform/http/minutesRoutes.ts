import type { FastifyInstance } from 'fastify';
import { encodeMinutes } from '../../shared/minutes/document.ts';
import type { MinutesNews } from '../../shared/platform/minutesContract.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { PushRate } from '../minutes/pushRate.ts';
import { documentOf } from '../minutes/readMinutes.ts';
import { takeMinutes } from '../minutes/takeMinutes.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** Changes of minutes in, what is missing out; `tell` passes news on to the consoles of these hospitals. */
export function addMinutesRoutes(app: FastifyInstance, store: PlatformStore, tell: (hospitalIds: readonly string[], news: MinutesNews) => void): void {
  const rate = new PushRate();

  serveRoute(app, store, routes.pushMinutes, async ({ caller, params: { caseId }, body: { updates } }) => {
    rate.take(caller.person.id, updates.length);
    const { results, news, audience } = await store.transact((tx) => takeMinutes(tx, caller, caseId, updates, Date.now()));
    for (const entry of news) tell(audience, entry);
    return { results, nowMs: Date.now() };
  });

  serveRoute(app, store, routes.readMinutes, async ({ caller: { person }, params: { caseId }, query: { vector } }) => {
    if (!(await store.streams.isVisible(caseId, person.hospitalId))) throw new PlatformError('not-found', 'No case with this id is known to your hospital.');
    const parts = await store.minutes.parts(caseId);
    return {
      update: Buffer.from(missingOf(documentOf(parts), vector)).toString('base64'), position: parts.position, nowMs: Date.now(),
      late: parts.updates.filter(({ isLate }) => isLate).map(({ sha256, personId, personName, atMs, bytes }) => ({ sha256, personId, personName, atMs, update: Buffer.from(bytes).toString('base64') })),
    };
  });

  serveRoute(app, store, routes.minutesHeads, async ({ caller: { person }, query: { since } }) => {
    return { heads: await store.minutes.heads(person.hospitalId, since), nowMs: Date.now() };
  });
}

/** @throws {PlatformError} bad-request for bytes that are no state vector */
function missingOf(document: ReturnType<typeof documentOf>, vector: string | undefined): Uint8Array {
  try {
    return encodeMinutes(document, vector ? new Uint8Array(Buffer.from(vector, 'base64url')) : undefined);
  } catch (cause) {
    throw new PlatformError('bad-request', 'Minutes: vector is not a state vector.', { cause });
  }
}
