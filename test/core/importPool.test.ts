import { describe, expect, it } from 'vitest';
import type { PeekJob } from '../../electron/core/files/importJobs.ts';
import { never, usePools } from './support/pool.ts';

const failing = { size: 2, heapMb: 32, entry: new URL('./support/failingWorker.ts', import.meta.url) };
const jobsFor = (names: readonly string[]): PeekJob[] => names.map((name) => ({ kind: 'peek', place: { kind: 'bytes', name, bytes: new Uint8Array(0) }, isWhole: false }));

describe('worker pool', () => {
  const openPool = usePools();

  it.each(['dies', 'throws', 'fills'])('finds the file on which a worker %s, and does all the others once', async (how) => {
    const names = Array.from({ length: 50 }, (_, at) => (at === 20 ? `${how} here` : `file ${at}`));
    const answered: string[] = [];
    const crashed: string[] = [];
    await openPool({ blobs: null }, failing).run(jobsFor(names), { signal: never(), onAnswer: (answer, { place }) => (answer === null ? crashed : answered).push(place.name) });
    expect(crashed).toEqual([`${how} here`]);
    expect(answered.sort()).toEqual(names.filter((name) => !name.startsWith(how)).sort());
  });

  it('goes on after more crashes than it has threads', async () => {
    const crashed: string[] = [];
    await openPool({ blobs: null }, failing).run(jobsFor(['dies 1', 'ok', 'dies 2', 'dies 3', 'dies 4']), { signal: never(), onAnswer: (answer, { place }) => void (answer === null && crashed.push(place.name)) });
    expect(crashed.sort()).toEqual(['dies 1', 'dies 2', 'dies 3', 'dies 4']);
  });

  it('says so when its program cannot be loaded, and when it is closed in the middle', async () => {
    const absent = openPool({ blobs: null }, { size: 2, entry: new URL('./support/absent.ts', import.meta.url) });
    await expect(absent.run(jobsFor(['a', 'b']), { signal: never(), onAnswer: () => undefined })).rejects.toThrow('absent.ts');
    const pool = openPool({ blobs: null }, failing);
    const running = pool.run(jobsFor(['fills']), { signal: never(), onAnswer: () => undefined });
    await Promise.all([expect(running).rejects.toMatchObject({ reason: 'cancelled' }), pool.close()]);
  });

  it('gives up what waits when it is aborted, and passes on what the caller throws', async () => {
    const abort = new AbortController();
    let answered = 0;
    const count = (): void => {
      answered += 1;
      abort.abort();
    };
    await openPool({ blobs: null }, failing).run(jobsFor(Array.from({ length: 500 }, (_, at) => `file ${at}`)), { signal: abort.signal, onAnswer: count });
    expect(answered).toBeLessThan(500);
    const refusing = openPool({ blobs: null }, failing).run(jobsFor(['a']), { signal: never(), onAnswer: () => { throw new Error('no room'); } });
    await expect(refusing).rejects.toThrow('no room');
  });
});
