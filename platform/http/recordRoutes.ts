import type { FastifyInstance, FastifyRequest } from 'fastify';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { agreeProtocol, protocols, type ProtocolRange } from '../../shared/sync/negotiate.ts';
import { feedPage } from '../commands/feedPage.ts';
import type { Orderer } from '../commands/orderer.ts';
import { commandRate, holdBack, TokenBuckets, type Rate } from '../operate/rateLimits.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** A console asks every few seconds; when it did is written down to the minute. */
const seenAgainMs = 60_000;

/** Commands in, feed out, and the digest by which two stores are compared. */
export function addRecordRoutes(app: FastifyInstance, store: PlatformStore, orderer: Orderer, sealKey: Uint8Array, rate: Rate = commandRate): void {
  const buckets = new TokenBuckets(rate);
  const readers = new Map<string, number>();

  serveRoute(app, store, routes.protocol, ({ body }) => ({ version: assertSpoken(body) }));

  serveRoute(app, store, routes.pushCommands, async ({ caller: { person }, body: { commands, generation } }) => {
    // Of an account, whatever consoles and addresses it comes by; each node counts for itself.
    holdBack(buckets.take(person.id, commands.length, performance.now()), 'commands', 'This account');
    const outcomes = await (generation === undefined ? orderer.push(commands, person) : orderer.pushInto(generation, commands, person));
    return { outcomes, nowMs: Date.now() };
  }, assertStated);

  serveRoute(app, store, routes.feed, async ({ caller: { person, session }, query }) => {
    const reader = `${person.hospitalId}/${session.deviceId}`;
    // Before it is given anything: whoever may hold a copy is asked for a receipt when the stream leaves the hospital.
    const nowMs = Date.now();
    if (nowMs - (readers.get(reader) ?? 0) > seenAgainMs) {
      await store.streams.seeConsole(person.hospitalId, session.deviceId, nowMs);
      readers.set(reader, nowMs);
    }
    return feedPage(store, person.hospitalId, query, sealKey);
  });

  serveRoute(app, store, routes.digest, async ({ caller: { person }, params: { kind, id } }) => {
    const found = await store.streams.record(id);
    if (found?.kind !== kind || !(await store.streams.isVisible(id, person.hospitalId))) throw new PlatformError('not-found', `No ${kind} with this id is known to your hospital.`);
    return { version: found.version, digest: digestRecord(found.record) };
  });
}

/** Before the shape of a push is looked at: what an older or newer console sends need not have the shape of today. */
function assertStated({ body }: Pick<FastifyRequest, 'body'>): void {
  const stated = Number((body as { protocolVersion?: unknown } | null)?.protocolVersion);
  assertSpoken({ min: stated, max: stated });
}

/** The protocol both speak. @throws {PlatformError} protocol-version, saying which side has to be updated */
function assertSpoken(console: ProtocolRange): number {
  const agreed = agreeProtocol(console, protocols);
  if ('version' in agreed && Number.isInteger(agreed.version)) return agreed.version;
  const mustUpdate = 'mustUpdate' in agreed ? agreed.mustUpdate : 'console';
  const spoken = `The console speaks protocol ${console.min === console.max ? console.max : `${console.min} to ${console.max}`}, the platform ${protocols.min} to ${protocols.max}`;
  throw new PlatformError('protocol-version', mustUpdate === 'console' ? `${spoken}; update the console.` : `${spoken}; the platform has to be updated by its administrator. Work goes on here meanwhile.`, { detail: { mustUpdate } });
}
