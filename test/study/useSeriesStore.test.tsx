// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SeriesStore } from '../../renderer/study/series.ts';
import { makeSeriesStore } from '../../renderer/study/seriesStore.ts';
import { forgetSeries, useSeries, useSeriesStore } from '../../renderer/study/useSeriesStore.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { syntheticSeries } from '../volume/syntheticSeries.ts';
import { StoredFiles, until } from './seriesSupport.ts';

afterEach(() => {
  cleanup();
  forgetSeries();
});

const series = (uid: string): Uint8Array[] => syntheticSeries({ change: (k) => ({ SeriesInstanceUID: uid, SOPInstanceUID: `${uid}.${k}`, ImageComments: 'x'.repeat(600) }) });
const imagingOf = (...uids: readonly string[]): CaseImaging => new StoredFiles(uids.flatMap(series)).imaging;
const noHeads = (): Promise<readonly never[]> => Promise.resolve([]);
const storeOf = (imaging: CaseImaging | null) => renderHook((props: { readonly imaging: CaseImaging | null }) => useSeriesStore(props.imaging, noHeads), { initialProps: { imaging } });

describe('the store of a case', () => {
  it('is one for all who show the case, and the same after leaving and coming back', () => {
    const first = storeOf(imagingOf('1'));
    const second = storeOf(imagingOf('1'));
    const store = first.result.current;
    expect(store).not.toBeNull();
    expect(second.result.current).toBe(store);
    first.unmount();
    second.unmount();
    expect(storeOf(imagingOf('1')).result.current).toBe(store);
  });

  it('goes on while images arrive, and is another for another case', () => {
    const imaging = imagingOf('1');
    const awaited = { ...imaging, instances: imaging.instances.map((instance) => ({ ...instance, isPresent: false })) };
    const page = storeOf(awaited);
    const store = page.result.current;
    page.rerender({ imaging });
    expect(page.result.current).toBe(store);
    page.rerender({ imaging: imagingOf('2') });
    expect(page.result.current).not.toBe(store);
    page.rerender({ imaging: null });
    expect(page.result.current).toBeNull();
  });

  it('is disposed when two others were opened since', () => {
    const page = storeOf(imagingOf('1'));
    const store = page.result.current;
    for (const uid of ['2', '3']) page.rerender({ imaging: imagingOf(uid) });
    page.rerender({ imaging: imagingOf('1') });
    expect(page.result.current).not.toBe(store);
  });
});

describe('series on a page', () => {
  it('are held while it is mounted, and their states come as they change', async () => {
    const files = new StoredFiles([...series('1'), ...series('2')]);
    const held: string[] = [];
    const inner = makeSeriesStore({ imaging: files.imaging, readHeads: (uid) => Promise.resolve(files.heads(uid)), baseUrl: 'test:', makeWorker: () => files.seriesWorker().asWorker() });
    const store: SeriesStore = {
      ...inner,
      memory: inner.memory,
      hold: (uid) => {
        held.push(uid);
        const release = inner.hold(uid);
        return () => {
          held.splice(held.indexOf(uid), 1);
          release();
        };
      },
    };
    const page = renderHook(({ uids }: { readonly uids: readonly string[] }) => useSeries(store, uids), { initialProps: { uids: ['1', '1'] } });
    expect(held).toEqual(['1']);
    await act(() => until(() => inner.state('1')?.phase === 'ready'));
    expect(page.result.current.get('1')).toBe(inner.state('1'));
    const before = page.result.current;
    page.rerender({ uids: ['1'] });
    expect(page.result.current).toBe(before);
    page.rerender({ uids: ['2', '1'] });
    await act(() => until(() => inner.state('2')?.phase === 'ready'));
    expect([...page.result.current.keys()].sort()).toEqual(['1', '2']);
    expect([...held].sort()).toEqual(['1', '2']);
    page.unmount();
    expect(held).toEqual([]);
  });
});
