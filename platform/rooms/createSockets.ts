import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';
import { toErrorShape } from '../../shared/errors/appError.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import type { Orderer } from '../commands/orderer.ts';
import { callerOfToken } from '../http/access.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { createAttendance, type AttendanceTiming } from './attendance.ts';
import { MeetingRooms, type IoServer, type IoSocket } from './meetingRooms.ts';
import type { ClientEvents, ServerEvents, SocketNotes } from './roomEvents.ts';

/** The console's window; no other page may talk to the platform. */
export const consoleOrigin = 'app://console';

/** Default times: a broken line is noticed within 10 s, and a console that is back 15 s later was never away. */
export const roomTiming: AttendanceTiming = { heartbeatMs: 5000, graceMs: 15_000 };

const authSchema = z.union([z.object({ token: z.string().min(20).max(100) }), z.object({ ticket: z.string().min(20).max(100) })]);

export interface Sockets {
  /** Ends the sockets of a token that was signed out. */
  endSession(tokenSha256: string): void;
  /** Who is in a meeting's room now, one entry a console. */
  participantsOf(meetingId: string): readonly Participant[];
  stop(): Promise<void>;
}

/** socket.io at /v1/socket: `feed` for consoles with a token, rooms for windows with a ticket. */
export async function createSockets(http: HttpServer, store: PlatformStore, orderer: Orderer, timing: AttendanceTiming, log: (line: string) => void): Promise<Sockets> {
  const io: IoServer = new Server<ClientEvents, ServerEvents, Record<string, never>, SocketNotes>(http, {
    path: '/v1/socket', serveClient: false, pingInterval: 5000, pingTimeout: 5000, maxHttpBufferSize: 1_000_000, cors: { origin: consoleOrigin },
    allowRequest: (request, done) => done(null, request.headers.origin === undefined || request.headers.origin === consoleOrigin),
  });
  const attendance = await createAttendance(store, orderer, timing, log);
  const rooms = new MeetingRooms(io, store, attendance, timing.graceMs, log);
  orderer.onCommitted(async (committed, heads) => {
    for (const [hospitalId, head] of heads) io.to(`hospital:${hospitalId}`).emit('feed', { head });
    for (const { command } of committed) if (command.type === 'meeting.end') await attendance.ended(command.stream.id);
  });

  io.use((socket, next) => {
    void answer(socket, next);
  });
  io.on('connection', (socket) => {
    const { hospitalId } = socket.data;
    if (hospitalId !== undefined) void store.streams.head(hospitalId).then((head) => socket.emit('feed', { head }), (error: unknown) => log(`feed head not told: ${String(error)}`));
  });

  async function answer(socket: IoSocket, next: (error?: Error) => void): Promise<void> {
    try {
      await admit(socket);
    } catch (error) {
      if (!(error instanceof PlatformError)) log(`a socket was not admitted: ${error instanceof Error ? error.message : String(error)}`);
      const shape = toErrorShape(error);
      next(Object.assign(new Error(shape.message), { data: shape }));
      return;
    }
    next();
  }

  /** @throws {PlatformError} unauthorized */
  async function admit(socket: IoSocket): Promise<void> {
    const parsed = authSchema.safeParse(socket.handshake.auth);
    const auth = parsed.success ? parsed.data : null;
    const caller = auth && 'token' in auth ? await callerOfToken(store, auth.token) : null;
    const ticket = auth && 'ticket' in auth ? await store.sessions.findTicket(auth.ticket, Date.now()) : undefined;
    if (!caller && !ticket) throw new PlatformError('unauthorized', 'The token or the ticket is missing or has ended.');
    if (caller) {
      socket.data.hospitalId = caller.person.hospitalId;
      void socket.join([`hospital:${caller.person.hospitalId}`, `session:${caller.session.tokenSha256}`]);
      const timer = setTimeout(() => socket.disconnect(true), caller.session.expiresAtMs - Date.now());
      socket.once('disconnect', () => clearTimeout(timer));
    }
    if (ticket) rooms.serve(socket, ticket);
  }

  return {
    endSession: (tokenSha256) => io.in(`session:${tokenSha256}`).disconnectSockets(true),
    participantsOf: (meetingId) => rooms.participantsOf(meetingId),
    async stop() {
      rooms.stop();
      attendance.stop();
      await io.close();
    },
  };
}
