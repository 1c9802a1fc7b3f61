import type { FastifyInstance } from 'fastify';
import { MeetingError } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { holdSessions } from '../accounts/tokens.ts';
import { PlatformError } from '../platformError.ts';
import type { IceServers } from '../rooms/iceServers.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** Long enough for the longest meeting, so that a console comes back after a broken line without asking again. */
export const ticketMs = 4 * 3_600_000;

/** Tickets, which are what a window may hold to enter one meeting's room, and who is in it already. */
export function addMeetingRoutes(app: FastifyInstance, store: PlatformStore, iceServers: IceServers): void {
  serveRoute(app, store, routes.ticket, async ({ caller: { session, person }, params: { id } }) => {
    const record = await meetingFor(store, person, id);
    if (record.state === 'ended') throw new MeetingError('not-live', 'This meeting has ended.');
    const expiresAtMs = Date.now() + ticketMs;
    const ticket = await store.transact(async (tx) => {
      await holdSessions(tx, person.id);
      if (!(await tx.sessions.isOpen(session.tokenSha256))) throw new PlatformError('unauthorized', 'The session has ended; sign in again.');
      await tx.audit.append({ atMs: Date.now(), action: 'ticket', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: id, detail: {} });
      return tx.sessions.openTicket({ meetingId: id, personId: person.id, deviceId: session.deviceId }, expiresAtMs);
    });
    return { ticket, expiresAtMs, iceServers: iceServers.forPerson(person.id, expiresAtMs) };
  });
  serveRoute(app, store, routes.presence, async ({ caller: { person }, params: { id } }) => {
    const record = await meetingFor(store, person, id);
    // Windows may stand open after the end; nobody is in a meeting then.
    const present = record.state === 'live' ? await store.participants.list(id) : [];
    const byPerson = new Map(present.map(({ personId, name, hospitalId }) => [personId, { personId, name, hospitalId }]));
    return { participants: [...byPerson.values()] };
  });
}

/** The meeting, for people of its hospitals only. @throws {MeetingError} not-invited */
async function meetingFor(store: PlatformStore, person: Person, id: string): Promise<MeetingRecord> {
  const found = await store.streams.record(id);
  if (found?.kind !== 'meeting' || !(await store.streams.isVisible(id, person.hospitalId))) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
  return found.record as MeetingRecord;
}
