import { z } from 'zod';
import { commandSchema } from '../mdt/command.ts';

/** Version both sides must share; negotiated before the first command. */
export const protocolVersion = 1;

/** A command with its place: `version` in its stream; the platform's clock when it was ordered. */
export const committedSchema = z.object({ command: commandSchema, version: z.number().int().positive(), committedAtMs: z.number() });
export type Committed = z.infer<typeof committedSchema>;

/** What the platform says of one pushed command. rebased: committed on a newer version than its author saw. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('committed'), commandId: z.string(), version: z.number().int() }),
  z.object({ status: z.literal('rebased'), commandId: z.string(), version: z.number().int() }),
  z.object({ status: z.literal('refused'), commandId: z.string(), reason: z.string(), message: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Body of POST /v1/commands: in the order of the console's outbox; applied one by one, a command sent twice answers as the first time. */
export const pushRequestSchema = z.object({ protocolVersion: z.literal(protocolVersion), commands: z.array(commandSchema).min(1).max(200) });
export const pushResponseSchema = z.object({ outcomes: z.array(outcomeSchema), nowMs: z.number() });

/** GET /v1/feed?after=<position>&limit=<n>: what this hospital may see, in an order of its own; a stream that becomes visible arrives whole. */
export const feedResponseSchema = z.object({
  entries: z.array(z.object({ position: z.number().int().positive(), committed: committedSchema })),
  head: z.number().int().min(0),
  nowMs: z.number(),
});
export type FeedResponse = z.infer<typeof feedResponseSchema>;
