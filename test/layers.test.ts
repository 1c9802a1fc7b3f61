import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLayers, checkTable } from './layers/check.ts';
import { readImports } from './layers/readImports.ts';

const root = resolve(import.meta.dirname, '..');

/** Every TypeScript source git knows or would add, the root's tool configurations left out. */
function projectSources(): Map<string, string> {
  const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' });
  const files = names.split('\n').filter((name) => name.includes('/') && !name.endsWith('.d.ts') && existsSync(resolve(root, name)));
  return new Map(files.map((name) => [name, readFileSync(resolve(root, name), 'utf8')]));
}

const check = (files: Record<string, string>): string[] => checkLayers(new Map(Object.entries(files)));

describe('layers', () => {
  it('finds no import against the table, cycle, barrel or empty name in the project', () => {
    const sources = projectSources();
    expect(sources.size).toBeGreaterThan(5);
    expect(checkLayers(sources)).toEqual([]);
  });

  it('has a table without cycles', () => {
    expect(checkTable()).toEqual([]);
  });

  it.each([
    ['shared/dicom/a.ts', `import { b } from '../rt/b.ts';`, 'shared/dicom may import'],
    ['shared/mdt/a.ts', `import { readFileSync } from 'node:fs';`, 'only in electron, platform, scripts'],
    ['renderer/app/A.tsx', `import { app } from '../../electron/main/index.ts';`, 'renderer/app may import'],
    ['renderer/rt/a.ts', `import type { Image } from 'cornerstone-core';`, 'only in renderer/viewport'],
    ['renderer/mdt/a.ts', `import { Button } from '@mantine/core';`, 'only in renderer|.tsx, renderer/ui'],
    ['shared/mdt/a.ts', `const data = new URL('../../../shared/data', import.meta.url);`, 'shared/mdt may import'],
    ['electron/core/a.ts', `const { app } = await import('electron');`, 'only in electron/main, electron/preload'],
    ['electron/core/a.ts', `import { serve } from '../../platform/server.ts';`, 'platform/host.ts'],
    ['electron/main/a.ts', `type D = import('better-sqlite3').Database;`, 'only in electron/core/store, platform/store'],
    ['renderer/viewport/a.ts', `new Worker(new URL('../meeting/w.ts', import.meta.url));`, 'renderer/viewport may import'],
    ['shared/rt/a.ts', `import left from 'left-pad';`, 'nowhere'],
    ['test/a.test.ts', `import { app } from 'electron';`, 'only in electron/main, electron/preload'],
    ['shared/geometry/utils.ts', ``, 'says nothing'],
    ['shared/geometry/a.ts', `export * from './b.ts';`, 'hides'],
    ['elsewhere/a.ts', ``, 'belongs to no layer'],
  ])('refuses in %s: %s', (file, source, because) => {
    const breaches = check({ [file]: source });
    expect(breaches).toHaveLength(1);
    expect(breaches[0]).toContain(file);
    expect(breaches[0]).toContain(because);
  });

  it.each([
    ['shared/rt/dvh.ts', `import { sample } from '../volume/sample.ts';`],
    ['shared/rt/phantom/case.ts', `import { write } from '../../dicom/write/part10.ts';`],
    ['electron/core/index.ts', `import { startPlatform } from '../../platform/host.ts';`],
    ['renderer/viewport/a.ts', `import { enable } from 'cornerstone-core';`],
    ['renderer/app/App.tsx', `import '@mantine/core/styles.css'; import url from './decode.ts?worker';`],
    ['shared/mdt/a.ts', `// import 'node:fs'\nconst text = "import('electron')";`],
  ])('allows in %s: %s', (file, source) => {
    expect(check({ [file]: source })).toEqual([]);
  });

  it('names a cycle of files', () => {
    const breaches = check({
      'shared/mdt/a.ts': `import { b } from './b.ts';`,
      'shared/mdt/b.ts': `import type { A } from './c.ts';`,
      'shared/mdt/c.ts': `export { a } from './a.ts';`,
    });
    expect(breaches).toEqual(['import cycle: shared/mdt/a.ts → shared/mdt/b.ts → shared/mdt/c.ts → shared/mdt/a.ts']);
  });

  it('reads every way to name a module', () => {
    const source = `import a from 'a'; export { b } from 'b'; export * from 'c'; import('d'); type E = import('e').E; require('f'); new URL('g', import.meta.url); import h = require('h');`;
    expect(readImports('x.ts', source)).toEqual({ specifiers: ['a', 'b', 'c', 'd', 'e', 'f', './g', 'h'], hasExportAll: true });
  });
});
