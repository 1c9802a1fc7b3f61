import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { encodeMinutes } from '../../shared/minutes/document.ts';
import { pushMinutesBytes, pushMinutesSchema, type MinutesDiff, type MinutesNews, type PushedMinutes } from '../../shared/platform/minutesContract.ts';
import { PushRate } from '../minutes/pushRate.ts';
import { documentOf } from '../minutes/readMinutes.ts';
import { takeMinutes } from '../minutes/takeMinutes.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

const paramsSchema = z.object({ caseId: z.uuid() });
const vectorSchema = z.object({ vector: z.string().max(60_000).regex(/^[\w-]*$/).optional() });
const sinceSchema = z.object({ since: z.coerce.number().min(0).default(0) });

/** Changes of minutes in, what is missing out; `tell` passes news on to the consoles of these hospitals. */
export function addMinutesRoutes(app: FastifyInstance, store: PlatformStore, tell: (hospitalIds: readonly string[], news: MinutesNews) => void): void {
  const rate = new PushRate();

  app.post('/v1/minutes/:caseId', { bodyLimit: 2 * pushMinutesBytes }, async (request): Promise<PushedMinutes> => {
    const caller = await authenticate(store, request);
    const { caseId } = parseShape(paramsSchema, request.params, 'Minutes');
    const { updates } = parseShape(pushMinutesSchema, request.body, 'Minutes');
    rate.take(caller.person.id, updates.length);
    const { results, news, audience } = await store.transact((tx) => takeMinutes(tx, caller, caseId, updates, Date.now()));
    for (const entry of news) tell(audience, entry);
    return { results, nowMs: Date.now() };
  });

  app.get('/v1/minutes/:caseId', async (request): Promise<MinutesDiff> => {
    const { person } = await authenticate(store, request);
    const { caseId } = parseShape(paramsSchema, request.params, 'Minutes');
    const { vector } = parseShape(vectorSchema, request.query, 'Minutes');
    if (!(await store.streams.isVisible(caseId, person.hospitalId))) throw new PlatformError('not-found', 'No case with this id is known to your hospital.');
    const parts = await store.minutes.parts(caseId);
    return {
      update: Buffer.from(missingOf(documentOf(parts), vector)).toString('base64'), position: parts.position, nowMs: Date.now(),
      late: parts.updates.filter(({ isLate }) => isLate).map(({ sha256, personId, personName, atMs, bytes }) => ({ sha256, personId, personName, atMs, update: Buffer.from(bytes).toString('base64') })),
    };
  });

  app.get('/v1/minutes', async (request) => {
    const { person } = await authenticate(store, request);
    const { since } = parseShape(sinceSchema, request.query, 'Minutes');
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
