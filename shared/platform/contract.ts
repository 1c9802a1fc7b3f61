import { z } from 'zod';
import { directorySchema, personSchema } from '../mdt/directory.ts';

/**
 * The wire contract of the provincial platform, version 1. Every call but `session` carries `Authorization: Bearer <token>`.
 *
 * GET  /v1/health                     → healthSchema (no token)
 * POST /v1/session                    sessionRequestSchema → sessionResponseSchema (no token); 401 wrong-password | second-factor-required | wrong-code, 403 account-disabled, 429
 * POST /v1/session/refresh            refreshRequestSchema → refreshResponseSchema (no token); each refresh token is good once, see platform/accounts/tokens.ts
 * POST /v1/session/end                refreshRequestSchema → {} (no token); ends all tokens of that sign-in
 * DELETE /v1/session                  ends all tokens of the sign-in the token is from
 * GET  /v1/second-factor              → factorStateSchema
 * POST /v1/second-factor              → begunFactorSchema; an otpauth address for the authenticator, not yet in force
 * PUT  /v1/second-factor              factorCodeSchema → confirmedFactorSchema; in force from now on; the recovery codes are told once
 * POST /v1/second-factor/off          factorCodeSchema → {}
 * GET  /v1/directory                  → directorySchema
 * GET  /v1/sample/accounts            → sampleAccountsSchema (no token; 404 unless the platform was started with the sample network)
 * PUT  /v1/signing-key                signingKeySchema → {} ; only while the account has none
 * POST /v1/commands, GET /v1/feed     shared/sync/protocol.ts
 * POST /v1/blobs (tus 1.0)            Upload-Metadata: sha256, caseId; resumable; stored once its SHA-256 is proved
 * POST /v1/blobs/missing              { sha256: string[] } → { missing: string[] }
 * POST /v1/blobs/pack                small blobs in one request (shared/blob/pack.ts)
 * POST /v1/blobs/held                { caseId, sha256: string[] } → { held: string[] }, each read through and proved by its hash
 * GET  /v1/blobs/:sha256?case=<id>    bytes, Range honoured; 404 when absent, 403 when the case is not the caller's
 * /v1/minutes                         minutes typed together: minutesContract.ts
 * POST /v1/meetings/:id/ticket        → ticketSchema
 * GET  /v1/meetings/:id/presence      → presenceSchema; 403 unless the caller's hospital takes part
 * GET  /v1/nodes                      → nodesSchema; where else this platform answers
 * GET  /v1/streams/:kind/:id/digest   → { version, digest } digest of the record as the platform replayed it
 * socket.io at /v1/socket             auth { token } for consoles (event `feed` {head}); auth { ticket } for meeting rooms (shared/meeting/signalling.ts)
 * Errors: HTTP status and an ErrorShape as body.
 */
export const contractVersion = 'v1';

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string(), protocolVersion: z.number(), pid: z.number(), nowMs: z.number(), streams: z.number() });

/**
 * SM2 private key sealed by the person's signing PIN: scrypt then AES-256-GCM; opened only in core, for one signature.
 * `publicKey` is hex as in a signature; the others are base64: `salt` 16 bytes, `nonce` 12 bytes, `sealed` the encrypted
 * UTF-8 bytes of the private key in hex, followed by the 16-byte tag; associated data: the UTF-8 bytes of `publicKey`.
 */
export const signingKeySchema = z.object({ publicKey: z.string().regex(/^04[0-9a-f]{128}$/), salt: z.string().max(64), nonce: z.string().max(64), sealed: z.string().max(512) });
/** scrypt parameters of {@link signingKeySchema} (N, r, p) and the length of the derived key in bytes. */
export const signingKeyScrypt = { cost: 16_384, blockSize: 8, parallelization: 1, keyBytes: 32 } as const;
export type SigningKey = z.infer<typeof signingKeySchema>;

export const sessionRequestSchema = z.object({ account: z.string().min(1).max(100), password: z.string().min(1).max(200), deviceId: z.string().min(1).max(100), code: z.string().max(40).optional() });
export type SessionRequest = z.infer<typeof sessionRequestSchema>;
/** `token` is for every call and ends soon; `refreshToken` is for getting the next pair, once. */
export const refreshResponseSchema = z.object({ token: z.string(), expiresAtMs: z.number(), refreshToken: z.string(), refreshExpiresAtMs: z.number(), nowMs: z.number() });
export type RefreshResponse = z.infer<typeof refreshResponseSchema>;
export const refreshRequestSchema = z.object({ refreshToken: z.string().min(20).max(100), deviceId: z.string().min(1).max(100) });
export const sessionResponseSchema = refreshResponseSchema.extend({ person: personSchema, signingKey: signingKeySchema.nullable() });
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

/** The second factor of the caller: time-based codes of an authenticator app (RFC 6238), and recovery codes for who lost it. */
export const factorStateSchema = z.object({ isOn: z.boolean(), recoveryCodesLeft: z.number().int() });
export type FactorState = z.infer<typeof factorStateSchema>;
export const begunFactorSchema = z.object({ uri: z.string().startsWith('otpauth://') });
export type BegunFactor = z.infer<typeof begunFactorSchema>;
export const factorCodeSchema = z.object({ code: z.string().min(6).max(40) });
export const confirmedFactorSchema = z.object({ recoveryCodes: z.array(z.string()) });
export type ConfirmedFactor = z.infer<typeof confirmedFactorSchema>;

export const ticketSchema = z.object({
  ticket: z.string(),
  expiresAtMs: z.number(),
  iceServers: z.array(z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() })),
});

/** Who is in a meeting's room now, each person once, in the order they came; empty before it opens and after it ended. */
export const presenceSchema = z.object({ participants: z.array(z.object({ personId: z.string(), name: z.string(), hospitalId: z.string() })) });
export type Presence = z.infer<typeof presenceSchema>;

/** Addresses of the living nodes of one platform: each answers every call, with the same tokens and tickets. */
export const nodesSchema = z.object({ nodes: z.array(z.object({ url: z.url({ protocol: /^https?$/ }) })) });
export type NodesResponse = z.infer<typeof nodesSchema>;

/** Fictional people of the sample network, for the sign-in page; never answered by a platform with real accounts. */
export const sampleAccountsSchema = z.object({
  accounts: z.array(z.object({ account: z.string(), name: z.string(), nameEn: z.string(), title: z.string(), hospitalId: z.string(), hospitalName: z.string(), password: z.string(), signingPin: z.string() })),
});
export type SampleAccounts = z.infer<typeof sampleAccountsSchema>;

export { directorySchema };
