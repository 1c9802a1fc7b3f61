import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

/** A data key wrapped under a secret a person holds: scrypt, then AES-256-GCM. All fields base64. */
export const envelopeSchema = z.object({ salt: z.string(), nonce: z.string(), sealed: z.string(), tag: z.string(), costLog2: z.int().min(14).max(22) });
export type Envelope = z.infer<typeof envelopeSchema>;

/** Cost of one guess: about half a second and 128 MB. */
export const usualCostLog2 = 17;
const blockSize = 8;
const parallelization = 1;

/**
 * Wraps a key under a passphrase or recovery code.
 *
 * @param purpose bound into the seal, so that one envelope cannot stand in for another
 * @param costLog2 of scrypt; less than the usual only in tests
 */
export async function wrapKey(key: Uint8Array, secret: string, purpose: string, costLog2 = usualCostLog2): Promise<Envelope> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(secret, salt, costLog2), nonce);
  cipher.setAAD(Buffer.from(purpose, 'utf8'));
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  return { salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64'), tag: cipher.getAuthTag().toString('base64'), costLog2 };
}

/** The key, or undefined when the secret is not the one it was wrapped under. */
export async function unwrapKey(envelope: Envelope, secret: string, purpose: string): Promise<Uint8Array | undefined> {
  const decipher = createDecipheriv('aes-256-gcm', await derive(secret, Buffer.from(envelope.salt, 'base64'), envelope.costLog2), Buffer.from(envelope.nonce, 'base64'));
  decipher.setAAD(Buffer.from(purpose, 'utf8'));
  decipher.setAuthTag(Buffer.from(envelope.tag, 'base64'));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(Buffer.from(envelope.sealed, 'base64')), decipher.final()]));
  } catch {
    // The tag does not fit: another secret, or a damaged file; the caller says which matters.
    return undefined;
  }
}

function derive(secret: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  // The same person types the same passphrase on keyboards that compose characters differently.
  const normalized = secret.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(normalized, salt, 32, { N: 2 ** cost, r: blockSize, p: parallelization, maxmem: 256 * 2 ** cost * blockSize }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A fresh recovery code: 160 random bits in Crockford's base 32, in groups of four that can be read aloud. */
export function createRecoveryCode(): string {
  const letters = Array.from(randomBytes(32), (byte) => alphabet[byte & 31] ?? '0').join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** The code as it was made, however a person typed it: case, spaces, dashes, O for 0, I and L for 1. */
export function normalizeRecoveryCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
