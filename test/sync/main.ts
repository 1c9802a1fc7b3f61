import { parseArgs } from 'node:util';
import { replayOf, runSeed } from './support/runSeed.ts';
import { makeTemplates, makeWorldFolder, removeWorldFolder } from './support/template.ts';

/**
 * The long form of the sync test: `npm run sync-seeds -- --seeds 1000 [--first n] [--trace]`.
 * Prints each failing seed, what did not hold and how to play it again; exit code 1 when there is one.
 */
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1' }, trace: { type: 'boolean', default: false } } });
const [seeds, first] = [Number(values.seeds), Number(values.first)];
if (![seeds, first].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write('usage: npm run sync-seeds -- [--seeds 1000] [--first 1] [--trace]\n');
  process.exit(2);
}
const startMs = performance.now();
const folder = makeWorldFolder();
const templates = await makeTemplates(folder);
const totals = new Map<string, number>();
let failures = 0;
try {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const { wrong, trace, counts } = await runSeed(seed, folder, templates);
    for (const [name, count] of Object.entries(counts)) totals.set(name, (totals.get(name) ?? 0) + count);
    if (values.trace) process.stdout.write(`${trace.join('\n')}\n`);
    if (wrong.length > 0) {
      failures += 1;
      process.stdout.write(`FAILED seed ${seed}: ${replayOf(seed)}\n${wrong.slice(0, 8).map((line) => `  ${line}`).join('\n')}\n`);
    }
    if ((seed - first + 1) % 100 === 0) process.stderr.write(`${seed - first + 1} of ${seeds} seeds, ${Math.round((performance.now() - startMs) / 1000)} s\n`);
  }
} finally {
  removeWorldFolder(folder);
}
process.stdout.write(`${seeds} seeds from ${first} in ${Math.round((performance.now() - startMs) / 1000)} s: ${[...totals].map(([name, count]) => `${name} ${count}`).join(', ')}\n`);
process.stdout.write(failures === 0 ? 'all stores equal, nothing lost, nothing doubled\n' : `${failures} seeds failed\n`);
process.exitCode = failures === 0 ? 0 : 1;
