import { z } from 'zod';
import { commandSchema, streamSchema } from '../mdt/command.ts';
import { generationSchema } from './generation.ts';
import { protocols } from './negotiate.ts';

/** The newest version this build speaks; which one two sides use is agreed before the first command. */
export const protocolVersion = protocols.max;

const version = z.number().int().min(1);
/** POST /v1/protocol: the versions a console speaks → the one both use, or 409 protocol-version with `mustUpdate` in its detail. A platform without this route speaks version 1. */
export const protocolRequestSchema = z.object({ min: version, max: version });
export const protocolResponseSchema = z.object({ version });

/** A command with its place: `version` in its stream; the platform's clock when it was ordered. */
export const committedSchema = z.object({ command: commandSchema, version: z.number().int().positive(), committedAtMs: z.number(), /** The platform's proof of the place, handed back after a restore; absent from older platforms. */ seal: z.string().max(64).optional() });
export type Committed = z.infer<typeof committedSchema>;

/** What the platform says of one pushed command. rebased: committed on a newer version than its author saw. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('committed'), commandId: z.string(), version: z.number().int() }),
  z.object({ status: z.literal('rebased'), commandId: z.string(), version: z.number().int() }),
  z.object({ status: z.literal('refused'), commandId: z.string(), reason: z.string(), message: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Body of POST /v1/commands: in the order of the console's outbox; applied one by one, a command sent twice answers as the first time. */
export const pushRequestSchema = z.object({ protocolVersion: z.number().int().min(protocols.min).max(protocols.max), commands: z.array(commandSchema).min(1).max(200), generation: z.string().max(64).optional() });
export const pushResponseSchema = z.object({ outcomes: z.array(outcomeSchema), nowMs: z.number() });

/** A stream this hospital has left: delete it, and say so. `version` and `digest` are of the record as it left. */
export const removalSchema = z.object({ position: z.number().int().positive(), stream: streamSchema, version: z.number().int(), digest: z.string() });
export type Removal = z.infer<typeof removalSchema>;

/**
 * POST /v1/removals: what a console deleted after a removal. `version` and `digest` are of the record it held, 0 and empty where it
 * held none; `blobs` the hashes of the bytes it deleted; `unsent` the commands of the stream that had not been sent.
 */
export const removalReceiptSchema = z.object({
  position: z.number().int().positive(), stream: streamSchema, version: z.number().int().min(0), digest: z.string().max(64),
  blobs: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100_000), unsent: z.number().int().min(0), removedAtMs: z.number(),
});
export type RemovalReceipt = z.infer<typeof removalReceiptSchema>;

/** GET /v1/removals/:streamId: hospitals that left the stream, and which of their consoles have confirmed. */
export const removalReportSchema = z.object({
  removals: z.array(z.object({
    hospitalId: z.string(), position: z.number(), version: z.number(), atMs: z.number(),
    /** Every console that had received anything for the hospital before. isExact: it held what the platform holds under that version. */
    consoles: z.array(z.object({
      deviceId: z.string(), confirmedAtMs: z.number().nullable(), isExact: z.boolean(), receiptSha256: z.string().nullable(),
      /** When it last asked for its feed, to the minute. Absent from older platforms, as `confirmed` is. */
      lastSeenMs: z.number().optional(),
      /** Who was signed in when it confirmed; when by its clock, and how many objects and unsent commands it deleted. */
      confirmed: z.object({ personId: z.string(), removedAtMs: z.number(), blobs: z.number(), unsent: z.number() }).optional(),
    })),
  })),
});
export type RemovalReport = z.infer<typeof removalReportSchema>;

/** GET /v1/feed?after=<position>&limit=<n>&protocol=<version>: what this hospital may see, in an order of its own; a stream that becomes visible arrives whole. */
export const feedResponseSchema = z.object({
  entries: z.array(z.object({ position: z.number().int().positive(), committed: committedSchema })),
  /** Absent from protocol 1; positions are of the same order as those of the entries. */
  removals: z.array(removalSchema).optional(),
  head: z.number().int().min(0),
  /** Of the order the positions are of; absent from older platforms. */
  generation: generationSchema.optional(),
  nowMs: z.number(),
});
export type FeedResponse = z.infer<typeof feedResponseSchema>;
