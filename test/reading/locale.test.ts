import { expect, it } from 'vitest';
import { readingLocale } from '../../renderer/reading/locale.ts';
import { hangingNames } from '../../shared/viewing/hanging.ts';
import { presetsFor } from '../../shared/viewing/presets.ts';
import { commandGroups, deskCommandNames } from '../../shared/viewing/shortcuts.ts';

it.each(['zh', 'en'] as const)('has a word in %s for every command, chapter, hanging and built-in window', (language) => {
  const words = readingLocale[language];
  const named = [...deskCommandNames.map((name) => words.command[name]), ...commandGroups.map((name) => words.keys.group[name]), ...hangingNames.map((name) => words.hanging[name]), ...['CT', 'PT', 'MR'].flatMap((modality) => presetsFor(modality, []).map(({ name }) => (words.preset as Readonly<Record<string, string>>)[name]))];
  expect(named.every((word) => word !== undefined && word.length > 0)).toBe(true);
});
