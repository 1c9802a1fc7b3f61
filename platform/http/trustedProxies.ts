import { isIPv4, isIPv6 } from 'node:net';
import { PlatformError } from '../platformError.ts';

/** Names the HTTP server knows for groups of addresses. */
const groups: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

/**
 * MDT_TRUSTED_PROXIES: whose word on a console's address (X-Forwarded-For) is taken; addresses, networks or groups with
 * commas. This machine alone where it is not set. Of anybody else the address of the connection counts.
 * @throws {PlatformError} bad-setting
 */
export function readTrustedProxies(env: Readonly<Record<string, string | undefined>>): string[] {
  const text = env['MDT_TRUSTED_PROXIES']?.trim() ?? '';
  const entries = text === '' ? ['loopback'] : text.split(',').map((entry) => entry.trim());
  for (const entry of entries) {
    if (!groups.has(entry) && !isNetwork(entry)) {
      throw new PlatformError('bad-setting', `MDT_TRUSTED_PROXIES names "${entry}", which is no address; give addresses, networks or loopback with commas, such as 10.0.0.5,10.1.0.0/16. Names of machines are not looked up.`);
    }
  }
  return entries;
}

/** An address, or one with the length of its prefix; all addresses at once would let everybody name any. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  return longest > 0 && more.length === 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= longest));
}
