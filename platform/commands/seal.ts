import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import type { Committed } from '../../shared/sync/protocol.ts';

/**
 * The platform's proof that it gave a command its place. A console that gives commands back after a restore need not be the
 * author's: by the seal the platform knows its own order again, and nobody can give back what never was.
 * @param key 32 bytes of the platform, the same before and after a restore
 */
export const sealOf = (key: Uint8Array, { command, version }: Pick<Committed, 'command' | 'version'>): string =>
  createHmac('sha256', key).update(canonicalJson({ version, command })).digest('base64url');

export function isSealed(key: Uint8Array, committed: Pick<Committed, 'command' | 'version'>, seal: string | undefined): boolean {
  const [given, expected] = [Buffer.from(seal ?? '', 'base64url'), Buffer.from(sealOf(key, committed), 'base64url')];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
