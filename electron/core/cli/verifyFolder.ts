import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import { inspectFolder, type Finding, type Inspection } from './inspectFolder.ts';
import { deriveKey } from '../store/openDatabase.ts';
import { askSecret, openKeys } from './openKey.ts';

/** The record's folder, given itself or the folder of the console it lies in. @throws {StoreError} not-found */
export function recordFolder(folder: string): string {
  const found = [folder, join(folder, 'record')].find((path) => existsSync(join(path, 'record.db')));
  if (found === undefined) throw new StoreError('not-found', `There is no record in ${folder}; name the data folder of a console, which holds record/record.db.`, { detail: { file: folder } });
  return found;
}

/** Everything a console keeps, and what its embedded platform keeps beside it. @throws {StoreError} */
export async function verifyFolder(folder: string): Promise<Inspection> {
  const dataDir = recordFolder(folder);
  const keys = await openKeys(dataDir, await askSecret('Passphrase or recovery code of this console: '));
  for (const [at, key] of keys.entries()) {
    try {
      return await verifyWithKey(dataDir, key);
    } catch (error) {
      // While the record moves to a new key only one of the two opens it.
      if (!(error instanceof AppError) || error.reason !== 'wrong-passphrase' || at === keys.length - 1) throw error;
    }
  }
  throw new StoreError('wrong-passphrase', `No key opens ${dataDir}.`);
}

/** @param key the console's data key, 32 bytes */
export async function verifyWithKey(dataDir: string, key: Uint8Array): Promise<Inspection> {
  const inspection = await inspectFolder(dataDir, key);
  const platformDir = join(dataDir, 'platform');
  if (!existsSync(join(platformDir, 'platform.db'))) return inspection;
  const { verifyPlatform } = await import('../../../platform/host.ts');
  const found = await verifyPlatform({ dataDir: platformDir, key: deriveKey(key, 'platform'), isKeyProved: true });
  const findings: Finding[] = found.map(({ where, message }) => ({ part: 'platform', where: `platform ${where}`, message }));
  return { ...inspection, findings: [...inspection.findings, ...findings] };
}
