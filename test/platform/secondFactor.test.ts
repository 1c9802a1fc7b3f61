import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { enrolmentUri, hashRecoveryCode, newRecoveryCodes, newSecret, openSecret, sealSecret, stepOfCode } from '../../platform/accounts/secondFactor.ts';

/** RFC 6238, appendix B, SHA-1: seconds since 1970 and the last six digits of the code there. */
const vectors = [[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']] as const;
const rfcSecret = new Uint8Array(Buffer.from('12345678901234567890', 'ascii'));

test.each(vectors)('RFC 6238 at %i s: %s is the code of that step, of the next and of the one before, and of no other', (seconds, code) => {
  const step = Math.floor(seconds / 30);
  const at = (shift: number): number | null => stepOfCode(rfcSecret, code, (seconds + 30 * shift) * 1000, -1);
  expect([at(0), at(1), at(-1)]).toEqual([step, step, step]);
  expect([at(2), at(-2)]).toEqual([null, null]);
});

test('a code of a step that was used, or of one before it, is not taken again', () => {
  expect([stepOfCode(rfcSecret, '287082', 59_000, 1), stepOfCode(rfcSecret, '287082', 59_000, 5), stepOfCode(rfcSecret, '287082', 59_000, 0)]).toEqual([null, null, 1]);
  expect(stepOfCode(rfcSecret, '28708', 59_000, -1)).toBeNull();
});

test('the address for the authenticator says what it must know: secret, issuer, account, digits and period', () => {
  const uri = new URL(enrolmentUri(rfcSecret, 'he.doctor'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', 'totp', '/MDT:he.doctor']);
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer: 'MDT', algorithm: 'SHA1', digits: '6', period: '30' });
});

test('a sealed secret opens with its key for its person only, and nothing of it is readable', () => {
  const [key, secret] = [new Uint8Array(32).fill(7), newSecret()];
  const sealed = sealSecret(key, 'he.doctor', secret);
  expect(Buffer.from(openSecret(key, 'he.doctor', sealed)).equals(secret)).toBe(true);
  expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
  expect(() => openSecret(key, 'chen.chair', sealed)).toThrow(/he second factor stored for chen.chair/);
  expect(() => openSecret(new Uint8Array(32), 'he.doctor', sealed)).toThrow();
  expect(new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).generate({ timestamp: 0 })).toMatch(/^\d{6}$/);
});

test('recovery codes are ten, all different, and recognised however they are typed, for their person alone', () => {
  const codes = newRecoveryCodes();
  expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
  const [code = ''] = codes;
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(hashRecoveryCode('a', code.toLowerCase().replaceAll('-', ' '))).toBe(hashRecoveryCode('a', code));
  expect(hashRecoveryCode('b', code)).not.toBe(hashRecoveryCode('a', code));
  expect(hashRecoveryCode('a', '123456')).toBeNull();
});
