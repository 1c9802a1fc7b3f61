import type { Server, Socket } from 'socket.io';
import type { ClientEvents, NodeEvents, ServerEvents, SocketNotes } from './roomEvents.ts';

export type IoServer = Server<ClientEvents, ServerEvents, NodeEvents, SocketNotes>;
export type IoSocket = Socket<ClientEvents, ServerEvents, NodeEvents, SocketNotes>;

/** The socket.io room of all who are in a meeting's room. */
export const channelOf = (meetingId: string): string => `meeting:${meetingId}`;
