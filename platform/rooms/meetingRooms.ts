import type { Server, Socket } from 'socket.io';
import type { z } from 'zod';
import { MeetingError, toErrorShape } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import { parseShape } from '../parseShape.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Ticket } from '../store/sessions.ts';
import type { Attendance } from './attendance.ts';
import { Room } from './room.ts';
import { requestSchemas, type ClientEvents, type RequestName, type ServerEvents } from './roomEvents.ts';

export type IoServer = Server<ClientEvents, ServerEvents>;
export type IoSocket = Socket<ClientEvents, ServerEvents>;
type Handlers = { [K in RequestName]: (request: z.infer<(typeof requestSchemas)[K]>) => unknown };

/** All rooms of this platform, joined to their sockets. */
export class MeetingRooms {
  private readonly io: IoServer;
  private readonly store: PlatformStore;
  private readonly attendance: Attendance;
  private readonly graceMs: number;
  private readonly rooms = new Map<string, Room>();
  private readonly sweep: NodeJS.Timeout;

  constructor(io: IoServer, store: PlatformStore, attendance: Attendance, graceMs: number) {
    this.io = io;
    this.store = store;
    this.attendance = attendance;
    this.graceMs = graceMs;
    this.sweep = setInterval(() => this.expirePresenters(), Math.min(1000, graceMs));
  }

  stop(): void {
    clearInterval(this.sweep);
  }

  /** Who is in a meeting's room now, one entry a console; asking makes no room. */
  participantsOf(meetingId: string): readonly Participant[] {
    return this.rooms.get(meetingId)?.participants ?? [];
  }

  /** Serves a socket that came with a ticket. */
  serve(socket: IoSocket, ticket: Ticket): void {
    const room = this.roomOf(ticket.meetingId);
    const handlers = this.handlersOf(socket, ticket, room);
    for (const name of Object.keys(requestSchemas) as RequestName[]) {
      socket.on(name, (payload: unknown, acknowledge?: Parameters<ClientEvents[RequestName]>[1]) => {
        try {
          const request = parseShape(requestSchemas[name] as z.ZodType, payload ?? undefined, name);
          const value = (handlers[name] as (request: unknown) => unknown)(request);
          acknowledge?.({ ok: true, value });
        } catch (error) {
          acknowledge?.({ ok: false, error: toErrorShape(error) });
        }
      });
    }
    socket.on('disconnect', () => {
      if (!room.participants.some((participant) => participant.peerId === socket.id)) return;
      room.remove(socket.id, false, Date.now());
      this.attendance.lost(room.meetingId, ticket.deviceId);
      this.tellParticipants(room);
    });
  }

  private handlersOf(socket: IoSocket, ticket: Ticket, room: Room): Handlers {
    const isChair = (): boolean => this.personOf(ticket, room).roles.includes('chair') && this.meetingOf(ticket).hostHospitalId === this.personOf(ticket, room).hospitalId;
    return {
      'room:join': (state) => this.join(socket, ticket, room, state),
      'room:state': (state) => {
        room.update(socket.id, state);
        this.tellParticipants(room);
        return {};
      },
      'room:leave': () => {
        room.self(socket.id);
        const { isPresenterChanged } = room.remove(socket.id, true, Date.now());
        void socket.leave(channelOf(room));
        this.attendance.left(room.meetingId, ticket.deviceId);
        this.tellParticipants(room);
        if (isPresenterChanged) this.tellPresenter(room);
        return {};
      },
      signal: ({ to, data }) => {
        room.self(socket.id);
        this.io.to(room.peer(to).peerId).emit('signal', { from: socket.id, data });
        return {};
      },
      relay: ({ to, message }) => {
        const target = to === null ? null : room.peer(to).peerId;
        room.pass(socket.id, message);
        const out = target === null ? socket.to(channelOf(room)) : this.io.to(target);
        (message.kind === 'pointer' ? out.volatile : out).emit('relay', { from: socket.id, message });
        return {};
      },
      'presenter:take': () => {
        const self = room.self(socket.id);
        const taken = room.take(socket.id, isChair());
        if (taken.granted) return this.tellPresenter(room);
        if (taken.holder) this.io.to(taken.holder.peerId).emit('presenter:requested', { personId: self.personId, deviceId: self.deviceId, name: self.name });
        return { requested: true };
      },
      'presenter:give': ({ deviceId }) => {
        room.give(socket.id, isChair(), deviceId);
        return this.tellPresenter(room);
      },
    };
  }

  private join(socket: IoSocket, ticket: Ticket, room: Room, state: Pick<Participant, 'hasCamera' | 'isMuted'>): unknown {
    const meeting = this.meetingOf(ticket);
    const person = this.personOf(ticket, room);
    if (meeting.state !== 'live') {
      throw new MeetingError('not-live', meeting.state === 'planned' ? 'The meeting is not open yet; the chair opens it.' : 'The meeting has ended.');
    }
    const self: Participant = {
      peerId: socket.id, deviceId: ticket.deviceId, personId: person.id, name: person.name, title: person.title, hospitalId: person.hospitalId,
      hospitalName: this.store.accounts.hospital(person.hospitalId)?.name ?? person.hospitalId, ...state, joinedAtMs: Date.now(),
    };
    const former = room.join(self);
    if (former) this.io.in(former.peerId).disconnectSockets(true);
    void socket.join(channelOf(room));
    this.attendance.joined(room.meetingId, self);
    this.tellParticipants(room);
    return { self, participants: room.participants, presenter: room.presenter, patches: room.patches };
  }

  private meetingOf(ticket: Ticket): MeetingRecord {
    const found = this.store.streams.record(ticket.meetingId);
    if (found?.kind !== 'meeting') throw new MeetingError('not-invited', 'This meeting does not exist.');
    return found.record as MeetingRecord;
  }

  private personOf(ticket: Ticket, room: Room): Person {
    const person = this.store.accounts.person(ticket.personId);
    if (!person || !this.store.streams.isVisible(room.meetingId, person.hospitalId)) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
    return person;
  }

  private roomOf(meetingId: string): Room {
    const known = this.rooms.get(meetingId) ?? new Room(meetingId, this.store, Date.now());
    this.rooms.set(meetingId, known);
    return known;
  }

  private tellParticipants(room: Room): void {
    this.io.to(channelOf(room)).emit('room:participants', room.participants);
  }

  private tellPresenter(room: Room): Room['presenter'] {
    this.io.to(channelOf(room)).emit('presenter', room.presenter);
    return room.presenter;
  }

  private expirePresenters(): void {
    for (const room of this.rooms.values()) {
      if (room.expirePresenter(Date.now(), this.graceMs)) this.tellPresenter(room);
    }
  }
}

const channelOf = (room: Room): string => `meeting:${room.meetingId}`;
