import { describe, expect, it } from 'vitest';
import { auditLocale } from '../../renderer/app/auditLocale.ts';
import { appLocale } from '../../renderer/app/locale.ts';
import { storageLocale } from '../../renderer/app/storageLocale.ts';
import { accessLocale } from '../../renderer/mdt/access/locale.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { deidentifyLocale } from '../../renderer/mdt/deidentify/locale.ts';
import { importLocale } from '../../renderer/mdt/import/locale.ts';
import { minutesLocale } from '../../renderer/mdt/minutes/locale.ts';
import { networkLocale } from '../../renderer/mdt/network/locale.ts';
import { archiveLocale } from '../../renderer/mdt/archive/locale.ts';
import { backupLocale } from '../../renderer/mdt/backup/locale.ts';
import { keysLocale } from '../../renderer/mdt/keys/locale.ts';
import { removalLocale } from '../../renderer/mdt/removal/locale.ts';
import { searchLocale } from '../../renderer/mdt/search/locale.ts';
import { auditOf } from '../../shared/ipc/auditOf.ts';
import { notedActions } from '../../shared/ipc/notedActions.ts';
import { casePayloads, meetingPayloads } from '../../shared/mdt/command.ts';

type Words = { readonly [key: string]: string | Words };

/** Every key with the names it fills in, so that a sentence of one language does not lack a number of the other. */
const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key} ${[...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b)).join(' ')}`] : keysOf(value, `${path}${key}.`)));

describe.each([['app', appLocale], ['storage', storageLocale], ['audit', auditLocale], ['access', accessLocale], ['contents', contentsLocale], ['deidentify', deidentifyLocale], ['import', importLocale], ['minutes', minutesLocale], ['network', networkLocale], ['search', searchLocale], ['backup', backupLocale], ['keys', keysLocale], ['archive', archiveLocale], ['removal', removalLocale]])('the words of %s', (_name, table) => {
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
