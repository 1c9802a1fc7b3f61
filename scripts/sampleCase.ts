import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from './projectFolder.ts';
import { cacheFolder } from './registryElectron.ts';
import { runScript } from './runProgram.ts';

/** The real case, which lies beside the checkout where this is developed and nowhere else. */
const realCase = resolve(projectFolder, '..', 'shared', 'data', 'rt-esophagus-imrt');

/**
 * Folder of the case to show: named by `MDT_SAMPLE_DIR`, else the real one, else the phantom case,
 * made once in the user's cache.
 *
 * @returns undefined when none could be made, which the console survives
 */
export async function ensureSampleCase(say: (line: string) => void): Promise<string | undefined> {
  const named = process.env['MDT_SAMPLE_DIR'];
  if (named !== undefined && named !== '') return resolve(named);
  if (existsSync(realCase)) return realCase;
  return ensurePhantomCase(say);
}

/** Folder of the phantom case; what it must measure, beside it, is written last, so a run that was stopped is made again. */
export async function ensurePhantomCase(say: (line: string) => void): Promise<string | undefined> {
  const folder = join(cacheFolder(), 'sample-case');
  if (existsSync(`${folder}.json`)) return folder;
  say('Making the sample case (once)');
  if ((await runScript(join('scripts', 'makeSampleCase.ts'), [folder])) === 0) return folder;
  say('The sample case could not be made; going on without it.');
  return undefined;
}
