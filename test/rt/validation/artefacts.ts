import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Files the suite writes, by what they hold; paths from the root of the project. */
export const artefacts = {
  table: 'shared/rt/validation/closedFormTable.ts',
  realSets: 'test/rt/validation/oracles/realSets.json',
  document: 'docs/dvh-validation.md',
} as const;

export const readArtefact = (path: string): string => readFileSync(join(root, path), 'utf8');

export const writeArtefact = (path: string, text: string): void => writeFileSync(join(root, path), text);
