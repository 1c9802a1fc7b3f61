import { createHash, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '../platformError.ts';

const leastCharacters = 20;

/** MDT_METRICS_TOKEN, with which another machine may read the metrics; undefined where it is not set. @throws {PlatformError} bad-setting */
export function readMetricsToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const token = env['MDT_METRICS_TOKEN'];
  if (token === undefined || token === '') return undefined;
  if (token.length < leastCharacters) throw new PlatformError('bad-setting', `MDT_METRICS_TOKEN is shorter than ${leastCharacters} characters; openssl rand -hex 32 makes a good one.`);
  return token;
}

/** Compared in the same time wherever they differ. */
export const isMetricsToken = (authorization: string | undefined, token: string | undefined): boolean =>
  token !== undefined && authorization !== undefined && timingSafeEqual(digestOf(authorization), digestOf(`Bearer ${token}`));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
