import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ending, WorkerPool } from '../../renderer/study/workerPool.ts';
import { FakeWorker } from './fakeWorker.ts';

function makePool(size: number): { readonly pool: WorkerPool<string, string>; readonly workers: FakeWorker[] } {
  const workers: FakeWorker[] = [];
  const makeWorker = (): Worker => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker.asWorker();
  };
  return { pool: new WorkerPool<string, string>({ makeWorker, size, deadlineMs: 5000 }), workers };
}

/** Answers the job a worker was given last. */
function answer(worker: FakeWorker | undefined, value: string): void {
  worker?.say({ id: worker.job.id, ok: true, value });
}

describe('worker pool', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts no more workers than it may and gives each one job at a time, in order', async () => {
    const { pool, workers } = makePool(2);
    const results = ['a', 'b', 'c'].map((job) => pool.run(job));
    expect(workers.map(({ posted }) => posted.length)).toEqual([1, 1]);
    answer(workers[1], 'B');
    expect(workers[1]?.posted).toHaveLength(2);
    answer(workers[1], 'C');
    answer(workers[0], 'A');
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C']);
    expect(workers).toHaveLength(2);
  });

  it('starts none before there is work', () => {
    expect(makePool(4).workers).toHaveLength(0);
  });

  it('gives up a job past its deadline, with its worker, and serves the next on a new one', async () => {
    const { pool, workers } = makePool(1);
    const slow = expect(pool.run('slow')).rejects.toMatchObject({ code: 'dicom', reason: 'unsupported', message: expect.stringContaining('5 s') });
    const next = pool.run('next');
    vi.advanceTimersByTime(5000);
    await slow;
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    answer(workers[1], 'N');
    expect(await next).toBe('N');
    vi.advanceTimersByTime(60_000);
    expect(workers[1]?.isTerminated).toBe(false);
  });

  it('counts the deadline from the start of the work, not from the queue', async () => {
    const { pool, workers } = makePool(1);
    const results = Promise.all([pool.run('a'), pool.run('b')]);
    vi.advanceTimersByTime(4000);
    answer(workers[0], 'A');
    vi.advanceTimersByTime(4000);
    answer(workers[0], 'B');
    expect(await results).toEqual(['A', 'B']);
  });

  it('replaces a worker that dies and keeps the reason of a refusal', async () => {
    const { pool, workers } = makePool(1);
    const dead = expect(pool.run('a')).rejects.toThrow('out of memory');
    workers[0]?.fail('out of memory');
    await dead;
    const refused = expect(pool.run('b')).rejects.toMatchObject({ code: 'dicom', reason: 'truncated', message: 'cut short' });
    workers[1]?.say({ id: workers[1].job.id, ok: false, error: { code: 'dicom', reason: 'truncated', message: 'cut short' } });
    await refused;
    expect(workers[1]?.isTerminated).toBe(false);
  });

  it('lets workers without work end themselves when closed, and ends those that do not', async () => {
    const { pool, workers } = makePool(3);
    const results = [pool.run('a'), pool.run('b'), expect(pool.run('c')).rejects.toThrow('closed')];
    answer(workers[0], 'A');
    answer(workers[1], 'B');
    const closed = pool.close();
    await Promise.all(results);
    expect(workers.map(({ posted, isTerminated }) => [posted.at(-1) === ending, isTerminated])).toEqual([[true, false], [true, false], [false, true]]);
    workers[0]?.say(ending);
    vi.advanceTimersByTime(2000);
    await closed;
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, true, true]);
    await expect(pool.run('d')).rejects.toThrow('closed');
  });

  it('ends every worker and refuses all that waits when disposed', async () => {
    const { pool, workers } = makePool(1);
    const open = ['a', 'b'].map((job) => expect(pool.run(job)).rejects.toThrow('closed'));
    pool.dispose();
    await Promise.all(open);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    expect(pool.workers).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    await expect(pool.run('c')).rejects.toThrow('closed');
  });
});
