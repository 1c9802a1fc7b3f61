import { dirname } from 'node:path';
import { StoreError } from '../../shared/errors/appError.ts';
import { deriveKey } from '../store/openStore.ts';
import type { PlatformFinding } from '../verifyPlatform.ts';
import { proveFile, readManifest, type CopiedFile } from './manifest.ts';

/**
 * Reads every byte of one copy, as a restore does first, and names each file that is missing or was changed.
 * @param key the platform's key
 * @throws {StoreError} not-found | wrong-passphrase
 */
export async function verifyCopy(folder: string, key: Uint8Array): Promise<{ readonly findings: readonly PlatformFinding[]; readonly checked: { readonly files: number; readonly blobs: number } }> {
  const findings: PlatformFinding[] = [];
  const attempt = async <T>(where: string, work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError) || error.reason !== 'corrupt') throw error;
      findings.push({ where, message: error.message });
      return null;
    }
  };
  const manifest = await attempt('manifest.json', () => readManifest(folder, deriveKey(key, 'backups')));
  const prove = async (top: string, files: readonly CopiedFile[]): Promise<void> => {
    for (const file of files) await attempt(file.path, () => proveFile(top, file));
  };
  await prove(folder, manifest?.files ?? []);
  await prove(dirname(folder), manifest?.blobs ?? []);
  return { findings, checked: { files: manifest?.files.length ?? 0, blobs: manifest?.blobs.length ?? 0 } };
}
