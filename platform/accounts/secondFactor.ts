import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { StoreError } from '../../shared/errors/appError.ts';

/** RFC 6238 as every authenticator app computes it: HMAC-SHA-1, 6 digits, 30 s. */
const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A code of the step before or after is taken too: clocks differ, and people type. */
const window = 1;
const secretBytes = 20;
const nonceLength = 12;
const tagLength = 16;

export const newSecret = (): Uint8Array => new Uint8Array(randomBytes(secretBytes));

const generatorOf = (secret: Uint8Array, label = ''): TOTP => new TOTP({ ...totp, issuer: 'MDT', label, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });

/** What an authenticator app reads from the QR code: `otpauth://totp/…`. It holds the secret. */
export const enrolmentUri = (secret: Uint8Array, account: string): string => generatorOf(secret, account).toString();

/**
 * The time step a code belongs to, so that it is taken once only; null for a wrong code and for one of a step that was used.
 * @param usedStep newest step whose code was taken; -1 for none
 */
export function stepOfCode(secret: Uint8Array, code: string, nowMs: number, usedStep: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = generatorOf(secret).validate({ token: code, timestamp: nowMs, window });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1000 / totp.period) + delta;
  return step > usedStep ? step : null;
}

/** Seals the secret for the database; bound to its person, so that a row copied to another account opens nothing. */
export function sealSecret(key: Uint8Array, personId: string, secret: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(personId, 'utf8'));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]));
}

/** @throws {StoreError} corrupt when the row was changed or belongs to another person */
export function openSecret(key: Uint8Array, personId: string, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
  decipher.setAAD(Buffer.from(personId, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-tagLength));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]));
  } catch (cause) {
    throw new StoreError('corrupt', `The second factor stored for ${personId} cannot be opened; reset it with: npm run platform -- account reset-second-factor.`, { cause });
  }
}

/** Without 0, 1, I, L, O and U, which people read for another. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 12;
export const recoveryCodeCount = 10;

/** Ten codes such as `K7QF-2M9X-AB3T` (58 bits each) for who lost the authenticator; each is good once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () => Array.from({ length: codeLength }, (_none, at) => `${at > 0 && at % 4 === 0 ? '-' : ''}${letters[randomInt(letters.length)]}`).join(''));

/** What is stored of a recovery code, however it was typed; null for text that is none. */
export function hashRecoveryCode(personId: string, text: string): string | null {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '');
  return code.length === codeLength ? createHash('sha256').update(`${personId}/${code}`).digest('hex') : null;
}
