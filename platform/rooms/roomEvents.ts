import type { z } from 'zod';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import { roomRequests, type socketNews, type socketRequests } from '../../shared/platform/socketContract.ts';

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorShape };
type Ask = (payload: unknown, acknowledge?: (answer: Answer) => void) => void;

export type RequestName = keyof typeof roomRequests;
export const requestNames = Object.keys(roomRequests) as RequestName[];
/** What a window sends with an event, as the contract says it must look. */
export type RequestOf<K extends RequestName> = z.infer<(typeof roomRequests)[K]['request']>;

export type ClientEvents = Record<RequestName, Ask> & { [K in Exclude<keyof typeof socketRequests, RequestName>]: (value: unknown) => void };

export type ServerEvents = { [K in keyof typeof socketNews]: (value: z.infer<(typeof socketNews)[K]['payload']>) => void };

/** Between nodes: a meeting's room changed. */
export interface NodeEvents {
  room: (meetingId: string) => void;
}

/** What the platform notes of a socket: whose it is and when everything they held was last ended, and the hospital of one that came with a token. */
export interface SocketNotes {
  holder?: { readonly personId: string; readonly endedAtMs: number | null };
  hospitalId?: string;
}
