import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeSampleCase } from '../shared/rt/phantom/makeSampleCase.ts';

/** `node scripts/makeSampleCase.ts <folder>` writes the sample case as .dcm files and what it must measure beside it as <folder>.json. */
const folder = process.argv[2];
if (folder === undefined || process.argv.length > 3) {
  console.error('Usage: node scripts/makeSampleCase.ts <folder>');
  process.exit(2);
}
const started = performance.now();
const { files, expected } = makeSampleCase();
for (const { name, bytes } of files) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
writeFileSync(`${folder}.json`, `${JSON.stringify(expected, null, 2)}\n`);
const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
console.log(`${files.length} files, ${megabytes.toFixed(1)} MB in ${folder} (${Math.round(performance.now() - started)} ms)`);
