import type { z } from 'zod';
import { AppError, MeetingError } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import { roomRequests } from '../../shared/platform/socketContract.ts';
import type { Log } from '../log/log.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError, toldOf } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Ticket } from '../store/sessions.ts';
import type { Attendance } from './attendance.ts';
import { Room } from './room.ts';
import { requestNames, type ClientEvents, type RequestName, type RequestOf } from './roomEvents.ts';
import type { RoomNews } from './roomNews.ts';
import { channelOf, type IoServer, type IoSocket } from './roomSockets.ts';

type Handlers = { [K in RequestName]: (request: RequestOf<K>) => unknown };

/** What a window's connection is: its ticket, its room, and who it entered as. */
interface Seat {
  readonly socket: IoSocket;
  readonly ticket: Ticket;
  readonly room: Room;
  self: Participant | null;
}

export interface RoomParts {
  readonly io: IoServer;
  readonly store: PlatformStore;
  readonly attendance: Attendance;
  readonly news: RoomNews;
  readonly nodeId: string;
  readonly log: Log;
}

/** Joins the sockets of this node to the rooms of all nodes. */
export class MeetingRooms {
  private readonly parts: RoomParts;
  private readonly turns = new Set<Promise<void>>();

  constructor(parts: RoomParts) {
    this.parts = parts;
  }

  /** Resolves when nothing that a console sent is being worked on. */
  async settled(): Promise<void> {
    while (this.turns.size > 0) await Promise.all(this.turns);
  }

  /** Serves a socket that came with a ticket; what one console sends is done in the order it was sent. */
  serve(socket: IoSocket, ticket: Ticket): void {
    const seat: Seat = { socket, ticket, room: new Room(ticket.meetingId, this.parts.store), self: null };
    const handlers = this.handlersOf(seat);
    let last: Promise<void> = Promise.resolve();
    const inTurn = (work: () => Promise<void>): void => {
      const turn = this.runAfter(last, work);
      last = turn;
      this.turns.add(turn);
      void turn.finally(() => this.turns.delete(turn));
    };
    for (const name of requestNames) {
      socket.on(name, (payload: unknown, acknowledge?: Parameters<ClientEvents[RequestName]>[1]) => {
        inTurn(async () => {
          try {
            const request = parseShape(roomRequests[name].request as z.ZodType, payload ?? undefined, name);
            const value = await (handlers[name] as (request: unknown) => unknown)(request);
            acknowledge?.({ ok: true, value: typeof value === 'function' ? (value as () => unknown)() : value });
          } catch (error) {
            if (!(error instanceof AppError)) this.parts.log.error('socketFailed', { what: name, socketId: socket.id, accountId: ticket.personId }, error);
            acknowledge?.({ ok: false, error: toldOf(error) });
          }
        });
      });
    }
    socket.on('disconnect', () => {
      inTurn(async () => {
        if (!seat.self || !(await seat.room.remove(seat.self, false, Date.now()))) return;
        await this.parts.news.changed(ticket.meetingId);
        await this.parts.attendance.lost(ticket.meetingId, ticket.deviceId);
      });
    });
  }

  private async runAfter(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before;
    try {
      await work();
    } catch (error) {
      this.parts.log.error('workFailed', { what: 'a turn of a room' }, error);
    }
  }

  private handlersOf(seat: Seat): Handlers {
    const { io, news, nodeId, attendance } = this.parts;
    const { socket, room, ticket } = seat;
    const { meetingId } = room;
    return {
      'room:join': (state) => this.join(seat, state),
      'room:state': async (state) => {
        seat.self = { ...selfOf(seat), ...state };
        await room.update(seat.self, nodeId);
        await news.changed(meetingId);
        return {};
      },
      'room:leave': async () => {
        const self = selfOf(seat);
        seat.self = null;
        await room.remove(self, true, Date.now());
        await news.changed(meetingId);
        await socket.leave(channelOf(meetingId));
        await attendance.left(meetingId, ticket.deviceId);
        return {};
      },
      signal: async ({ to, data }) => {
        selfOf(seat);
        io.to(await this.peerOf(room, to)).emit('signal', { from: socket.id, data });
        return {};
      },
      relay: async ({ to, message }) => {
        const self = selfOf(seat);
        const target = to === null ? null : await this.peerOf(room, to);
        if (message.kind === 'view') await room.keepView(self, message.patch);
        else if (message.pointer.personId !== self.personId) throw new PlatformError('bad-request', 'A pointer carries the name of the person who moves it.');
        const out = target === null ? socket.to(channelOf(meetingId)) : io.to(target);
        (message.kind === 'pointer' ? out.volatile : out).emit('relay', { from: socket.id, message });
        return {};
      },
      'presenter:take': async () => {
        const { personId, deviceId, name } = selfOf(seat);
        const taken = await room.take(selfOf(seat), await this.isChair(ticket));
        if ('granted' in taken) {
          await news.changed(meetingId);
          return taken.granted;
        }
        if (taken.holder) io.to(taken.holder.peerId).emit('presenter:requested', { personId, deviceId, name });
        return { requested: true };
      },
      'presenter:give': async ({ deviceId }) => {
        const presenter = await room.give(selfOf(seat), await this.isChair(ticket), deviceId);
        await news.changed(meetingId);
        return presenter;
      },
    };
  }

  private async join(seat: Seat, state: Pick<Participant, 'hasCamera' | 'isMuted'>): Promise<unknown> {
    const { io, store, attendance, news, nodeId } = this.parts;
    const { socket, room, ticket } = seat;
    const meeting = await this.meetingOf(ticket);
    const person = await this.personOf(ticket);
    if (meeting.state !== 'live') {
      throw new MeetingError('not-live', meeting.state === 'planned' ? 'The meeting is not open yet; the chair opens it.' : 'The meeting has ended.');
    }
    const self: Participant = {
      peerId: socket.id, deviceId: ticket.deviceId, personId: person.id, name: person.name, title: person.title, hospitalId: person.hospitalId,
      hospitalName: (await store.accounts.hospital(person.hospitalId))?.name ?? person.hospitalId, ...state, joinedAtMs: Date.now(),
    };
    await socket.join(channelOf(ticket.meetingId));
    const { state: found, former } = await room.join(self, nodeId);
    seat.self = self;
    if (former) io.in(former.peerId).disconnectSockets(true);
    await attendance.joined(ticket.meetingId, self);
    await news.changed(ticket.meetingId);
    // Asked for when the answer goes out: what the console was told before must not be newer than its answer.
    return () => ({ self, ...found, ...news.latest(ticket.meetingId) });
  }

  private async peerOf(room: Room, peerId: string): Promise<string> {
    const peer = await this.parts.news.find(room.meetingId, peerId);
    if (!peer) throw new MeetingError('peer-failed', 'That console has left the room.');
    return peer.peerId;
  }

  private async isChair(ticket: Ticket): Promise<boolean> {
    const person = await this.personOf(ticket);
    return person.roles.includes('chair') && (await this.meetingOf(ticket)).hostHospitalId === person.hospitalId;
  }

  private async meetingOf(ticket: Ticket): Promise<MeetingRecord> {
    const found = await this.parts.store.streams.record(ticket.meetingId);
    if (found?.kind !== 'meeting') throw new MeetingError('not-invited', 'This meeting does not exist.');
    return found.record as MeetingRecord;
  }

  private async personOf(ticket: Ticket): Promise<Person> {
    const { accounts, streams } = this.parts.store;
    const person = await accounts.person(ticket.personId);
    if (!person || !(await streams.isVisible(ticket.meetingId, person.hospitalId))) throw new MeetingError('not-invited', 'Your hospital is not invited to this meeting.');
    return person;
  }
}

function selfOf(seat: Seat): Participant {
  if (!seat.self) throw new MeetingError('not-live', 'This console is not in the room; join first.');
  return seat.self;
}
