import { expect, it } from 'vitest';
import { shareTransactions } from '../../platform/commands/shareTransactions.ts';

/** Runs jobs of numbers, each answered by its double; remembers what was run together. */
function doubling(fails: (jobs: readonly number[]) => boolean = () => false) {
  const runs: number[][] = [];
  const share = shareTransactions<number, number>(async (jobs) => {
    runs.push([...jobs]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (fails(jobs)) throw new Error(`broken by ${jobs.join()}`);
    return jobs.map((job) => job * 2);
  }, () => 1, 3);
  return { runs, share };
}

it('a job alone runs at once; those that come meanwhile go together, in their order and never too many', async () => {
  const { runs, share } = doubling();
  expect(await Promise.all([1, 2, 3, 4, 5, 6].map(share))).toEqual([2, 4, 6, 8, 10, 12]);
  expect(runs).toEqual([[1], [2, 3, 4], [5, 6]]);
});

it('a job that breaks a shared transaction fails by itself, and the others pass', async () => {
  const { runs, share } = doubling((jobs) => jobs.includes(3));
  const settled = await Promise.allSettled([1, 2, 3, 4].map(share));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(runs).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  expect(await share(5)).toBe(10);
});
