import { z } from 'zod';
import { roomMessageSchema, type Participant, type Presenter, type RoomMessage } from '../../shared/meeting/signalling.ts';
import type { HeardPresence } from '../../shared/minutes/presence.ts';
import type { MinutesNews } from '../../shared/platform/minutesContract.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorShape };
type Ask = (payload: unknown, acknowledge?: (answer: Answer) => void) => void;

const state = z.object({ hasCamera: z.boolean(), isMuted: z.boolean() });
const none = z.object({}).optional();

/** Shapes of what a console sends to its room. */
export const requestSchemas = {
  'room:join': state,
  'room:state': state,
  'room:leave': none,
  signal: z.object({ to: z.string(), data: z.unknown() }),
  relay: z.object({ to: z.string().nullable(), message: roomMessageSchema }),
  'presenter:take': none,
  'presenter:give': z.object({ deviceId: z.string() }),
} as const;
export type RequestName = keyof typeof requestSchemas;

export type ClientEvents = Record<RequestName, Ask> & { 'minutes:presence': (value: unknown) => void };

export interface ServerEvents {
  feed: (value: { head: number }) => void;
  minutes: (value: MinutesNews) => void;
  'minutes:presence': (value: HeardPresence) => void;
  'room:participants': (value: Participant[]) => void;
  presenter: (value: Presenter) => void;
  'presenter:requested': (value: { personId: string; deviceId: string; name: string }) => void;
  signal: (value: { from: string; data: unknown }) => void;
  relay: (value: { from: string; message: RoomMessage }) => void;
}

/** Between nodes: a meeting's room changed. */
export interface NodeEvents {
  room: (meetingId: string) => void;
}

/** What the platform notes of a socket: the hospital of one that came with a token. */
export interface SocketNotes {
  hospitalId?: string;
}
