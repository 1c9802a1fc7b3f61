import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { RecordError } from '../../../shared/errors/appError.ts';
import { makeKeyPair } from '../../../shared/mdt/signature.ts';
import { signingKeyScrypt, type SigningKey } from '../../../shared/platform/contract.ts';

const derive = (secret: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((done, fail) => {
    const { cost, blockSize, parallelization, keyBytes } = signingKeyScrypt;
    scrypt(secret, salt, keyBytes, { N: cost, r: blockSize, p: parallelization }, (error, key) => (error ? fail(error) : done(key)));
  });

const tagLength = 16;

/** A new SM2 key pair whose private half only the PIN opens. */
export async function createSealedKey(pin: string): Promise<SigningKey> {
  const { publicKey, privateKey } = makeKeyPair();
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await derive(pin, salt), nonce);
  cipher.setAAD(Buffer.from(publicKey, 'utf8'));
  const sealed = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { publicKey, salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/**
 * The private key, hex, for one signature.
 * @throws {RecordError} signature-invalid when the PIN is wrong
 */
export async function openSealedKey(key: SigningKey, pin: string): Promise<string> {
  const sealed = Buffer.from(key.sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', await derive(pin, Buffer.from(key.salt, 'base64')), Buffer.from(key.nonce, 'base64'));
  decipher.setAAD(Buffer.from(key.publicKey, 'utf8'));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new RecordError('signature-invalid', 'The signing PIN is wrong; nothing was signed. Enter it again.', { cause });
  }
}

/** Salt and verifier by which a password is recognised here while the platform cannot be asked. */
export async function makeVerifier(password: string): Promise<{ salt: Uint8Array; verifier: Uint8Array }> {
  const salt = randomBytes(16);
  return { salt, verifier: await derive(password, salt) };
}

export const isVerified = async (password: string, known: { salt: Uint8Array; verifier: Uint8Array }): Promise<boolean> => timingSafeEqual(await derive(password, known.salt), known.verifier);
