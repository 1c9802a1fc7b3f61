import crypto, { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { argon2id } from 'hash-wasm';

/** A hashed password with everything needed to compute it again. `cost`: passes of argon2id, N of scrypt (r = 8, p = 1). */
export interface PasswordHash {
  readonly scheme: 'argon2id' | 'scrypt';
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly cost: number;
  /** Memory of argon2id in KiB; 0 for scrypt. */
  readonly memoryKib: number;
  readonly lanes: number;
}

type Strength = Pick<PasswordHash, 'cost' | 'memoryKib' | 'lanes'>;

/** What new hashes cost. @see OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane at least */
export const passwordStrength: Strength = { memoryKib: 19_456, cost: 2, lanes: 1 };
/** For passwords that anyone may read: the sample network. */
export const publicPasswordStrength: Strength = { memoryKib: 64, cost: 1, lanes: 1 };

const hashLength = 32;
/** Node 24.7 and newer has argon2 off the thread; Electron's, built on BoringSSL, has not. */
const hasNative = typeof crypto.argon2 === 'function' && process.versions['electron'] === undefined;

const deriveNative = (password: string, nonce: Uint8Array, { cost, memoryKib, lanes }: Strength): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const given = { message: password.normalize('NFC'), nonce, parallelism: lanes, tagLength: hashLength, memory: memoryKib, passes: cost };
    crypto.argon2('argon2id', given, (error, hash) => (error ? reject(error) : resolve(hash)));
  });

/** The work is done on the one thread that answers everybody: one password at a time, others are answered in between. */
let queue: Promise<unknown> = Promise.resolve();

/** The same as WebAssembly; the two are compared in the tests. */
export const deriveWasm = (password: string, salt: Uint8Array, { cost, memoryKib, lanes }: Strength): Promise<Uint8Array> => {
  const turn = queue.then(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return argon2id({ password: password.normalize('NFC'), salt, iterations: cost, memorySize: memoryKib, parallelism: lanes, hashLength, outputType: 'binary' });
  });
  queue = turn.catch(() => undefined);
  return turn;
};

const deriveArgon2id = hasNative ? deriveNative : deriveWasm;

/** Hashes of earlier versions. */
const deriveScrypt = (password: string, salt: Uint8Array, { cost }: Strength): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, hashLength, { N: cost, r: 8, p: 1, maxmem: 2048 * cost }, (error, hash) => (error ? reject(error) : resolve(hash)));
  });

export async function hashPassword(password: string, strength: Strength = passwordStrength): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { scheme: 'argon2id', salt, hash: await deriveArgon2id(password, salt, strength), ...strength };
}

const nobody: PasswordHash = { scheme: 'argon2id', salt: new Uint8Array(16), hash: new Uint8Array(hashLength), ...passwordStrength };

/** True when the password is the one hashed. An account that does not exist costs the same time as a wrong password. */
export async function isPassword(password: string, stored: PasswordHash | undefined): Promise<boolean> {
  const known = stored ?? nobody;
  const derived = await (known.scheme === 'scrypt' ? deriveScrypt : deriveArgon2id)(password, known.salt, known);
  return timingSafeEqual(derived, known.hash) && stored !== undefined;
}

/** Whether a hash is of an earlier scheme or cheaper than new ones are; it is replaced when its password is known, at the next sign-in. */
export const isOutdated = ({ scheme, cost, memoryKib, lanes }: PasswordHash): boolean =>
  scheme !== 'argon2id' || cost < passwordStrength.cost || memoryKib < passwordStrength.memoryKib || lanes < passwordStrength.lanes;
