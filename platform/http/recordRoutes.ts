import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { streamSchema } from '../../shared/mdt/command.ts';
import { agreeProtocol, protocols, type ProtocolRange } from '../../shared/sync/negotiate.ts';
import { protocolRequestSchema, pushRequestSchema } from '../../shared/sync/protocol.ts';
import { feedPage } from '../commands/feedPage.ts';
import type { Orderer } from '../commands/orderer.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

const feedQuerySchema = z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(200), protocol: z.coerce.number().int().min(1).default(1) });

/** Commands in, feed out, and the digest by which two stores are compared. */
export function addRecordRoutes(app: FastifyInstance, store: PlatformStore, orderer: Orderer): void {
  const readers = new Set<string>();

  app.post('/v1/protocol', (request) => ({ version: assertSpoken(parseShape(protocolRequestSchema, request.body, 'Protocol')) }));

  app.post('/v1/commands', { bodyLimit: 16 * 1024 * 1024 }, async (request) => {
    const { person } = await authenticate(store, request);
    const stated = (request.body as { protocolVersion?: unknown } | null)?.protocolVersion;
    assertSpoken({ min: Number(stated), max: Number(stated) });
    const { commands } = parseShape(pushRequestSchema, request.body, 'Commands');
    return { outcomes: await orderer.push(commands, person), nowMs: Date.now() };
  });

  app.get('/v1/feed', async (request) => {
    const { person, session } = await authenticate(store, request);
    const query = parseShape(feedQuerySchema, request.query, 'Feed');
    const reader = `${person.hospitalId}/${session.deviceId}`;
    // Before it is given anything: whoever may hold a copy is asked for a receipt when the stream leaves the hospital.
    if (!readers.has(reader)) await store.streams.seeConsole(person.hospitalId, session.deviceId, Date.now());
    readers.add(reader);
    return feedPage(store, person.hospitalId, query);
  });

  app.get('/v1/streams/:kind/:id/digest', async (request) => {
    const { person } = await authenticate(store, request);
    const { kind, id } = parseShape(streamSchema, request.params, 'Stream');
    const found = await store.streams.record(id);
    if (found?.kind !== kind || !(await store.streams.isVisible(id, person.hospitalId))) throw new PlatformError('not-found', `No ${kind} with this id is known to your hospital.`);
    return { version: found.version, digest: digestRecord(found.record) };
  });
}

/** The protocol both speak. @throws {PlatformError} protocol-version, saying which side has to be updated */
function assertSpoken(console: ProtocolRange): number {
  const agreed = agreeProtocol(console, protocols);
  if ('version' in agreed && Number.isInteger(agreed.version)) return agreed.version;
  const mustUpdate = 'mustUpdate' in agreed ? agreed.mustUpdate : 'console';
  const spoken = `The console speaks protocol ${console.min === console.max ? console.max : `${console.min} to ${console.max}`}, the platform ${protocols.min} to ${protocols.max}`;
  throw new PlatformError('protocol-version', mustUpdate === 'console' ? `${spoken}; update the console.` : `${spoken}; the platform has to be updated by its administrator. Work goes on here meanwhile.`, { detail: { mustUpdate } });
}
