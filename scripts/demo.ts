import { join } from 'node:path';
import { runTour } from '../test/app/demo/run.ts';
import { ensureBuilt } from './build.ts';
import { withDisplay } from './display.ts';
import { resolveElectron } from './electronRuntime.ts';
import { projectFolder } from './projectFolder.ts';
import { ensureSampleCase } from './sampleCase.ts';
import { ensureSystemPackages } from './systemPackages.ts';

const say = (line: string): void => console.error(line);

/** `npm run demo`: the whole consultation, scripted; pictures, the report and summary.json land in demo-output/. */
async function demo(): Promise<number> {
  if (!ensureSystemPackages('run', say)) return 1;
  if (!(await ensureBuilt(say))) return 1;
  const runtime = await resolveElectron(say);
  const folder = await ensureSampleCase(say);
  if (folder === undefined) return 1;
  const outputDir = join(projectFolder, 'demo-output');
  const found = await withDisplay(({ env }) => runTour({ runtime, env, caseFolder: folder, outputDir, say }));
  for (const sentence of found) say(`NOT MET: ${sentence}`);
  say(found.length === 0 ? `Everything held. Look in ${outputDir}` : `${found.length} not met; see ${outputDir}`);
  return found.length === 0 ? 0 : 1;
}

process.exitCode = await demo();
