import { expect, it } from 'vitest';
import { documentsLocale } from '../../renderer/documents/locale.ts';

type Words = { readonly [key: string]: string | Words };

/** Every key with the names it fills in. */
const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key} ${[...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted().join(' ')}`] : keysOf(value, `${path}${key}.`)));

it('the words of documents are the same in both languages, with the same things filled in', () => {
  expect(new Set(keysOf(documentsLocale.en))).toEqual(new Set(keysOf(documentsLocale.zh)));
});
