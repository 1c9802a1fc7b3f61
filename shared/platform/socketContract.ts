import { z } from 'zod';
import { joinAnswerSchema, participantSchema, presenterSchema, roomMessageSchema } from '../meeting/signalling.ts';
import { heardPresenceSchema, minutesPresenceSchema } from '../minutes/presence.ts';
import { minutesNewsSchema } from './minutesContract.ts';
import type { Refusal } from './refusals.ts';

/** With what a socket came: a console with an access token, or a meeting's window with a ticket. */
export type SocketAuth = 'token' | 'ticket';

/** What a console sends. `answer` null: nothing is acknowledged. */
export interface SocketRequest {
  readonly auth: SocketAuth;
  readonly description: string;
  readonly request: z.ZodType;
  readonly answer: z.ZodType | null;
  /** Reasons of a refused acknowledgement, beside `bad-request`. */
  readonly refusals: readonly (Refusal | 'not-presenter' | 'peer-failed')[];
}

export interface SocketNews {
  readonly auth: SocketAuth;
  readonly description: string;
  readonly payload: z.ZodType;
}

/** Path of socket.io on the platform. */
export const socketPath = '/v1/socket';

export const socketAuthSchema = z.union([z.object({ token: z.string().min(20).max(100) }), z.object({ ticket: z.string().min(20).max(100) })]);

const none = z.object({}).optional();
const devices = z.object({ hasCamera: z.boolean(), isMuted: z.boolean() });
const done = z.object({});

const request = <const R extends SocketRequest>(value: R): R => value;
const news = <const N extends SocketNews>(value: N): N => value;

/** Events of a meeting's window; all are acknowledged with {ok: true, value} or {ok: false, error}, in the order they were sent. */
export const roomRequests = {
  'room:join': request({
    auth: 'ticket', description: 'Enters the room of the ticket’s meeting; answers who is there, who presents, and what was shown last.', request: devices, answer: joinAnswerSchema, refusals: ['not-live', 'not-invited'],
  }),
  'room:state': request({ auth: 'ticket', description: 'Camera or microphone changed.', request: devices, answer: done, refusals: ['not-live'] }),
  'room:leave': request({ auth: 'ticket', description: 'Leaves the room; a presenter gives the token back.', request: none, answer: done, refusals: ['not-live'] }),
  signal: request({ auth: 'ticket', description: 'Passes a peer’s signalling on, unread.', request: z.object({ to: z.string(), data: z.unknown() }), answer: done, refusals: ['not-live', 'peer-failed'] }),
  relay: request({
    auth: 'ticket', description: 'A change of the view or a pointer, to one window or (to: null) to all others. Views pass here always once, so that who comes later gets them; one that is not the presenter’s of now is refused.',
    request: z.object({ to: z.string().nullable(), message: roomMessageSchema }), answer: done, refusals: ['not-live', 'not-presenter', 'peer-failed'],
  }),
  'presenter:take': request({
    auth: 'ticket', description: 'Takes the view: granted when nobody holds it, its holder is gone, or the chair asks; otherwise its holder is asked.', request: none,
    answer: z.union([presenterSchema, z.object({ requested: z.literal(true) })]), refusals: ['not-live', 'not-invited'],
  }),
  'presenter:give': request({ auth: 'ticket', description: 'Hands the view over; the presenter’s or the chair’s to do.', request: z.object({ deviceId: z.string() }), answer: presenterSchema, refusals: ['not-live', 'not-presenter', 'peer-failed'] }),
} as const;

/** Everything a console may send. */
export const socketRequests = {
  ...roomRequests,
  'minutes:presence': request({
    auth: 'token', description: 'Who is in the minutes of a case and where their caret is; passed on to consoles of hospitals that may see the case, stored nowhere. More than 20 a second are dropped.',
    request: minutesPresenceSchema, answer: null, refusals: [],
  }),
} as const;

/** Everything the platform tells. */
export const socketNews = {
  feed: news({ auth: 'token', description: 'The hospital’s feed has grown up to `head`; told once after connecting too.', payload: z.object({ head: z.number().int().min(0) }) }),
  minutes: news({ auth: 'token', description: 'Minutes of a case changed; `update` null: ask for what is missing.', payload: minutesNewsSchema }),
  'minutes:presence': news({ auth: 'token', description: 'Somebody else’s caret, under the name the platform knows them by.', payload: heardPresenceSchema }),
  'room:participants': news({ auth: 'ticket', description: 'Who is in the room now.', payload: z.array(participantSchema) }),
  presenter: news({ auth: 'ticket', description: 'Who drives the view now.', payload: presenterSchema }),
  'presenter:requested': news({ auth: 'ticket', description: 'To the presenter: somebody asks for the view.', payload: z.object({ personId: z.string(), deviceId: z.string(), name: z.string() }) }),
  signal: news({ auth: 'ticket', description: 'Signalling of another window.', payload: z.object({ from: z.string(), data: z.unknown() }) }),
  relay: news({ auth: 'ticket', description: 'A change of the view or a pointer of another window.', payload: z.object({ from: z.string(), message: roomMessageSchema }) }),
} as const;
