import { z } from 'zod';

/**
 * Minutes on the wire, part of the contract of `contract.ts`. Changes are Yjs updates (version 1 encoding) as base64.
 *
 * POST /v1/minutes/:caseId               pushMinutesSchema → pushedMinutesSchema; a change sent twice answers `known`
 * GET  /v1/minutes/:caseId?vector=<b64>  → minutesDiffSchema: what the holder of this state vector (base64url; absent: of nothing) lacks
 * GET  /v1/minutes?since=<ms>            → minutesHeadsSchema: minutes that changed since, by the platform's clock
 * socket.io, consoles with a token:
 *   platform → console  minutes { caseId, position, update | null }   null: something came too late, or was missed; ask for it
 *   console → platform  minutes:presence minutesPresenceSchema        passed on to the consoles that may see the case, stored nowhere
 *   platform → console  minutes:presence heardPresenceSchema
 */
const base64 = (bytes: number): z.ZodString => z.string().max(Math.ceil(bytes / 3) * 4).regex(/^[A-Za-z0-9+/]*={0,2}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Most changes in one request, and its size. */
export const minutesPerPush = 50;
export const pushMinutesBytes = 2 * 1024 * 1024;

export const pushMinutesSchema = z.object({ updates: z.array(z.object({ sha256, atMs: z.number(), update: base64(256 * 1024) })).min(1).max(minutesPerPush) });

/**
 * taken: part of the minutes. known: was so before. late: the minutes are closed; kept beside them. missing: it stands on a change
 * the platform does not have. waits: the case is not accepted yet, or not known here; to be sent again. refused: never to be sent again.
 */
export const pushedMinutesSchema = z.object({
  results: z.array(z.object({ sha256, status: z.enum(['taken', 'known', 'late', 'missing', 'waits', 'refused']), message: z.string().nullable() })),
  nowMs: z.number(),
});
export type PushedMinutes = z.infer<typeof pushedMinutesSchema>;

/** `position` counts the changes the platform took, late ones too. */
export const minutesDiffSchema = z.object({
  update: base64(8 * 1024 * 1024), position: z.number().int(), nowMs: z.number(),
  late: z.array(z.object({ sha256, personId: z.string(), personName: z.string(), atMs: z.number(), update: base64(256 * 1024) })),
});
export type MinutesDiff = z.infer<typeof minutesDiffSchema>;

export const minutesHeadsSchema = z.object({ heads: z.array(z.object({ caseId: z.uuid(), position: z.number().int() })), nowMs: z.number() });

export const minutesNewsSchema = z.object({ caseId: z.uuid(), position: z.number().int(), update: base64(256 * 1024).nullable() });
export type MinutesNews = z.infer<typeof minutesNewsSchema>;
