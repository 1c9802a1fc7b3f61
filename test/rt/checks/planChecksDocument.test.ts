import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planChecksDocument } from './planChecksDocument.ts';

const path = join(import.meta.dirname, '../../../docs/plan-checks.md');

test('docs/plan-checks.md is the list of checks and mutations as they are', () => {
  const document = planChecksDocument();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, document);
  expect(readFileSync(path, 'utf8')).toBe(document);
});
