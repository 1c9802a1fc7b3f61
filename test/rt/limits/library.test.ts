import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limitLibrary } from '../../../shared/rt/limits/library.ts';
import { matchName } from '../../../shared/rt/names/matchName.ts';
import { organTable, sidesOf } from '../../../shared/rt/names/organTable.ts';

const origin = new URL('../../../../shared/domain/constraints.json', import.meta.url);

describe('the organ limit library', () => {
  it('has 225 limits, each with an id of its own, a known source and a positive limit', () => {
    const { constraints, sources } = limitLibrary;
    expect(constraints).toHaveLength(225);
    expect(new Set(constraints.map(({ id }) => id)).size).toBe(225);
    expect(constraints.every(({ source, limit, endpoint }) => source in sources && limit > 0 && endpoint !== '')).toBe(true);
  });

  it('names only structures whose TG-263 names the matcher knows, in English and Chinese', () => {
    const names = [...new Set(limitLibrary.constraints.flatMap(({ structure }) => structure.split('|')))];
    expect(names.filter((name) => matchName(name).standard !== name)).toEqual([]);
    const known = new Set([...organTable.standards].filter(([key]) => /\p{Script=Han}/u.test(key)).map(([, standard]) => standard));
    expect(names.filter((name) => !known.has(name) && !known.has(`${name}_L`))).toEqual([]);
  });

  it('asks for both sides of what has two sides', () => {
    expect(['Lungs', 'Kidneys', 'Parotids', 'Kidney_Cortex'].map((name) => sidesOf(name)?.length)).toEqual([2, 2, 2, 2]);
  });

  describe.runIf(existsSync(origin))('beside its origin', () => {
    it('is that, key by key', () => {
      const { schema: _, ...json } = JSON.parse(readFileSync(origin, 'utf8')) as Record<string, unknown>;
      expect(limitLibrary).toEqual(json);
    });
  });
});
