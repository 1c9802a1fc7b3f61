import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { streamSchema } from '../../shared/mdt/command.ts';
import { protocolVersion, pushRequestSchema } from '../../shared/sync/protocol.ts';
import type { Orderer } from '../commands/orderer.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

const feedQuerySchema = z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(200) });

/** Commands in, feed out, and the digest by which two stores are compared. */
export function addRecordRoutes(app: FastifyInstance, store: PlatformStore, orderer: Orderer): void {
  app.post('/v1/commands', { bodyLimit: 16 * 1024 * 1024 }, async (request) => {
    const { person } = await authenticate(store, request);
    const stated = (request.body as { protocolVersion?: unknown } | null)?.protocolVersion;
    if (stated !== protocolVersion) {
      throw new PlatformError('protocol-version', `The console speaks protocol ${typeof stated === 'number' ? stated : 'unknown'}, the platform ${protocolVersion}; update the older of the two.`);
    }
    const { commands } = parseShape(pushRequestSchema, request.body, 'Commands');
    return { outcomes: await orderer.push(commands, person), nowMs: Date.now() };
  });

  app.get('/v1/feed', async (request) => {
    const { person } = await authenticate(store, request);
    const { after, limit } = parseShape(feedQuerySchema, request.query, 'Feed');
    return { entries: await store.streams.feed(person.hospitalId, after, limit), head: await store.streams.head(person.hospitalId), nowMs: Date.now() };
  });

  app.get('/v1/streams/:kind/:id/digest', async (request) => {
    const { person } = await authenticate(store, request);
    const { kind, id } = parseShape(streamSchema, request.params, 'Stream');
    const found = await store.streams.record(id);
    if (found?.kind !== kind || !(await store.streams.isVisible(id, person.hospitalId))) throw new PlatformError('not-found', `No ${kind} with this id is known to your hospital.`);
    return { version: found.version, digest: digestRecord(found.record) };
  });
}
