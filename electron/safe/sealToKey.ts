import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** A secret sealed under another key of 32 bytes: AES-256-GCM. All fields base64. */
export const sealedSchema = z.object({ nonce: z.string(), sealed: z.string(), tag: z.string() });
export type Sealed = z.infer<typeof sealedSchema>;

/** @param purpose bound into the seal, so that one cannot stand in for another */
export function sealUnder(key: Uint8Array, secret: Uint8Array, purpose: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(purpose, 'utf8'));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
}

/** The secret, or undefined when the key is another one or the seal was changed. */
export function openUnder(key: Uint8Array, { nonce, sealed, tag }: Sealed, purpose: string): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
    decipher.setAAD(Buffer.from(purpose, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    return new Uint8Array(Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]));
  } catch {
    // The tag does not fit; the caller says what that means.
    return undefined;
  }
}

/** A secret sealed to the holder of an X25519 key (RFC 7748): a key pair made for this once, its agreement run through HKDF. */
export const sealedToSchema = sealedSchema.extend({ ephemeral: z.string() });
export type SealedTo = z.infer<typeof sealedToSchema>;

const spki = { type: 'spki', format: 'der' } as const;
const pkcs8 = { type: 'pkcs8', format: 'der' } as const;

/** A new X25519 key pair: public half as SPKI, private half as PKCS #8, DER. */
export function makeAgreementPair(): { publicKey: Uint8Array; privateKey: Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: new Uint8Array(publicKey.export(spki)), privateKey: new Uint8Array(privateKey.export(pkcs8)) };
}

/** @param publicKey SPKI, DER */
export function sealTo(publicKey: Uint8Array, secret: Uint8Array, purpose: string): SealedTo {
  const own = generateKeyPairSync('x25519');
  const ephemeral = own.publicKey.export(spki);
  const key = agreedKey(own.privateKey, readPublic(publicKey), ephemeral, publicKey);
  return { ...sealUnder(key, secret, purpose), ephemeral: ephemeral.toString('base64') };
}

/** The secret, or undefined when it was sealed to somebody else. @param privateKey PKCS #8, DER */
export function openSealedTo(privateKey: Uint8Array, sealed: SealedTo, purpose: string): Uint8Array | undefined {
  const own = createPrivateKey({ key: Buffer.from(privateKey), ...pkcs8 });
  const ownPublic = createPublicKey(own).export(spki);
  const ephemeral = Buffer.from(sealed.ephemeral, 'base64');
  return openUnder(agreedKey(own, readPublic(ephemeral), ephemeral, ownPublic), sealed, purpose);
}

const readPublic = (der: Uint8Array): KeyObject => createPublicKey({ key: Buffer.from(der), ...spki });

const agreedKey = (privateKey: KeyObject, publicKey: KeyObject, ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), Buffer.concat([ephemeral, recipient]), 'mdt/recovery/1', 32));
