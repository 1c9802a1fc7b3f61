import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../shared/errors/appError.ts';
import { readKey } from '../cliOptions.ts';
import { openStore, type PlatformStore } from '../store/openStore.ts';

/**
 * The store of an existing platform, for a command of the administrator; a platform may be running on it.
 * @throws {StoreError} not-found: there is no platform in this folder; nothing is made there
 * @throws {PlatformError} bad-setting: there is no key
 */
export async function openBeside({ dataDir, databaseUrl }: { readonly dataDir: string; readonly databaseUrl: string | undefined }, env: Readonly<Record<string, string | undefined>>): Promise<PlatformStore> {
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'platform.db'))) {
    throw new StoreError('not-found', `There is no platform in ${dataDir}; name its folder with --data (or its PostgreSQL with MDT_PLATFORM_DATABASE), or start the platform there once.`);
  }
  return openStore({ dataDir, databaseUrl, key: readKey(env, dataDir, false).key, isBeside: true });
}
