// Copied into the cached Electron as its resources/app: starts the folder named on the command line,
// as the default app of a stock distribution does. An ES module, because `ready` waits for it: the
// console registers its scheme before that.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const words = process.argv.slice(1);
const preloads = [];
let folder;
for (let index = 0; index < words.length && folder === undefined; index += 1) {
  const word = words[index];
  if (word === '-r' || word === '--require') preloads.push(words[(index += 1)]);
  else if (!word.startsWith('-')) folder = resolve(word);
}
if (folder === undefined) {
  console.error('Name the folder of the application to start.');
  app.exit(2);
} else {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const load = createRequire(join(folder, 'package.json'));
  for (const file of preloads) load(file);
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.getName()));
  app.setAppPath(folder);
  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
}
