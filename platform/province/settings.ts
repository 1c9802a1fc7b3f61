import { isLoopback } from '../../shared/platform/loopback.ts';
import { PlatformError } from '../platformError.ts';
import type { ProvinceAdapter, ProvinceSettings } from './adapter.ts';
import { contractAdapter } from './contractAdapter.ts';
import { fhirAdapter } from './fhirAdapter.ts';

/**
 * MDT_PROVINCE_URL, MDT_PROVINCE_KIND (contract or fhir), MDT_PROVINCE_TOKEN; null where no address is set: documents
 * then wait in the store.
 * @throws {PlatformError} bad-setting
 */
export function readProvince(env: Readonly<Record<string, string | undefined>>): ProvinceSettings | null {
  const url = env['MDT_PROVINCE_URL'];
  const kind = env['MDT_PROVINCE_KIND'] ?? 'contract';
  if (kind !== 'contract' && kind !== 'fhir') throw new PlatformError('bad-setting', `MDT_PROVINCE_KIND is ${kind}; it must be contract or fhir.`);
  if (url === undefined || url === '') return null;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) throw new PlatformError('bad-setting', 'MDT_PROVINCE_URL is not an address like https://province.example/fhir.');
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) throw new PlatformError('bad-setting', 'MDT_PROVINCE_URL must begin with https:// because patients\' data travel there; http:// is for this computer only.');
  return { kind, url: url.replace(/\/+$/, ''), token: env['MDT_PROVINCE_TOKEN'] ?? null, timeoutMs: 60_000 };
}

export const openAdapter = (settings: ProvinceSettings): ProvinceAdapter => (settings.kind === 'fhir' ? fhirAdapter(settings) : contractAdapter(settings));
