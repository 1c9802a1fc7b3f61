import { z } from 'zod';
import { streamSchema } from '../../mdt/command.ts';
import { feedResponseSchema, protocolRequestSchema, protocolResponseSchema, pushRequestSchema, pushResponseSchema, removalReceiptSchema, removalReportSchema } from '../../sync/protocol.ts';
import { compareAnswerSchema, compareRequestSchema, generationAnswerSchema, rejoinedSchema, returnsAnswerSchema, returnsRequestSchema } from '../../sync/generation.ts';
import { route } from './route.ts';

/** Commands in, feed out, and what consoles deleted after their hospital left a case. */
export const recordRoutes = {
  protocol: route({
    method: 'POST', path: '/v1/protocol', area: 'record', title: 'Protocol', access: 'anyone',
    description: 'The newest protocol version both sides speak. 409 names in `detail.mustUpdate` which side has to be updated. A platform without this route speaks version 1.',
    body: protocolRequestSchema, answers: { 200: protocolResponseSchema }, refusals: ['protocol-version'],
  }),
  pushCommands: route({
    method: 'POST', path: '/v1/commands', area: 'record', title: 'Commands', access: 'account',
    description: 'Commands in the order of the console’s outbox, one outcome each. A command sent again answers as the first time. All are on the disk when the answer comes. Rights and rules are checked here as in the console.',
    body: pushRequestSchema, bodyBytes: 16 * 1024 * 1024, answers: { 200: pushResponseSchema }, refusals: ['protocol-version', 'restored'],
  }),
  feed: route({
    method: 'GET', path: '/v1/feed', area: 'record', title: 'Feed', access: 'account',
    description: 'What the caller’s hospital may see, in an order of its own; a stream that becomes visible arrives whole. `after` is the last position the console has. Protocol 1 gets no `removals`.',
    query: z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(200), protocol: z.coerce.number().int().min(1).default(1), generation: z.string().max(64).optional() }),
    answers: { 200: feedResponseSchema }, refusals: ['protocol-version', 'restored'],
  }),
  generation: route({
    method: 'GET', path: '/v1/generation', area: 'record', title: 'Generation', access: 'account',
    description: 'The newest generation of the order, and up to which position the caller’s feed is as the newest of the `known` ones (ids with commas) had it. 409 `integrity` where the platform knows none of them.',
    query: z.object({ known: z.string().max(4000) }), answers: { 200: generationAnswerSchema }, refusals: ['integrity'],
  }),
  compareStreams: route({
    method: 'POST', path: '/v1/generation/compare', area: 'record', title: 'Streams', access: 'account',
    description: 'After a restore: what the platform lacks of the streams a console holds.',
    body: compareRequestSchema, bodyBytes: 8 * 1024 * 1024, answers: { 200: compareAnswerSchema }, refusals: ['restored'],
  }),
  giveBack: route({
    method: 'POST', path: '/v1/generation/returns', area: 'record', title: 'Returns', access: 'account',
    description: 'After a restore: commands of one stream the platform had ordered and has lost, each with its seal; without one only their author hands them in. Each is taken once, in the order they had. 503 `not-ready` while a hospital they name is missing.',
    body: returnsRequestSchema, bodyBytes: 16 * 1024 * 1024, answers: { 200: returnsAnswerSchema }, refusals: ['restored', 'not-ready'],
  }),
  rejoined: route({
    method: 'POST', path: '/v1/generation/rejoined', area: 'record', title: 'Rejoined', access: 'account',
    description: 'After a restore: a console is back in the newest generation, with what it gave and what it knows to be missing.',
    body: rejoinedSchema, bodyBytes: 4 * 1024 * 1024, answers: { 200: z.object({}) }, refusals: ['restored'],
  }),
  digest: route({
    method: 'GET', path: '/v1/streams/:kind/:id/digest', area: 'record', title: 'Stream', access: 'account',
    description: 'Version and digest of a record as the platform replayed it, by which two stores are compared. 404 unless the caller’s hospital may see it.',
    params: streamSchema, answers: { 200: z.object({ version: z.number().int(), digest: z.string() }) }, refusals: ['not-found'],
  }),
  confirmRemoval: route({
    method: 'POST', path: '/v1/removals', area: 'record', title: 'Receipt', access: 'account',
    description: 'What a console deleted after its hospital left a stream; the same receipt again changes nothing. 404 when nothing was removed there. Answers the digest the receipt is kept under.',
    body: removalReceiptSchema, bodyBytes: 8 * 1024 * 1024, answers: { 200: z.object({ sha256: z.string() }) }, refusals: ['not-found'],
  }),
  removals: route({
    method: 'GET', path: '/v1/removals/:streamId', area: 'record', title: 'Stream', access: 'account', description: 'Hospitals that left a stream, and which of their consoles have confirmed.',
    params: z.object({ streamId: z.uuid() }), answers: { 200: removalReportSchema }, refusals: ['not-found'],
  }),
} as const;
