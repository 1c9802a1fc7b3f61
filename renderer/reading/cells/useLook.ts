import { useCallback, useEffect } from 'react';
import type { SeriesStore } from '../../study/series.ts';
import { useLatest } from '../useLatest.ts';
import type { DeskCells } from './useDeskCells.ts';

/** Slice of the volume an index of a cell's source is; null for planes cut through it, which need all of it. */
function voxelSlice({ sources }: DeskCells, cell: number, sliceIndex: number, sopInstanceUIDs: readonly string[]): number | null {
  const image = sources[cell]?.imageOf(sliceIndex) ?? null;
  const first = image === null ? -1 : sopInstanceUIDs.indexOf(image.sopInstanceUID);
  return image === null || first === -1 ? null : first + image.frame;
}

/** Tells the store where each cell is and goes, so that what is looked at is read first; when a volume opens, its shown slice. */
export function useLook(store: SeriesStore, desk: DeskCells): (cell: number, sliceIndex: number, direction: -1 | 0 | 1) => void {
  const latestRef = useLatest(desk);
  const look = useCallback((cell: number, sliceIndex: number, direction: -1 | 0 | 1): void => {
    const shows = latestRef.current.cells.find(({ index }) => index === cell)?.shows;
    if (shows?.kind !== 'volume') return;
    const { volume } = shows.loaded;
    const at = voxelSlice(latestRef.current, cell, sliceIndex, volume.sopInstanceUIDs);
    if (at === null) return;
    const before = voxelSlice(latestRef.current, cell, sliceIndex - direction, volume.sopInstanceUIDs);
    store.look(volume.volumeId, at, direction === 0 || before === null ? 0 : at > before ? 1 : -1);
  }, [latestRef, store]);
  const opened = desk.cells.flatMap(({ index, shows }) => (shows.kind === 'volume' ? [`${index} ${shows.loaded.volume.volumeId}`] : [])).join(',');
  useEffect(() => {
    for (const { index, shows, scene } of latestRef.current.cells) if (shows.kind === 'volume' && shows.state.phase === 'loading') look(index, scene.sliceIndex, 0);
    // Volumes that open, not every slice of them.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [latestRef, opened, look]);
  return look;
}
