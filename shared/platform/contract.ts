import { z } from 'zod';
import { directorySchema, personSchema } from '../mdt/directory.ts';

/**
 * The wire contract of the provincial platform, version 1. Every call but `session` carries `Authorization: Bearer <token>`.
 *
 * GET  /v1/health                     → healthSchema (no token)
 * POST /v1/session                    sessionRequestSchema → sessionResponseSchema; 401 on a wrong account or password
 * DELETE /v1/session                  ends the token
 * GET  /v1/directory                  → directorySchema
 * PUT  /v1/signing-key                signingKeySchema → {} ; only while the account has none
 * POST /v1/commands, GET /v1/feed     shared/sync/protocol.ts
 * POST /v1/blobs (tus 1.0)            Upload-Metadata: sha256, caseId; resumable; stored once its SHA-256 is proved
 * POST /v1/blobs/missing              { sha256: string[] } → { missing: string[] }
 * GET  /v1/blobs/:sha256?case=<id>    bytes, Range honoured; 404 when absent, 403 when the case is not the caller's
 * POST /v1/meetings/:id/ticket        → ticketSchema
 * GET  /v1/streams/:kind/:id/digest   → { version, digest } digest of the record as the platform replayed it
 * socket.io at /v1/socket             auth { token } for consoles (event `feed` {head}); auth { ticket } for meeting rooms (shared/meeting/signalling.ts)
 * Errors: HTTP status and an ErrorShape as body.
 */
export const contractVersion = 'v1';

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string(), protocolVersion: z.number(), pid: z.number(), nowMs: z.number(), streams: z.number() });

/** SM2 private key sealed by the person's signing PIN: scrypt then AES-256-GCM; opened only in core, for one signature. base64 fields. */
export const signingKeySchema = z.object({ publicKey: z.string(), salt: z.string(), nonce: z.string(), sealed: z.string() });
export type SigningKey = z.infer<typeof signingKeySchema>;

export const sessionRequestSchema = z.object({ account: z.string().min(1).max(100), password: z.string().min(1).max(200), deviceId: z.string().min(1).max(100) });
export const sessionResponseSchema = z.object({ token: z.string(), expiresAtMs: z.number(), person: personSchema, signingKey: signingKeySchema.nullable(), nowMs: z.number() });
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

export const ticketSchema = z.object({
  ticket: z.string(),
  expiresAtMs: z.number(),
  iceServers: z.array(z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() })),
});

export { directorySchema };
