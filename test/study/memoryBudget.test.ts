import { describe, expect, it } from 'vitest';
import { DeskActivity } from '../../renderer/study/deskActivity.ts';
import { MemoryBudget } from '../../renderer/study/memoryBudget.ts';
import type { MemoryClaim } from '../../renderer/study/memoryBudget.ts';
import { statesOf } from '../../renderer/study/useSeriesStore.ts';
import type { SeriesState } from '../../renderer/study/series.ts';

const take = (budget: MemoryBudget, bytes: number, isHeld: boolean, log: string[], name: string): MemoryClaim | null => budget.claim(bytes, isHeld, () => log.push(name));

describe('memory', () => {
  it('evicts what nobody holds, that used longest ago first, and no more than it must', () => {
    const budget = new MemoryBudget(100);
    const log: string[] = [];
    const a = take(budget, 30, false, log, 'a');
    take(budget, 30, false, log, 'b');
    take(budget, 30, true, log, 'c');
    if (a !== null) budget.use(a, false);
    take(budget, 40, true, log, 'd');
    expect(log).toEqual(['b']);
    expect(budget.usedBytes).toBe(100);
  });

  it('evicts nothing for what would not fit even so', () => {
    const budget = new MemoryBudget(100);
    const log: string[] = [];
    take(budget, 60, true, log, 'held');
    take(budget, 40, false, log, 'free');
    expect(take(budget, 50, true, log, 'large')).toBeNull();
    expect(log).toEqual([]);
    expect([budget.canFit(40), budget.canFit(41)]).toEqual([true, false]);
  });

  it('counts a claim that is given back twice once', () => {
    const budget = new MemoryBudget(100);
    const claim = take(budget, 60, true, [], 'a');
    if (claim === null) throw new Error('refused');
    budget.free(claim);
    budget.free(claim);
    budget.use(claim, true);
    expect(budget.usedBytes).toBe(0);
    expect(budget.canFit(100)).toBe(true);
  });
});

describe('the desk', () => {
  it('is idle when the last of its readings is over, however often it is said', async () => {
    const desk = new DeskActivity();
    const log: string[] = [];
    const ends = [desk.begin(), desk.begin()];
    const idle = desk.idle().then(() => log.push('idle'));
    ends[0]?.();
    ends[0]?.();
    await Promise.resolve();
    expect(log).toEqual([]);
    ends[1]?.();
    await idle;
    await desk.idle();
    expect(log).toEqual(['idle']);
  });
});

const state = (uid: string, turn: number): SeriesState => ({ seriesInstanceUID: uid, phase: 'loading', volumes: [], flat: null, problems: [], slicesDone: 0, slicesTotal: 0, turn });

describe('states of series', () => {
  it('are one map until one of them changes', () => {
    const known = new Map([['a', state('a', 0)], ['b', state('b', 0)]]);
    const store = { state: (uid: string) => known.get(uid) ?? null };
    const first = statesOf(store, 'a,b,c', new Map());
    expect([...first.keys()]).toEqual(['a', 'b']);
    expect(statesOf(store, 'a,b,c', first)).toBe(first);
    known.set('b', state('b', 1));
    expect(statesOf(store, 'a,b,c', first)).not.toBe(first);
    expect(statesOf(store, 'a', first).size).toBe(1);
    expect(statesOf(null, '', first).size).toBe(0);
  });
});
