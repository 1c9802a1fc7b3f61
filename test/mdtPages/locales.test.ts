import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditLocale } from '../../renderer/app/auditLocale.ts';
import { auditOf } from '../../shared/ipc/auditOf.ts';
import { notedActions } from '../../shared/ipc/notedActions.ts';
import { casePayloads, meetingPayloads } from '../../shared/mdt/command.ts';

type Words = { readonly [key: string]: string | Words };

/** Every key with the names it fills in, so that a sentence of one language does not lack a number of the other. */
const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key} ${[...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b)).join(' ')}`] : keysOf(value, `${path}${key}.`)));

const renderer = resolve(import.meta.dirname, '../../renderer');
const isTable = (value: unknown): value is { readonly en: Words; readonly zh: Words } => typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
const tables = await Promise.all(
  globSync('**/{locale,*Locale}.ts', { cwd: renderer }).map(async (path) => [path, Object.values((await import(resolve(renderer, path))) as object).find(isTable)] as const),
);

it('every file of words has both languages', () => {
  expect(tables.filter(([, table]) => !table).map(([path]) => path)).toEqual([]);
  expect(tables.length).toBeGreaterThan(20);
});

describe.each(tables.flatMap(([path, table]) => (table ? [[path, table] as const] : [])))('the words of %s', (_name, table) => {
  it('are the same in both languages, with the same things filled in', () => {
    expect(new Set(keysOf(table.en))).toEqual(new Set(keysOf(table.zh)));
  });
});

it('the access log has words for every command', () => {
  const commands = Object.keys({ ...casePayloads, ...meetingPayloads }).map((type) => type.replaceAll('.', '_'));
  expect(commands.filter((key) => !(key in auditLocale.zh))).toEqual([]);
});

it('the access log has words for whatever a call leaves in it', () => {
  const actions = Object.values(auditOf).flatMap((decision) => (decision.kind === 'none' ? [] : decision.kind === 'handler' ? decision.actions : [decision.action]));
  // Those of commands are above; two lines say in words where the action comes from.
  expect([...actions.filter((action) => !action.includes(' ')), ...notedActions, 'refusal'].map((action) => action.replaceAll('.', '_')).filter((key) => !(key in auditLocale.zh))).toEqual([]);
});
