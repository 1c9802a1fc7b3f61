import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { CaseImaging, ObjectHead } from '../../shared/ipc/channels.ts';
import { isImage } from './imageClasses.ts';
import { MemoryBudget } from './memoryBudget.ts';
import { blobBaseUrl } from './openStudy.ts';
import type { SeriesState, SeriesStore } from './series.ts';
import { defaultBudgetBytes, makeSeriesStore } from './seriesStore.ts';
import type { CaseSeriesStore } from './seriesStore.ts';
import { StudyCache } from './studyCache.ts';
import { thumbnails } from './thumbnails.ts';

/** Asks core for the beginnings of the objects of a series. */
export type ReadHeads = (seriesInstanceUID: string) => Promise<readonly ObjectHead[]>;

/** Stores kept for a quick return; what they hold gives way to what is on screen. */
const recentStores = new StudyCache<CaseSeriesStore>(2);
/** Every store of this window lives within one budget. */
const windowMemory = new MemoryBudget(defaultBudgetBytes);

/**
 * The images of a case, one store for all who show them; null while there is nothing to read.
 *
 * A store that nobody uses stays for a return until two others were opened. It goes on while images the case knows of
 * arrive; images it did not know make a new one.
 */
export function useSeriesStore(imaging: CaseImaging | null, readHeads: ReadHeads, baseUrl: string = blobBaseUrl): SeriesStore | null {
  const key = useMemo(() => (imaging === null ? null : imagesKey(imaging)), [imaging]);
  const [opened, setOpened] = useState<{ readonly key: string; readonly store: CaseSeriesStore } | null>(null);
  const store = opened !== null && opened.key === key ? opened.store : null;
  useEffect(() => {
    if (imaging === null || key === null) return undefined;
    setOpened({ key, store: recentStores.acquire(key, () => makeSeriesStore({ imaging, readHeads, baseUrl, memory: windowMemory })) });
    return () => {
      setOpened(null);
      recentStores.release(key, true);
    };
    // The key stands for the content of `imaging`, which is a new object after every synchronisation, as `readHeads` is with every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, baseUrl]);
  useEffect(() => {
    if (imaging !== null) store?.update(imaging);
  }, [store, imaging]);
  return store;
}

/** Forgets every store that is not on screen and every small picture, for sign-out and for closing a case for good. */
export function forgetSeries(): void {
  recentStores.clear();
  thumbnails.clear();
}

const noSubscription = (): (() => void) => () => undefined;
const nothing: ReadonlyMap<string, SeriesState> = new Map();

/** States of some series, which are held while this is mounted; the same map until one of them changes. */
export function useSeries(store: SeriesStore | null, seriesInstanceUIDs: readonly string[]): ReadonlyMap<string, SeriesState> {
  const uids = [...new Set(seriesInstanceUIDs)].sort().join(',');
  const shown = useRef<ReadonlyMap<string, SeriesState>>(nothing);
  useEffect(() => {
    if (store === null || uids === '') return undefined;
    const releases = uids.split(',').map((uid) => store.hold(uid));
    return () => {
      for (const release of releases) release();
    };
  }, [store, uids]);
  return useSyncExternalStore(store?.subscribe ?? noSubscription, () => {
    shown.current = statesOf(store, uids, shown.current);
    return shown.current;
  });
}

/** The states as they are now: `before` itself where nothing has changed since. */
export function statesOf(store: Pick<SeriesStore, 'state'> | null, uids: string, before: ReadonlyMap<string, SeriesState>): ReadonlyMap<string, SeriesState> {
  const states = store === null || uids === '' ? [] : uids.split(',').flatMap((uid) => {
    const state = store.state(uid);
    return state === null ? [] : [[uid, state] as const];
  });
  const isSame = states.length === before.size && states.every(([uid, state]) => before.get(uid) === state);
  return isSame ? before : new Map(states);
}

/** What the store of a case is made of: its images, whether they are here yet or not. */
function imagesKey({ instances }: CaseImaging): string {
  return instances
    .filter(({ header }) => isImage(header.sopClassUID))
    .map(({ sha256 }) => sha256)
    .sort()
    .join(',');
}
