import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { MinutesNews } from '../../shared/platform/minutesContract.ts';
import { socketAuthSchema, socketPath } from '../../shared/platform/socketContract.ts';
import type { Orderer } from '../commands/orderer.ts';
import { callerOfToken } from '../http/access.ts';
import type { Log } from '../log/log.ts';
import { PlatformError, toldOf } from '../platformError.ts';
import type { NodeRegistration } from '../nodes/registerNode.ts';
import type { Standstill } from '../nodes/standstill.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { createAttendance, type AttendanceTiming } from './attendance.ts';
import { passMinutesPresence } from './minutesPresence.ts';
import { noteConnection } from './noteConnection.ts';
import { MeetingRooms } from './meetingRooms.ts';
import type { ClientEvents, NodeEvents, ServerEvents, SocketNotes } from './roomEvents.ts';
import { keepRooms, removeOrphans } from './roomKeeper.ts';
import { RoomNews } from './roomNews.ts';
import type { IoServer, IoSocket } from './roomSockets.ts';

/** The console's window; no other page may talk to the platform. */
export const consoleOrigin = 'app://console';

/** A console that hears no ping looks whether another node lives; one that answers none for so long is gone. */
const pings = { pingInterval: 1000, pingTimeout: 9000 } as const;

/** Default times: a broken line is noticed within 10 s, and a console that is back 15 s later was never away. */
export const roomTiming: AttendanceTiming = { heartbeatMs: 5000, graceMs: 15_000 };

export interface SocketParts {
  readonly http: HttpServer;
  readonly store: PlatformStore;
  readonly orderer: Orderer;
  readonly node: NodeRegistration;
  /** Null where there is no other node for consoles to go to. */
  readonly standstill: Standstill | null;
  readonly timing: AttendanceTiming;
  readonly log: Log;
}

export const socketKinds = ['console', 'meeting'] as const;
export type SocketKind = (typeof socketKinds)[number];

export interface Sockets {
  /** Ends the sockets of a token that was signed out. */
  endSession(tokenSha256: string): void;
  /** Sockets of this node: lines of consoles, and windows in meetings. */
  counts(): Readonly<Record<SocketKind, number>>;
  /** Tells consoles of these hospitals that minutes have changed. */
  tellMinutes(hospitalIds: readonly string[], news: MinutesNews): void;
  /** Cuts the sockets of this node; their consoles come again, here or at another. */
  cut(): void;
  stop(): Promise<void>;
}

/** socket.io at /v1/socket: `feed` for consoles with a token, rooms for windows with a ticket. */
export async function createSockets({ http, store, orderer, node, standstill, timing, log }: SocketParts): Promise<Sockets> {
  const io: IoServer = new Server<ClientEvents, ServerEvents, NodeEvents, SocketNotes>(http, {
    path: socketPath, serveClient: false, ...pings, maxHttpBufferSize: 1_000_000, cors: { origin: consoleOrigin },
    allowRequest: (request, done) => done(null, request.headers.origin === undefined || request.headers.origin === consoleOrigin),
    ...(store.signalling ? { adapter: store.signalling.adapter } : {}),
  });
  const attendance = createAttendance(store, orderer, timing, node.id);
  const news = new RoomNews(io, store);
  const rooms = new MeetingRooms({ io, store, attendance, news, nodeId: node.id, log });
  await removeOrphans(store, node, news);
  const keeper = keepRooms({ io, store, node, attendance, news, timing, log });
  orderer.onCommitted(async (committed, heads) => {
    for (const [hospitalId, head] of heads) io.to(`hospital:${hospitalId}`).emit('feed', { head });
    for (const { command } of committed) if (command.type === 'meeting.end') await attendance.ended(command.stream.id);
  });

  io.use((socket, next) => {
    void answer(socket, next);
  });
  io.on('connection', (socket) => {
    // Of what waited here while the node stood still nothing is done.
    if (standstill) socket.use((_packet, next) => (standstill.isLate() ? socket.conn.close(true) : next()));
    noteConnection(socket, log);
    const { hospitalId } = socket.data;
    if (hospitalId !== undefined) void store.streams.head(hospitalId).then((head) => socket.emit('feed', { head }), (error: unknown) => log.warn('socketFailed', { what: 'feed head', socketId: socket.id }, error));
  });

  async function answer(socket: IoSocket, next: (error?: Error) => void): Promise<void> {
    try {
      await admit(socket);
    } catch (error) {
      const shape = toldOf(error);
      if (error instanceof PlatformError) log.info('socketRefused', { reason: shape.reason });
      else log.error('socketRefused', { reason: shape.reason }, error);
      next(Object.assign(new Error(shape.message), { data: shape }));
      return;
    }
    next();
  }

  /** @throws {PlatformError} unauthorized */
  async function admit(socket: IoSocket): Promise<void> {
    const parsed = socketAuthSchema.safeParse(socket.handshake.auth);
    const auth = parsed.success ? parsed.data : null;
    const caller = auth && 'token' in auth ? await callerOfToken(store, auth.token) : null;
    const ticket = auth && 'ticket' in auth ? await store.sessions.findTicket(auth.ticket, Date.now()) : undefined;
    const personId = caller?.person.id ?? ticket?.personId;
    const endedAtMs = personId === undefined ? null : ((await store.refreshTokens.endings([personId])).get(personId) ?? null);
    // Looked at again after the time was read: what ends from now on is seen by its change.
    const isOpen = caller ? await store.sessions.isOpen(caller.session.tokenSha256) : auth && 'ticket' in auth && (await store.sessions.findTicket(auth.ticket, Date.now())) !== undefined;
    if (personId === undefined || isOpen !== true) throw new PlatformError('unauthorized', 'The token or the ticket is missing or has ended.');
    socket.data.holder = { personId, endedAtMs };
    if (caller) {
      socket.data.hospitalId = caller.person.hospitalId;
      void socket.join([`hospital:${caller.person.hospitalId}`, `session:${caller.session.tokenSha256}`]);
      const timer = setTimeout(() => socket.disconnect(true), caller.session.expiresAtMs - Date.now());
      socket.once('disconnect', () => clearTimeout(timer));
      passMinutesPresence(socket, caller.person, store);
    }
    if (ticket) rooms.serve(socket, ticket);
  }

  return {
    endSession: (tokenSha256) => io.in(`session:${tokenSha256}`).disconnectSockets(true),
    counts() {
      const all = [...io.of('/').sockets.values()];
      const consoles = all.filter((socket) => socket.data.hospitalId !== undefined).length;
      return { console: consoles, meeting: all.length - consoles };
    },
    tellMinutes: (hospitalIds, change) => {
      if (hospitalIds.length > 0) io.to(hospitalIds.map((hospitalId) => `hospital:${hospitalId}`)).emit('minutes', change);
    },
    cut: () => {
      for (const socket of io.of('/').sockets.values()) socket.conn.close(true);
    },
    async stop() {
      await keeper.stop();
      await io.close();
      await rooms.settled();
    },
  };
}
