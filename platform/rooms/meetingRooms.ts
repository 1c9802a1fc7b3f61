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
import { requestSchemas, type ClientEvents, type RequestName, type ServerEvents, type SocketNotes } from './roomEvents.ts';

export type IoServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketNotes>;
export type IoSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketNotes>;
type Handlers = { [K in RequestName]: (request: z.infer<(typeof requestSchemas)[K]>) => unknown };

/** All rooms of this platform, joined to their sockets. */
export class MeetingRooms {
  private readonly io: IoServer;
  private readonly store: PlatformStore;
  private readonly attendance: Attendance;
  private readonly graceMs: number;
  private readonly log: (line: string) => void;
  private readonly rooms = new Map<string, Room>();
  private readonly opening = new Map<string, Promise<Room>>();
  private readonly sweep: NodeJS.Timeout;

  constructor(io: IoServer, store: PlatformStore, attendance: Attendance, graceMs: number, log: (line: string) => void) {
    this.log = log;
    this.io = io;
    this.store = store;
    this.attendance = attendance;
    this.graceMs = graceMs;
    this.sweep = setInterval(() => void this.expirePresenters(), Math.min(1000, graceMs));
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
    const opened = this.roomOf(ticket.meetingId).then((room) => ({ room, handlers: this.handlersOf(socket, ticket, room) }));
    // What one console sends is done in the order it was sent.
    let last: Promise<unknown> = opened.catch(() => undefined);
    const inTurn = (work: (room: Room, handlers: Handlers) => Promise<void>): void => {
      const before = last;
      const run = async (): Promise<void> => {
        await before;
        try {
          const { room, handlers } = await opened;
          await work(room, handlers);
        } catch (error) {
          this.log(`a room request failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      };
      last = run();
    };
    for (const name of Object.keys(requestSchemas) as RequestName[]) {
      socket.on(name, (payload: unknown, acknowledge?: Parameters<ClientEvents[RequestName]>[1]) => {
        inTurn(async (_room, handlers) => {
          try {
            const request = parseShape(requestSchemas[name] as z.ZodType, payload ?? undefined, name);
            const value = await (handlers[name] as (request: unknown) => unknown)(request);
            acknowledge?.({ ok: true, value });
          } catch (error) {
            acknowledge?.({ ok: false, error: toErrorShape(error) });
          }
        });
      });
    }
    socket.on('disconnect', () => {
      inTurn(async (room) => {
        if (!room.participants.some((participant) => participant.peerId === socket.id)) return;
        await room.remove(socket.id, false, Date.now());
        this.tellParticipants(room);
        await this.attendance.lost(room.meetingId, ticket.deviceId);
      });
    });
  }

  private handlersOf(socket: IoSocket, ticket: Ticket, room: Room): Handlers {
    const isChair = async (): Promise<boolean> => {
      const person = await this.personOf(ticket, room);
      return person.roles.includes('chair') && (await this.meetingOf(ticket)).hostHospitalId === person.hospitalId;
    };
    return {
      'room:join': (state) => this.join(socket, ticket, room, state),
      'room:state': (state) => {
        room.update(socket.id, state);
        this.tellParticipants(room);
        return {};
      },
      'room:leave': async () => {
        room.self(socket.id);
        const { isPresenterChanged } = await room.remove(socket.id, true, Date.now());
        void socket.leave(channelOf(room));
        await this.attendance.left(room.meetingId, ticket.deviceId);
        this.tellParticipants(room);
        if (isPresenterChanged) this.tellPresenter(room);
        return {};
      },
      signal: ({ to, data }) => {
        room.self(socket.id);
        this.io.to(room.peer(to).peerId).emit('signal', { from: socket.id, data });
        return {};
      },
      relay: async ({ to, message }) => {
        const target = to === null ? null : room.peer(to).peerId;
        await room.pass(socket.id, message);
        const out = target === null ? socket.to(channelOf(room)) : this.io.to(target);
        (message.kind === 'pointer' ? out.volatile : out).emit('relay', { from: socket.id, message });
        return {};
      },
      'presenter:take': async () => {
        const self = room.self(socket.id);
        const taken = await room.take(socket.id, await isChair());
        if (taken.granted) return this.tellPresenter(room);
        if (taken.holder) this.io.to(taken.holder.peerId).emit('presenter:requested', { personId: self.personId, deviceId: self.deviceId, name: self.name });
        return { requested: true };
      },
      'presenter:give': async ({ deviceId }) => {
        await room.give(socket.id, await isChair(), deviceId);
        return this.tellPresenter(room);
      },
    };
  }

  private async join(socket: IoSocket, ticket: Ticket, room: Room, state: Pick<Participant, 'hasCamera' | 'isMuted'>): Promise<unknown> {
    const meeting = await this.meetingOf(ticket);
    const person = await this.personOf(ticket, room);
    if (meeting.state !== 'live') {
      throw new MeetingError('not-live', meeting.state === 'planned' ? 'The meeting is not open yet; the chair opens it.' : 'The meeting has ended.');
    }
    const self: Participant = {
      peerId: socket.id, deviceId: ticket.deviceId, personId: person.id, name: person.name, title: person.title, hospitalId: person.hospitalId,
      hospitalName: (await this.store.accounts.hospital(person.hospitalId))?.name ?? person.hospitalId, ...state, joinedAtMs: Date.now(),
    };
    const former = room.join(self);
    if (former) this.io.in(former.peerId).disconnectSockets(true);
    void socket.join(channelOf(room));
    await this.attendance.joined(room.meetingId, self);
    this.tellParticipants(room);
    return { self, participants: room.participants, presenter: room.presenter, patches: await room.patches() };
  }

  private async meetingOf(ticket: Ticket): Promise<MeetingRecord> {
    const found = await this.store.streams.record(ticket.meetingId);
    if (found?.kind !== 'meeting') throw new MeetingError('not-invited', 'This meeting does not exist.');
    return found.record as MeetingRecord;
  }

  private async personOf(ticket: Ticket, room: Room): Promise<Person> {
    const person = await this.store.accounts.person(ticket.personId);
    if (!person || !(await this.store.streams.isVisible(room.meetingId, person.hospitalId))) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
    return person;
  }

  private roomOf(meetingId: string): Promise<Room> {
    const opening = this.opening.get(meetingId) ?? Room.open(meetingId, this.store, Date.now()).then((room) => {
      this.rooms.set(meetingId, room);
      return room;
    });
    this.opening.set(meetingId, opening);
    return opening;
  }

  private tellParticipants(room: Room): void {
    this.io.to(channelOf(room)).emit('room:participants', room.participants);
  }

  private tellPresenter(room: Room): Room['presenter'] {
    this.io.to(channelOf(room)).emit('presenter', room.presenter);
    return room.presenter;
  }

  private async expirePresenters(): Promise<void> {
    for (const room of this.rooms.values()) {
      if (await room.expirePresenter(Date.now(), this.graceMs)) this.tellPresenter(room);
    }
  }
}

const channelOf = (room: Room): string => `meeting:${room.meetingId}`;
