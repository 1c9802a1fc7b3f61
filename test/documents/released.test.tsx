// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PictureView } from '../../renderer/documents/PictureView.tsx';
import { TagBrowser } from '../../renderer/documents/TagBrowser.tsx';
import type { PictureSource } from '../../renderer/documents/picture/useBitmap.ts';
import { show } from './pages.tsx';

const workers: StandInWorker[] = [];

/** Answers every job as the frame and tag workers do. */
class StandInWorker extends EventTarget {
  isTerminated = false;

  constructor() {
    super();
    workers.push(this);
  }

  postMessage({ id, job }: { id: number; job: unknown }): void {
    const value = job instanceof Uint8Array ? { rows: [], transferSyntaxUID: '1.2', warnings: [] } : { image: { rows: 2, columns: 4, rgba: new Uint8ClampedArray(32), aspectRatio: 1 }, frames: 3 };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: { id, ok: true, value } })));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const closed = vi.fn();
const read = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(8));

beforeEach(() => {
  workers.length = 0;
  closed.mockClear();
  vi.stubGlobal('Worker', StandInWorker);
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 2, close: closed }));
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const frame = (number: number): PictureSource => ({ kind: 'frame', sha256: 'a', frame: number });

it('a picture closes its bitmap and its one worker when it goes', async () => {
  await show(<PictureView source={frame(0)} read={read} label="US" onFrame={vi.fn()} />);
  await screen.findByTestId('picture-view');
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false]);
  cleanup();
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  expect(closed).toHaveBeenCalledOnce();
});

it('a photograph needs no worker, fits the window and goes to single pixels by key', async () => {
  await show(<PictureView source={{ kind: 'file', sha256: 'a', mimeType: 'image/jpeg' }} read={read} label="照片" />);
  const stage = await screen.findByTestId('picture-stage');
  expect(workers).toEqual([]);
  expect(screen.getByTestId('picture-scale').textContent).toBe('10000% · 4×2 像素');
  fireEvent.keyDown(stage, { key: '1' });
  expect(screen.getByTestId('picture-scale').textContent).toContain('100%');
  fireEvent.keyDown(stage, { key: '0' });
  expect(screen.getByTestId('picture-scale').textContent).toContain('10000%');
  cleanup();
  expect(closed).toHaveBeenCalledOnce();
});

it('frames are turned by key and asked of the page', async () => {
  const onFrame = vi.fn();
  await show(<PictureView source={frame(1)} read={read} label="US" onFrame={onFrame} />);
  const stage = await screen.findByTestId('picture-stage');
  fireEvent.keyDown(stage, { key: 'PageDown' });
  fireEvent.keyDown(stage, { key: 'PageUp' });
  expect(onFrame.mock.calls).toEqual([[2], [0]]);
});

it('the worker that lists tags ends when it has', async () => {
  await show(<TagBrowser sha256="a" read={read} />);
  await screen.findByTestId('tag-browser');
  await waitFor(() => expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]));
});
