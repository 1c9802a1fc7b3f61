import { sm2 } from 'sm-crypto-v2';
import { canonicalJson, type Digest } from './canonical.ts';
import type { Signature, UnsignedSignature } from './signatureSchema.ts';

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

/** An SM2 signature over any text, such as the manifest of an archive. */
export const signText = (text: string, keys: { readonly publicKey: string; readonly privateKey: string }): string =>
  sm2.doSignature(new TextEncoder().encode(text), keys.privateKey, { hash: true, publicKey: keys.publicKey });

export const isTextSigned = (text: string, value: string, publicKey: string): boolean => sm2.doVerifySignature(new TextEncoder().encode(text), value, publicKey, { hash: true });
