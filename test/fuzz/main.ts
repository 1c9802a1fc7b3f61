import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runFuzz } from './runFuzz.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' }, save: { type: 'string' } } });
const [count, seed] = [Number(values.count), Number(values.seed)];
const only = values.only === undefined ? null : Number(values.only);
if (![count, seed, only ?? 0].every((value) => Number.isInteger(value) && value >= 0)) {
  process.stderr.write('usage: npm run -s fuzz -- [--count 20000] [--seed 1] [--only case] [--save file]\n');
  process.exit(2);
}
if (only !== null && values.save !== undefined) {
  const { makeCase } = await import('./caseThread.ts');
  writeFileSync(values.save, makeCase({ seed, number: only }).bytes);
}
const startMs = performance.now();
const numbers = only === null ? Array.from({ length: count }, (_, number) => number) : [only];
const report = await runFuzz(seed, numbers, (done) => {
  if (done % 1000 === 0) process.stderr.write(`${done} of ${numbers.length} cases, ${Math.round((performance.now() - startMs) / 1000)} s\n`);
});
for (const [outcome, times] of [...report.outcomes].sort((a, b) => b[1] - a[1])) process.stdout.write(`${String(times).padStart(7)}  ${outcome}\n`);
process.stdout.write(`${report.cases} cases from ${report.seedFiles} files in ${Math.round((performance.now() - startMs) / 1000)} s; slowest ${Math.round(report.slowestMs)} ms, peak memory ${Math.round(report.peakBytes / 1024 ** 2)} MB\n`);
for (const { number, file, what, why } of report.failures) process.stdout.write(`FAILED ${what}: --seed ${seed} --only ${number} (${file}): ${why}\n`);
process.stdout.write(report.failures.length === 0 ? 'no crash, no hang\n' : `${report.failures.length} failures\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
