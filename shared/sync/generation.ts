import { z } from 'zod';
import { commandSchema, streamSchema } from '../mdt/command.ts';

/**
 * A platform's orders have a generation. It ends where an order that was told is true no more: when the platform is put back
 * from an older copy, and when what consoles give back afterwards has to stand before what was ordered meanwhile. Within one
 * generation streams and feeds only grow. A platform refuses whoever speaks of another generation with `restored`.
 */
export const generationSchema = z.object({ id: z.string().min(1).max(64), number: z.number().int().positive() });
export type Generation = z.infer<typeof generationSchema>;

/** Commands given back in one request, and ids compared in one. */
export const returnLimits = { commands: 200, ids: 5000 } as const;

/** A committed command with the platform's proof that it stood at this version; absent where the platform was older. */
export const returnedSchema = z.object({ command: commandSchema, version: z.number().int().positive(), committedAtMs: z.number(), seal: z.string().max(64).optional() });
export type Returned = z.infer<typeof returnedSchema>;

/** GET /v1/generation?known=<id,…>: the newest, and up to where the feed is as the newest of the known ones had it. */
export const generationAnswerSchema = z.object({ generation: generationSchema, position: z.number().int().min(0), /** The one of the known ones that is meant. */ shared: z.string(), nowMs: z.number() });
export type GenerationAnswer = z.infer<typeof generationAnswerSchema>;

const heldStreamSchema = z.object({
  stream: streamSchema,
  /** Ids of the committed commands a console holds, in their order from the first. */
  ids: z.array(z.string().max(64)).min(1).max(100_000),
});

/** POST /v1/generation/compare → per stream how many of the first commands are the same, and places (from 0) of those the platform does not know. */
export const compareRequestSchema = z.object({ generationId: z.string(), streams: z.array(heldStreamSchema).min(1).max(500) });
export const compareAnswerSchema = z.object({ streams: z.array(z.object({ id: z.string(), same: z.number().int(), lacking: z.array(z.number().int()) })) });
export type CompareAnswer = z.infer<typeof compareAnswerSchema>;

/**
 * POST /v1/generation/returns: commands of one stream the platform does not know, in their order. Each is taken once, by whomever
 * it is given back. `generation` is another one when the order of the stream had to change: the console asks anew.
 */
export const returnsRequestSchema = heldStreamSchema.extend({ generationId: z.string(), commands: z.array(returnedSchema).min(1).max(returnLimits.commands) });
export type ReturnsRequest = z.infer<typeof returnsRequestSchema>;
export const returnsAnswerSchema = z.object({ generation: generationSchema, taken: z.number().int(), refused: z.array(z.object({ commandId: z.string(), reason: z.string(), message: z.string() })) });
export type ReturnsAnswer = z.infer<typeof returnsAnswerSchema>;

/** Versions of a stream that were ordered and that this console does not hold. */
export const gapSchema = z.object({ streamId: z.string(), from: z.number().int(), to: z.number().int() });
export type Gap = z.infer<typeof gapSchema>;

/** POST /v1/generation/rejoined: a console is back, what it gave, and what it knows to be missing. */
export const rejoinedSchema = z.object({ generationId: z.string(), returned: z.number().int().min(0), refused: z.number().int().min(0), gaps: z.array(gapSchema).max(10_000) });
export type Rejoined = z.infer<typeof rejoinedSchema>;
