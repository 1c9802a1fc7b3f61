import { describe, expect, it } from 'vitest';
import { FrameRenderer } from '../../renderer/study/frameRenderer.ts';
import type { FrameJob, RenderedImage } from '../../renderer/study/frameImage.ts';
import type { WorkerJob } from '../../renderer/study/workerPool.ts';
import { FakeWorker } from './fakeWorker.ts';

const picture: RenderedImage = { image: { rows: 1, columns: 1, rgba: new Uint8ClampedArray(4), aspectRatio: 1 }, frames: 3 };

/** Answers every job at once with the same picture. */
class PainterWorker extends FakeWorker {
  override postMessage(message: unknown): void {
    this.posted.push(message);
    queueMicrotask(() => this.say({ id: this.job.id, ok: true, value: picture }));
  }
}

function makeRenderer(fetchFile: (sha256: string) => Promise<Uint8Array>): { readonly renderer: FrameRenderer; readonly worker: PainterWorker } {
  const worker = new PainterWorker();
  return { renderer: new FrameRenderer(({ sha256 }) => fetchFile(sha256), () => worker.asWorker()), worker };
}

describe('frame renderer', () => {
  it('fetches an object once for all its frames, and again after another one', async () => {
    const fetched: string[] = [];
    const { renderer, worker } = makeRenderer((sha256) => {
      fetched.push(sha256);
      return Promise.resolve(Uint8Array.of(1, 2, 3));
    });
    for (const [sha256, frame] of [['a', 0], ['a', 1], ['b', 0], ['a', 0]] as const) expect(await renderer.render({ sha256, frame })).toEqual(picture);
    expect(fetched).toEqual(['a', 'b', 'a']);
    expect(worker.posted.map((message) => (message as WorkerJob<FrameJob>).job.frame)).toEqual([0, 1, 0, 0]);
  });

  it('asks again for an object that could not be read', async () => {
    let asked = 0;
    const { renderer } = makeRenderer(() => (asked++ === 0 ? Promise.reject(new Error('no bytes')) : Promise.resolve(Uint8Array.of(1))));
    await expect(renderer.render({ sha256: 'a', frame: 0 })).rejects.toThrow('no bytes');
    expect(await renderer.render({ sha256: 'a', frame: 0 })).toEqual(picture);
  });

  it('ends its worker when disposed', async () => {
    const { renderer, worker } = makeRenderer(() => Promise.resolve(Uint8Array.of(1)));
    await renderer.render({ sha256: 'a', frame: 0 });
    renderer.dispose();
    expect(worker.isTerminated).toBe(true);
    await expect(renderer.render({ sha256: 'a', frame: 0 })).rejects.toThrow();
  });
});
