import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt of a password (r = 8, p = 1); `cost` is N. */
export interface PasswordHash {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly cost: number;
}

export const passwordCost = 32_768;

const derive = (password: string, salt: Uint8Array, cost: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, 32, { N: cost, r: 8, p: 1, maxmem: 2048 * cost }, (error, hash) => (error ? reject(error) : resolve(hash)));
  });

export async function hashPassword(password: string, cost = passwordCost): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(password, salt, cost), cost };
}

const nobody: PasswordHash = { salt: new Uint8Array(16), hash: new Uint8Array(32), cost: passwordCost };

/** True when the password is the one hashed. An account that does not exist costs the same time as a wrong password. */
export async function isPassword(password: string, stored: PasswordHash | undefined): Promise<boolean> {
  const { salt, hash, cost } = stored ?? nobody;
  const isEqual = timingSafeEqual(await derive(password, salt, cost), hash);
  return isEqual && stored !== undefined;
}
