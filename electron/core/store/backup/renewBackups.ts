import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder, listBackupFiles, manifestPath } from '../../../safe/backupManifest.ts';

/**
 * Makes a new copy of the record and deletes every older one, because they hold what had to be deleted here.
 * @param make makes and proves a copy; what it throws, nothing is deleted after
 */
export async function renewBackups(dataDir: string, make: () => Promise<{ readonly id: string }>): Promise<void> {
  const older = listBackupFiles(dataDir);
  const { id: kept } = await make();
  for (const { id } of older) {
    if (id === kept) continue;
    rmSync(join(backupFolder(dataDir), id), { force: true });
    rmSync(manifestPath(dataDir, id), { force: true });
  }
}
