import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { signingKeyScrypt, type SigningKey } from '../../shared/platform/contract.ts';

/** Seals an SM2 private key (hex) under a PIN in the form the contract describes. Core opens it. */
export function sealSigningKey(pair: { readonly publicKey: string; readonly privateKey: string }, pin: string): SigningKey {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const { cost, blockSize, parallelization, keyBytes } = signingKeyScrypt;
  const cipher = createCipheriv('aes-256-gcm', scryptSync(pin, salt, keyBytes, { N: cost, r: blockSize, p: parallelization }), nonce);
  cipher.setAAD(Buffer.from(pair.publicKey, 'utf8'));
  const sealed = Buffer.concat([cipher.update(pair.privateKey, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { publicKey: pair.publicKey, salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}
