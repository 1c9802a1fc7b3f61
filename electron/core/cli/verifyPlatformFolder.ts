import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../../shared/errors/appError.ts';

const databaseVariable = 'MDT_PLATFORM_DATABASE';

/** Whether a folder is that of a platform by itself, not of a console with one inside. */
export const isPlatformFolder = (folder: string): boolean =>
  !existsSync(join(folder, 'record.db')) && !existsSync(join(folder, 'record', 'record.db')) && (existsSync(join(folder, 'platform.db')) || existsSync(join(folder, 'folder-id')));

/**
 * Everything a platform keeps, by its key in MDT_PLATFORM_KEY or `platform.key` in the folder; one on PostgreSQL by the
 * address in {@link databaseVariable}.
 * @throws {StoreError} not-found | wrong-passphrase | locked | newer-version @throws {AppError} bad-setting: there is no key
 */
export async function verifyPlatformFolder(folder: string) {
  const databaseUrl = existsSync(join(folder, 'platform.db')) ? undefined : process.env[databaseVariable];
  if (databaseUrl === undefined && !existsSync(join(folder, 'platform.db'))) {
    throw new StoreError('not-found', `The platform of ${folder} keeps its record in PostgreSQL; state its address in ${databaseVariable}, as the platform has it.`, { detail: { file: folder } });
  }
  const { inspectPlatform, readKey } = await import('../../../platform/host.ts');
  return inspectPlatform({ dataDir: folder, key: readKey(process.env, folder, false).key, databaseUrl });
}
