import { describe, expect, it } from 'vitest';
import { initialView } from '../../shared/meeting/view.ts';
import { resolveLevels, washEntries, washTable } from '../../renderer/viewport/doseColours.ts';
import { RecentCache } from '../../renderer/viewport/recentCache.ts';

const { isodose } = initialView;

describe('isodose levels', () => {
  it('turns percent into Gy of the reference dose, descending', () => {
    const levels = resolveLevels({ ...isodose, levels: [50, 107, 95] }, 41.4);
    expect(levels.map((level) => Number(level.doseGy.toFixed(4)))).toEqual([44.298, 39.33, 20.7]);
    expect(levels.map((level) => level.label)).toEqual(['107%', '95%', '50%']);
  });
  it('draws no percent level when nobody said what 100 % is', () => {
    expect(resolveLevels(isodose, null)).toEqual([]);
  });
  it('keeps Gy levels without a reference dose', () => {
    expect(resolveLevels({ ...isodose, unit: 'gray', levels: [20, 45] }, null)).toMatchObject([{ doseGy: 45, percent: null, label: '45 Gy' }, { doseGy: 20 }]);
  });
  it('gives every default level a colour of its own', () => {
    const colours = resolveLevels(isodose, 60).map((level) => level.colour);
    expect(new Set(colours).size).toBe(colours.length);
  });
});

describe('colour wash', () => {
  it('is clear below the lowest level and coloured from there on', () => {
    const table = washTable(10, 20, 40, 0.4);
    const at = (doseGy: number): number => table[Math.round((doseGy / 40) * (washEntries - 1))] ?? 0;
    expect(at(9)).toBe(0);
    expect(at(10.2) >>> 24).toBe(102);
    expect(at(40) >>> 24).toBe(102);
  });
});

describe('recent cache', () => {
  it('makes a value once and forgets the one used longest ago', () => {
    const cache = new RecentCache<number>(2);
    let made = 0;
    const take = (key: string): number => cache.take(key, () => ++made);
    take('a');
    take('b');
    take('a');
    take('c');
    expect(cache.size).toBe(2);
    expect(take('a')).toBe(1);
    expect(take('b')).toBe(4);
  });
});
