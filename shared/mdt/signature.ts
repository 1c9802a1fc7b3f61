import { sm2 } from 'sm-crypto-v2';
import { z } from 'zod';
import { canonicalJson, type Digest } from './canonical.ts';
import { disciplines } from './directory.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

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

/** The bytes that are signed: everything in the signature but its value, so that role and time are covered too. */
const signedText = (caseId: string, signature: UnsignedSignature): string => {
  const { value: _value, ...covered } = signature as Signature;
  return canonicalJson({ caseId, ...covered });
};

/** A new SM2 key pair (GB/T 32918), hex. */
export const makeKeyPair = (): { publicKey: string; privateKey: string } => sm2.generateKeyPairHex();

export function signDigest(caseId: string, signature: UnsignedSignature, privateKey: string): Signature {
  const value = sm2.doSignature(new TextEncoder().encode(signedText(caseId, signature)), privateKey, { hash: true, publicKey: signature.publicKey });
  return { ...signature, value };
}

/** True when the value was made by the key over exactly these words and the digest is the given one. */
export function isSignatureValid(caseId: string, signature: Signature, digest: Digest): boolean {
  if (signature.sha256 !== digest.sha256 || signature.sm3 !== digest.sm3) return false;
  return sm2.doVerifySignature(new TextEncoder().encode(signedText(caseId, signature)), signature.value, signature.publicKey, { hash: true });
}
