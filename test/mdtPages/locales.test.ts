import { describe, expect, it } from 'vitest';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { deidentifyLocale } from '../../renderer/mdt/deidentify/locale.ts';
import { importLocale } from '../../renderer/mdt/import/locale.ts';
import { networkLocale } from '../../renderer/mdt/network/locale.ts';

type Words = { readonly [key: string]: string | Words };

/** Every key with the names it fills in, so that a sentence of one language does not lack a number of the other. */
const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key} ${[...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b)).join(' ')}`] : keysOf(value, `${path}${key}.`)));

describe.each([['contents', contentsLocale], ['deidentify', deidentifyLocale], ['import', importLocale], ['network', networkLocale]])('the words of %s', (_name, table) => {
  it('are the same in both languages, with the same things filled in', () => {
    expect(new Set(keysOf(table.en))).toEqual(new Set(keysOf(table.zh)));
  });
});
