import { argon2Sync, randomBytes, scryptSync } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { deriveWasm, hashPassword, isOutdated, isPassword, passwordStrength } from '../../platform/accounts/password.ts';

test('the argon2id of the platform is the one of RFC 9106, section 5.3 (without its optional data), as Node computes it', async () => {
  const given = { password: new Uint8Array(32).fill(1), salt: new Uint8Array(16).fill(2), memory: 32, passes: 3, parallelism: 4, tagLength: 32 };
  const judge = argon2Sync('argon2id', { message: given.password, nonce: given.salt, memory: given.memory, passes: given.passes, parallelism: given.parallelism, tagLength: given.tagLength });
  const ours = await argon2id({ password: given.password, salt: given.salt, iterations: given.passes, memorySize: given.memory, parallelism: given.parallelism, hashLength: given.tagLength, outputType: 'hex' });
  expect(ours).toBe(judge.toString('hex'));
});

test('RFC 9106, section 5.3: the judge itself gives the tag printed there', () => {
  const tag = argon2Sync('argon2id', {
    message: new Uint8Array(32).fill(1), nonce: new Uint8Array(16).fill(2), secret: new Uint8Array(8).fill(3), associatedData: new Uint8Array(12).fill(4), memory: 32, passes: 3, parallelism: 4, tagLength: 32,
  });
  expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('a new hash has the strength OWASP asks for, stores it, and Node computes the same bytes', async () => {
  const stored = await hashPassword('Passwort-2026 密码');
  expect(stored).toMatchObject({ scheme: 'argon2id', memoryKib: 19_456, cost: 2, lanes: 1 });
  const judge = argon2Sync('argon2id', { message: 'Passwort-2026 密码', nonce: stored.salt, memory: stored.memoryKib, passes: stored.cost, parallelism: stored.lanes, tagLength: 32 });
  expect(Buffer.from(stored.hash).equals(judge)).toBe(true);
  expect(Buffer.from(await deriveWasm('Passwort-2026 密码', stored.salt, stored)).equals(judge)).toBe(true);
  expect([await isPassword('Passwort-2026 密码', stored), await isPassword('passwort-2026 密码', stored), await isPassword('x', undefined)]).toEqual([true, false, false]);
  expect(isOutdated(stored)).toBe(false);
});

test('a hash of an earlier version still opens, and is outdated; so is one that cost less', async () => {
  const salt = randomBytes(16);
  const old = { scheme: 'scrypt' as const, salt, hash: scryptSync('alt', salt, 32, { N: 1024, r: 8, p: 1 }), cost: 1024, memoryKib: 0, lanes: 1 };
  expect([await isPassword('alt', old), await isPassword('neu', old), isOutdated(old)]).toEqual([true, false, true]);
  expect(isOutdated(await hashPassword('x', { ...passwordStrength, memoryKib: 1024 }))).toBe(true);
});
