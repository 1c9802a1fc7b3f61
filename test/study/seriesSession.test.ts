import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SeriesSession } from '../../renderer/study/seriesSession.ts';
import { throttle } from '../../renderer/study/throttle.ts';
import { ending } from '../../renderer/study/workerPool.ts';
import { InProcessWorker } from './seriesSupport.ts';

function open(readHeads: () => Promise<readonly never[]> = () => Promise.resolve([])) {
  const worker = new InProcessWorker(() => () => undefined);
  const heard: unknown[] = [];
  const session = new SeriesSession({ worker: worker.asWorker(), objects: [], baseUrl: 'test:', look: null, readHeads, onMessage: (message) => heard.push(message), onDeath: (message) => heard.push(message) });
  return { worker, heard, session };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the page side of a reader', () => {
  it('hands over the beginnings, or none where they cannot be had', async () => {
    for (const readHeads of [() => Promise.resolve([]), () => Promise.reject(new Error('core is away'))]) {
      const { worker } = open(readHeads);
      await vi.advanceTimersByTimeAsync(0);
      expect(worker.requests.map(({ type }) => type)).toEqual(['open', 'heads']);
    }
  });

  it('lets a reader that is stopped end itself, and hears nothing more of it', async () => {
    const { worker, heard, session } = open();
    session.stop();
    session.stop();
    worker.say({ type: 'problem', problem: { object: '', error: { code: '', reason: '', message: '' } } });
    worker.say(ending);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(worker.requests.filter(({ type }) => type === 'stop')).toHaveLength(1);
    expect([worker.isTerminated, worker.listeners, heard, vi.getTimerCount()]).toEqual([false, 0, [], 0]);
  });

  it('ends one that does not', async () => {
    const { worker, session } = open();
    session.stop();
    await vi.advanceTimersByTimeAsync(2000);
    expect([worker.isTerminated, worker.listeners]).toEqual([true, 0]);
  });

  it('does not take the end of a stopped reader for a failure', () => {
    const { worker, heard, session } = open();
    session.stop();
    worker.fail('aborted');
    expect([heard, worker.isTerminated, worker.listeners, vi.getTimerCount()]).toEqual([[], true, 0, 0]);
  });
});

describe('a call that is asked for often', () => {
  it('comes at once, then once in a while, the last one never lost', () => {
    let calls = 0;
    const often = throttle(() => calls++, 30, () => Date.now());
    for (let index = 0; index < 5; index++) often.ask();
    expect(calls).toBe(1);
    vi.advanceTimersByTime(29);
    expect(calls).toBe(1);
    vi.advanceTimersByTime(1);
    expect(calls).toBe(2);
    often.flush();
    expect(calls).toBe(2);
    often.ask();
    often.flush();
    expect(calls).toBe(3);
    vi.advanceTimersByTime(1000);
    expect([calls, vi.getTimerCount()]).toEqual([3, 0]);
  });
});
