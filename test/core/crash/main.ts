import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCrash } from './runCrash.ts';

/**
 * `npm run crash -- [--kills 200] [--seed n]`: kills core and platform at random moments under load. Prints its seed; the
 * same seed chooses the same victims, moments and commands. 0 nothing found, 1 something is wrong (the folder is kept), 2 wrong usage.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } } });
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('npm run crash -- [--kills 200] [--seed n]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'mdt-crash-'));
say(`${kills} kills, seed ${seed}, in ${folder}`);
try {
  const startedAtMs = performance.now();
  const report = await runCrash({ folder, seed, kills, killsAnEpoch: 10, say });
  const { partner, lead, serving, platform } = report.kills;
  say(`done in ${Math.round((performance.now() - startedAtMs) / 1000)} s: ${kills} SIGKILLs (${partner} partner core, ${lead} lead core, ${serving} serving process, ${platform} platform with its supervisor)`);
  say(`${report.acknowledged} acknowledged commands, each committed once; ${report.platformCommands} commands at the platform; ${report.blobs} blobs whole on all three sides; nothing lost, nothing doubled`);
  rmSync(folder, { recursive: true, force: true });
} catch (error) {
  process.stderr.write(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (error instanceof Error && error.cause instanceof Error) process.stderr.write(`${error.cause.stack ?? error.cause.message}\n`);
  process.stderr.write(`what was left is in ${folder}\n`);
  process.exit(1);
}
