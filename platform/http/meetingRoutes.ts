import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MeetingError } from '../../shared/errors/appError.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import { parseShape } from '../parseShape.ts';
import type { IceServers } from '../rooms/iceServers.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

/** Long enough for the longest meeting, so that a console comes back after a broken line without asking again. */
export const ticketMs = 4 * 3_600_000;

/** Tickets: what a window may hold to enter one meeting's room. */
export function addMeetingRoutes(app: FastifyInstance, store: PlatformStore, iceServers: IceServers): void {
  app.post('/v1/meetings/:id/ticket', (request) => {
    const { session, person } = authenticate(store, request);
    const { id } = parseShape(z.object({ id: z.uuid() }), request.params, 'Meeting');
    const found = store.streams.record(id);
    if (found?.kind !== 'meeting' || !store.streams.isVisible(id, person.hospitalId)) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
    if ((found.record as MeetingRecord).state === 'ended') throw new MeetingError('not-live', 'This meeting has ended.');
    const expiresAtMs = Date.now() + ticketMs;
    const ticket = store.transact(() => {
      store.audit.append({ atMs: Date.now(), action: 'ticket', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: id, detail: {} });
      return store.sessions.openTicket({ meetingId: id, personId: person.id, deviceId: session.deviceId }, expiresAtMs);
    });
    return { ticket, expiresAtMs, iceServers: iceServers.forPerson(person.id, expiresAtMs) };
  });
}
