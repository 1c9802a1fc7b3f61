import { z } from 'zod';
import { disciplines } from './directory.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

/** One signature over the frozen content of a case (`mdt-workflow` section 7). */
export const signatureSchema = z.object({
  personId: z.string().min(1),
  personName: z.string().min(1),
  personTitle: z.string(),
  hospitalId: z.string().min(1),
  /** As what the person signs: for a discipline's opinion, for the physics part, or as chair. */
  role: z.enum(['expert', 'physicist', 'chair']),
  discipline: z.enum(disciplines).nullable(),
  atMs: z.number(),
  /** platform: the clock was compared with the platform's within this session; device: signed offline. */
  timeSource: z.enum(['platform', 'device']),
  algorithm: z.literal('SM2-SM3'),
  publicKey: z.string().regex(/^04[0-9a-f]{128}$/),
  /** First 16 hex digits of the SHA-256 of the public key. */
  certificateId: z.string().min(1),
  sha256: hex64,
  sm3: hex64,
  /** Why the chair signs while a discipline's signature is open; null otherwise. */
  openReason: z.string().nullable(),
  value: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Signature = z.infer<typeof signatureSchema>;
export type UnsignedSignature = Omit<Signature, 'value'>;
