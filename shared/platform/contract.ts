import { z } from 'zod';
import { directorySchema, personSchema } from '../mdt/directory.ts';

/**
 * The wire contract of the provincial platform, version 1: the shapes that calls share. Which routes there are, who may call
 * them and what they answer stands in routes/table.ts, what is said over sockets in socketContract.ts, and both in the OpenAPI
 * document made of them (docs/openapi.json). Errors: HTTP status and an ErrorShape as body.
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
