import { readTrustedProxies } from './http/trustedProxies.ts';
import { readMetricsToken } from './operate/metricsToken.ts';
import { PlatformError } from './platformError.ts';
import { readProvince } from './province/settings.ts';
import { readIceServers } from './rooms/iceServers.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable the platform reads. */
export const platformVariables = [
  'MDT_PLATFORM_KEY', 'MDT_PLATFORM_DATABASE', 'MDT_TRUSTED_PROXIES', 'MDT_METRICS_TOKEN', 'MDT_ICE_SERVERS', 'MDT_TURN_URL', 'MDT_TURN_SECRET',
  'MDT_PROVINCE_URL', 'MDT_PROVINCE_KIND', 'MDT_PROVINCE_TOKEN', 'MDT_PROVINCE_INTAKE_TOKEN',
] as const;
/** The console's, which look like ours. */
const foreign: ReadonlySet<string> = new Set(['MDT_PLATFORM_URL', 'MDT_PLATFORM_HOST', 'MDT_PLATFORM_PORT']);
const families = /^MDT_(?:PLATFORM|PROVINCE|TRUSTED|METRICS|ICE|TURN)_/;
/** Letters by which a misspelt name may differ from the one that was meant. */
const tolerance = 3;

/**
 * Reads all settings once, so that a server with a wrong one does not start: a misspelt name would leave it without the
 * protection, or with another key than was meant, and nobody would know.
 * @throws {PlatformError} bad-setting, naming the variable
 */
export function checkEnvironment(env: Environment): void {
  for (const name of Object.keys(env)) {
    if (platformVariables.some((known) => known === name) || foreign.has(name) || !name.startsWith('MDT_')) continue;
    const [nearest, distance] = nearestOf(name);
    if (distance > tolerance && !families.test(name)) continue;
    throw new PlatformError('bad-setting', `${name} is no setting of the platform; ${distance > tolerance ? `they are ${platformVariables.join(', ')}` : `is ${nearest} meant?`}`);
  }
  readTrustedProxies(env);
  readMetricsToken(env);
  readIceServers(env);
  readProvince(env);
}

function nearestOf(name: string): readonly [string, number] {
  const ranked = platformVariables.map((known) => [known, distanceOf(name, known)] as const).toSorted(([, a], [, b]) => a - b);
  return ranked[0] ?? ['MDT_PLATFORM_KEY', Infinity];
}

/** Letters to change, add or leave out (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_none, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? Infinity;
}
