import { createDecipheriv, scryptSync } from 'node:crypto';
import { signingKeyScrypt, type SigningKey } from '../../../shared/platform/contract.ts';

/** The private key in hex, as core opens it. @throws {Error} for a wrong PIN */
export function openSealedKey(key: SigningKey, pin: string): string {
  const { cost, blockSize, parallelization, keyBytes } = signingKeyScrypt;
  const bytes = Buffer.from(key.sealed, 'base64');
  const derived = scryptSync(pin, Buffer.from(key.salt, 'base64'), keyBytes, { N: cost, r: blockSize, p: parallelization });
  const decipher = createDecipheriv('aes-256-gcm', derived, Buffer.from(key.nonce, 'base64'));
  decipher.setAAD(Buffer.from(key.publicKey));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}
