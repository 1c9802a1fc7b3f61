import { describe, expect, it } from 'vitest';
import type { StudyMessage } from '../../renderer/study/messages.ts';
import { openStudy } from '../../renderer/study/openStudy.ts';
import { StudyCache } from '../../renderer/study/studyCache.ts';
import { eachInParallel } from '../../renderer/study/fetchFiles.ts';

class FakeWorker extends EventTarget {
  isTerminated = false;
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  say(data: StudyMessage): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

const progress = { filesDone: 1, filesTotal: 2, bytesDone: 10, bytesTotal: 20, elapsedMs: 5, dvhsDone: 0, dvhsTotal: 0 };
const chain = { links: [], isComplete: false, imageSeriesUID: null, structureSetUID: null, planUID: null, doseUIDs: [], problems: [] };

const open = () => {
  const worker = new FakeWorker();
  const session = openStudy({ instances: [], chain, baseUrl: 'test://', makeWorker: () => worker as unknown as Worker });
  return { worker, session };
};

describe('study session', () => {
  it('grows with the messages of its worker, which ends itself when all is done', () => {
    const { worker, session } = open();
    let changes = 0;
    session.subscribe(() => changes++);
    worker.say({ type: 'progress', progress });
    worker.say({ type: 'loaded' });
    expect(session.study).toMatchObject({ phase: 'ready', progress });
    worker.say({ type: 'finished' });
    expect(session.study.phase).toBe('finished');
    expect(worker.isTerminated).toBe(false);
    expect(changes).toBe(3);
  });

  it('says so when the worker dies', () => {
    const { worker, session } = open();
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    expect(session.study.phase).toBe('finished');
    expect(session.study.problems[0]?.error.message).toContain('out of memory');
  });

  it('stops its worker and lets go of everything when disposed', () => {
    const { worker, session } = open();
    worker.say({ type: 'progress', progress });
    session.dispose();
    expect(worker.isTerminated).toBe(true);
    expect([session.study.dose, session.study.dvhs]).toEqual([null, []]);
  });
});

const make = (name: string, log: string[]) => ({ dispose: () => void log.push(name) });

describe('study cache', () => {
  it('keeps complete sessions for a return and disposes the oldest beyond its limit', () => {
    const log: string[] = [];
    const cache = new StudyCache<ReturnType<typeof make>>(2);
    const first = cache.acquire('a', () => make('a', log));
    cache.release('a', true);
    expect(cache.acquire('a', () => make('again', log))).toBe(first);
    cache.release('a', true);
    cache.acquire('b', () => make('b', log));
    cache.release('b', true);
    cache.acquire('c', () => make('c', log));
    expect(log).toEqual(['a']);
  });

  it('disposes an incomplete session at once, but not one that is still used', () => {
    const log: string[] = [];
    const cache = new StudyCache<ReturnType<typeof make>>(2);
    cache.acquire('a', () => make('a', log));
    cache.acquire('a', () => make('a', log));
    cache.release('a', false);
    expect(log).toEqual([]);
    cache.release('a', false);
    expect(log).toEqual(['a']);
    expect(cache.size).toBe(0);
  });
});

describe('parallel fetching', () => {
  it('keeps to its width and takes every item once', async () => {
    let running = 0;
    let most = 0;
    const seen: number[] = [];
    await eachInParallel([1, 2, 3, 4, 5, 6, 7], 3, new AbortController().signal, async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      seen.push(item);
      running--;
    });
    expect(most).toBe(3);
    expect(seen.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
