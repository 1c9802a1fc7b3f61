import type { ErrorShape } from '../../../shared/errors/appError.ts';
import type { Cell } from '../../../shared/viewing/cell.ts';
import type { FlatStack, LoadedVolume, SeriesState } from '../../study/series.ts';
import { seriesWith } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';

/** What is read of the series on the desk; those not in it are not asked for yet, or evicted. */
export type SeriesStates = ReadonlyMap<string, SeriesState>;

/** What a cell can show at this moment. */
export type CellShows =
  | { readonly kind: 'empty' }
  /** The series or document is not in the case on this computer. */
  | { readonly kind: 'absent'; readonly uid: string }
  | { readonly kind: 'waiting'; readonly series: DeskSeries; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly series: DeskSeries; readonly error: ErrorShape | null; readonly isMemory: boolean }
  | { readonly kind: 'volume'; readonly series: DeskSeries; readonly loaded: LoadedVolume; readonly state: SeriesState }
  | { readonly kind: 'flat'; readonly series: DeskSeries; readonly stack: FlatStack; readonly state: SeriesState }
  | { readonly kind: 'document'; readonly series: DeskSeries };

/** Finds what a cell shows. A series that turns out to be no volume is shown by its frames, and the other way round. */
export function cellShows({ content }: Cell, series: readonly DeskSeries[], states: SeriesStates): CellShows {
  if (content.kind === 'empty') return { kind: 'empty' };
  const uid = content.kind === 'stack' ? content.volumeId : content.kind === 'frames' ? content.seriesInstanceUID : content.sopInstanceUID;
  const found = seriesWith(series, uid);
  if (found === null) return { kind: 'absent', uid };
  if (content.kind === 'document') return found.shows === 'document' ? { kind: 'document', series: found } : { kind: 'absent', uid };
  const state = states.get(found.seriesInstanceUID) ?? null;
  if (state === null) return { kind: 'waiting', series: found, done: 0, total: found.images };
  const loaded = content.kind === 'stack' ? (state.volumes.find(({ volume }) => volume.volumeId === content.volumeId) ?? null) : null;
  if (loaded !== null) return { kind: 'volume', series: found, loaded, state };
  if (content.kind === 'frames' && state.flat !== null) return { kind: 'flat', series: found, stack: state.flat, state };
  if (state.phase === 'indexing') return { kind: 'waiting', series: found, done: state.slicesDone, total: state.slicesTotal };
  const [first] = state.volumes;
  if (state.flat !== null) return { kind: 'flat', series: found, stack: state.flat, state };
  if (first !== undefined) return { kind: 'volume', series: found, loaded: first, state };
  if (state.phase === 'loading') return { kind: 'waiting', series: found, done: state.slicesDone, total: state.slicesTotal };
  const error = state.problems[0]?.error ?? null;
  return { kind: 'failed', series: found, error, isMemory: error?.reason === 'not-enough-memory' };
}
