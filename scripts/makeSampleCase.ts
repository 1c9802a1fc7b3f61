import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeReviewFiles } from '../shared/rt/phantom/reviewFiles.ts';
import { makeSampleCase, type SampleFile } from '../shared/rt/phantom/makeSampleCase.ts';

/**
 * `node scripts/makeSampleCase.ts <folder>` writes the sample case as .dcm files and what it must measure beside it as
 * <folder>.json; with `--review` the complete clean plan instead, which `mdt check` finds nothing wrong with, and beside it the
 * plan before, the request and the site settings it is clean under.
 */
const usage = `Usage: node scripts/makeSampleCase.ts [--review] <folder>

  <folder>            the sample case; what it must measure goes to <folder>.json
  --review <folder>   a complete clean plan with records, and beside it the plan it replaces in
                      <folder>.before, <folder>.request.json and <folder>.site.json for
                      mdt check <folder> --request <folder>.request.json --site <folder>.site.json --previous <folder>.before`;
const args = process.argv.slice(2);
const isReview = args.includes('--review');
const [given, ...others] = args.filter((arg) => arg !== '--review');
if (given === undefined || others.length > 0 || given.startsWith('-')) {
  console.error(usage);
  process.exit(2);
}
const started = performance.now();
// Without a slash at the end, which would put the files beside the folder into it.
const folder = resolve(given);

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function sample(): readonly SampleFile[] {
  const { files, expected } = makeSampleCase();
  write(`${folder}.json`, `${JSON.stringify(expected, null, 2)}\n`);
  return files;
}

function review(): readonly SampleFile[] {
  const { files, before, requestJson, siteJson } = makeReviewFiles();
  for (const { name, bytes } of before) write(join(`${folder}.before`, name), bytes);
  write(`${folder}.request.json`, requestJson);
  write(`${folder}.site.json`, siteJson);
  return files;
}

const files = isReview ? review() : sample();
for (const { name, bytes } of files) write(join(folder, name), bytes);
const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
console.log(`${files.length} files, ${megabytes.toFixed(1)} MB in ${given} (${Math.round(performance.now() - started)} ms)`);
