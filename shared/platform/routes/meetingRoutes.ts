import { z } from 'zod';
import { nodesSchema, presenceSchema, ticketSchema } from '../contract.ts';
import { minutesDiffSchema, minutesHeadsSchema, pushMinutesBytes, pushMinutesSchema, pushedMinutesSchema } from '../minutesContract.ts';
import { route } from './route.ts';

const meeting = z.object({ id: z.uuid() });
const ofCase = z.object({ caseId: z.uuid() });

/** Rooms of meetings, the minutes typed in them, and where else the platform answers. */
export const meetingRoutes = {
  ticket: route({
    method: 'POST', path: '/v1/meetings/:id/ticket', area: 'meetings', title: 'Meeting', access: 'account',
    description: 'A ticket for the room of one meeting, and the servers that help two windows find each other. For people of its hospitals; 409 after the meeting has ended.',
    params: meeting, answers: { 200: ticketSchema }, refusals: ['not-invited', 'not-live'],
  }),
  presence: route({
    method: 'GET', path: '/v1/meetings/:id/presence', area: 'meetings', title: 'Meeting', access: 'account', description: 'Who is in the room now, for people of its hospitals.',
    params: meeting, answers: { 200: presenceSchema }, refusals: ['not-invited'],
  }),
  nodes: route({
    method: 'GET', path: '/v1/nodes', area: 'meetings', title: 'Nodes', access: 'account', description: 'Where this platform answers; each address takes the same tokens and tickets.',
    answers: { 200: nodesSchema }, refusals: [],
  }),
  pushMinutes: route({
    method: 'POST', path: '/v1/minutes/:caseId', area: 'minutes', title: 'Minutes', access: 'account',
    description: 'Changes of a case’s minutes (Yjs updates), one result each; a change sent twice answers `known`.',
    params: ofCase, body: pushMinutesSchema, bodyBytes: 2 * pushMinutesBytes, answers: { 200: pushedMinutesSchema }, refusals: ['too-many-attempts'],
  }),
  readMinutes: route({
    method: 'GET', path: '/v1/minutes/:caseId', area: 'minutes', title: 'Minutes', access: 'account',
    description: 'What the holder of a state vector (base64url; absent: of nothing) lacks. 404 unless the caller’s hospital may see the case.',
    params: ofCase, query: z.object({ vector: z.string().max(60_000).regex(/^[\w-]*$/).optional() }), answers: { 200: minutesDiffSchema }, refusals: ['not-found'],
  }),
  minutesHeads: route({
    method: 'GET', path: '/v1/minutes', area: 'minutes', title: 'Minutes', access: 'account', description: 'Minutes the caller’s hospital may see that changed since a time of the platform’s clock.',
    query: z.object({ since: z.coerce.number().min(0).default(0) }), answers: { 200: minutesHeadsSchema }, refusals: [],
  }),
} as const;
