import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from './registryElectron.ts';

/** Absolute path of the checkout. */
export const projectFolder = resolve(import.meta.dirname, '..');

/** The real case, which lies beside the checkout where this is developed and nowhere else. */
const realCase = resolve(projectFolder, '..', 'shared', 'data', 'rt-esophagus-imrt');

/**
 * Folder of the case to show: named by `MDT_SAMPLE_DIR`, else the real one, else the one made by
 * scripts/makeSampleCase.ts in the user's cache.
 */
export function sampleFolder(): { readonly folder: string; readonly isMade: boolean } {
  const named = process.env['MDT_SAMPLE_DIR'];
  if (named !== undefined && named !== '') return { folder: resolve(named), isMade: false };
  if (existsSync(realCase)) return { folder: realCase, isMade: false };
  return { folder: join(cacheFolder(), 'sample-case'), isMade: true };
}
