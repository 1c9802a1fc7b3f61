import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MeetingError } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { Presence } from '../../shared/platform/contract.ts';
import { parseShape } from '../parseShape.ts';
import type { IceServers } from '../rooms/iceServers.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

/** Long enough for the longest meeting, so that a console comes back after a broken line without asking again. */
export const ticketMs = 4 * 3_600_000;

/** Tickets, which are what a window may hold to enter one meeting's room, and who is in it already. */
export function addMeetingRoutes(app: FastifyInstance, store: PlatformStore, iceServers: IceServers): void {
  app.post('/v1/meetings/:id/ticket', async (request) => {
    const { session, person } = await authenticate(store, request);
    const { id, record } = await meetingFor(store, person, request.params);
    if (record.state === 'ended') throw new MeetingError('not-live', 'This meeting has ended.');
    const expiresAtMs = Date.now() + ticketMs;
    const ticket = await store.transact(async (tx) => {
      await tx.audit.append({ atMs: Date.now(), action: 'ticket', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: id, detail: {} });
      return tx.sessions.openTicket({ meetingId: id, personId: person.id, deviceId: session.deviceId }, expiresAtMs);
    });
    return { ticket, expiresAtMs, iceServers: iceServers.forPerson(person.id, expiresAtMs) };
  });
  app.get('/v1/meetings/:id/presence', async (request): Promise<Presence> => {
    const { person } = await authenticate(store, request);
    const { id, record } = await meetingFor(store, person, request.params);
    // Windows may stand open after the end; nobody is in a meeting then.
    const present = record.state === 'live' ? await store.participants.list(id) : [];
    const byPerson = new Map(present.map(({ personId, name, hospitalId }) => [personId, { personId, name, hospitalId }]));
    return { participants: [...byPerson.values()] };
  });
}

/** The meeting of a path, for people of its hospitals only. @throws {MeetingError} not-invited */
async function meetingFor(store: PlatformStore, person: Person, params: unknown): Promise<{ readonly id: string; readonly record: MeetingRecord }> {
  const { id } = parseShape(z.object({ id: z.uuid() }), params, 'Meeting');
  const found = await store.streams.record(id);
  if (found?.kind !== 'meeting' || !(await store.streams.isVisible(id, person.hospitalId))) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
  return { id, record: found.record as MeetingRecord };
}
