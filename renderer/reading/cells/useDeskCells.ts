import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../shared/errors/appError.ts';
import type { Annotation } from '../../../shared/annotation/types.ts';
import type { Pointer, View } from '../../../shared/meeting/view.ts';
import { mostCells } from '../../../shared/viewing/cell.ts';
import { distinctIdentities } from '../../../shared/viewing/patientMix.ts';
import { seriesOf } from '../../../shared/volume/types.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import type { SeriesStore } from '../../study/series.ts';
import { useSeries } from '../../study/useSeriesStore.ts';
import { cellSlice } from '../../viewport/cellPlace.ts';
import type { CellScene, RtOverlay } from '../../viewport/scene.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';
import { volumeSource } from '../../viewport/volumeSource.ts';
import { imageNumberOf, instanceIn, seriesWith } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';
import { annotationsOf } from './annotationsOf.ts';
import { cellShows } from './cellContents.ts';
import type { CellShows, SeriesStates } from './cellContents.ts';
import { cellTitle } from './cellTitle.ts';
import { uidIn, visibleCells } from './deskLayout.ts';
import { effectiveCell, effectiveFusion } from './effectiveCell.ts';
import type { CellNotice } from './effectiveCell.ts';
import { frameSource } from './frameSource.ts';
import { planesAcross, shownPlanes } from './referencePlanes.ts';
import { orientationOf, SourceCache } from './sourceCache.ts';
import { useCellWords } from './useCellWords.ts';

export interface DeskCellsInput {
  readonly view: View;
  readonly series: readonly DeskSeries[];
  readonly store: SeriesStore;
  readonly rt: RtOverlay | null;
  readonly annotations: readonly Annotation[];
  readonly selectedAnnotationId: string | null;
  readonly pointers: readonly Pointer[];
  /** Overlay planes of the images are drawn. */
  readonly hasOverlays: boolean;
}

/** One visible cell with all it needs to be drawn. */
export interface DeskCell {
  readonly index: number;
  readonly shows: CellShows;
  readonly notices: readonly CellNotice[];
  /** Why the frame that is to be shown cannot be. */
  readonly frameError: ErrorShape | null;
  readonly scene: CellScene;
}

export interface DeskCells {
  /** The view as it can be shown: SUV only where it can be told. */
  readonly view: View;
  readonly visible: readonly number[];
  readonly cells: readonly DeskCell[];
  readonly sources: readonly (SliceSource | null)[];
  /** Series of every cell, whatever it shows of it. */
  readonly seriesIn: readonly (string | null)[];
  readonly states: SeriesStates;
}

const volumeOf = (shows: CellShows): ImageVolume | null => (shows.kind === 'volume' ? shows.loaded.volume : null);
const volumeIn = (states: SeriesStates, volumeId: string): ImageVolume | null => states.get(seriesOf(volumeId))?.volumes.find(({ volume }) => volume.volumeId === volumeId)?.volume ?? null;

/** Series the cells need, each once: of their contents and of what is laid over them. */
function wantedSeries(view: View, visible: readonly number[], series: readonly DeskSeries[]): readonly string[] {
  const uids = visible.flatMap((index) => {
    const cell = view.cells[index];
    if (cell === undefined) return [];
    return [uidIn(cell), cell.fusion === null ? null : seriesOf(cell.fusion.volumeId)].filter((uid) => uid !== null);
  });
  return [...new Set(uids)].filter((uid) => seriesWith(series, uid)?.shows !== 'document' && seriesWith(series, uid) !== null);
}

/** Everything the cells on screen are drawn from, out of the view and what is read of the series. */
export function useDeskCells({ view: wanted, series, store, rt, annotations, selectedAnnotationId, pointers, hasOverlays }: DeskCellsInput): DeskCells {
  const { t, i18n } = useTranslation('reading');
  const words = useCellWords();
  const [cache] = useState(() => new SourceCache());
  const visible = useMemo(() => visibleCells({ grid: wanted.grid, maximisedCell: wanted.maximisedCell }), [wanted.grid, wanted.maximisedCell]);
  const states = useSeries(store, wantedSeries(wanted, visible, series));
  const isMixed = useMemo(() => distinctIdentities(series.map(({ patient }) => patient)).length > 1, [series]);
  useEffect(() => {
    for (let index = 0; index < mostCells; index++) if (!visible.includes(index)) cache.drop(index);
  }, [cache, visible]);

  const shown = visible.map((index) => {
    const asked = wanted.cells[index];
    if (asked === undefined) return null;
    const shows = cellShows(asked, series, states);
    const volume = volumeOf(shows);
    const own = effectiveCell(asked, volume);
    const over = effectiveFusion(own.cell.fusion, volume, own.cell.fusion === null ? null : volumeIn(states, own.cell.fusion.volumeId));
    return { index, shows, cell: own.cell === asked && over.fusion === asked.fusion ? asked : { ...own.cell, fusion: over.fusion }, overlay: over.overlay, notices: [own.notice, over.notice].filter((notice) => notice !== null) };
  }).filter((entry) => entry !== null);

  const isAsWanted = shown.every(({ index, cell }) => cell === wanted.cells[index]);
  const view: View = isAsWanted ? wanted : { ...wanted, cells: wanted.cells.map((cell, index) => shown.find((entry) => entry.index === index)?.cell ?? cell) };
  const sources = Array.from({ length: mostCells }, (_, index): SliceSource | null => {
    const entry = shown.find((one) => one.index === index);
    return entry === undefined ? null : sourceOf(cache, index, entry.shows, entry.cell, store);
  });
  const planes = view.hasReferenceLines ? shownPlanes(view, sources, visible) : null;
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const cells = shown.map(({ index, shows, overlay, notices, cell }): DeskCell => {
    const source = sources[index] ?? null;
    const own = 'series' in shows ? shows.series : null;
    const sliceIndex = source === null ? 0 : cellSlice(view, index, source);
    const image = source?.imageOf(sliceIndex) ?? null;
    const frameError = shows.kind === 'flat' ? (store.flatFrame(shows.stack, sliceIndex, 0)?.error ?? null) : null;
    const frame = rt !== null && source !== null && source.space === 'patient' && source.frameOfReferenceUID === rt.frameOfReferenceUID ? rt : null;
    const title = own === null ? [] : cellTitle({ series: own, volume: volumeOf(shows), plane: shows.kind === 'volume' ? t(`planes.${cell.plane}`) : null, fused: overlay === null ? null : seriesWith(series, seriesOf(overlay.volume.volumeId)), picture: shows.kind === 'flat' ? pictureName(shows, sliceIndex) : null, isMixed, language, notes: notices.map((notice) => t(`notice.${notice.kind}`, { attribute: notice.kind === 'suvRefused' ? notice.attribute : '' })) });
    return {
      index, shows, notices, frameError,
      scene: {
        index, view, source, sliceIndex, imageNumber: own === null || image === null ? null : imageNumberOf(own, image.sopInstanceUID), turn: shows.kind === 'volume' || shows.kind === 'flat' ? shows.state.turn : 0, fusion: overlay, rt: frame, title, words: frameError === null ? words : { ...words, loading: t('cell.notShown') }, selectedAnnotationId, hasOverlays,
        annotations: source === null || own === null || !view.hasAnnotations ? none : annotationsOf(annotations, source, own.seriesInstanceUID), studyDate: own?.studyDate ?? null,
        referencePlanes: planes === null || source === null || source.space === 'image' ? none : planesAcross(planes, index, source),
        pointers: pointers.filter((pointer) => pointer.cell === index || (source?.frameOfReferenceUID != null && sources[pointer.cell]?.frameOfReferenceUID === source.frameOfReferenceUID)),
      },
    };
  });
  const seriesIn = useSeriesIn(wanted);
  return { view, visible, cells, sources, seriesIn, states };
}

/** What one photograph of several says it shows; of a single one its series is named so. */
function pictureName({ series, stack }: Extract<CellShows, { kind: 'flat' }>, frame: number): string | null {
  const uid = stack.frames[frame]?.sopInstanceUID;
  return series.label === null && uid !== undefined ? (instanceIn(series, uid)?.header.label ?? null) : null;
}

const none: readonly never[] = [];

/** Series of every cell; the same array while no cell shows another one. */
function useSeriesIn(view: View): readonly (string | null)[] {
  const key = view.cells.map((cell) => uidIn(cell) ?? '').join(' ');
  return useMemo(() => key.split(' ').map((uid) => (uid === '' ? null : uid)), [key]);
}

function sourceOf(cache: SourceCache, index: number, shows: CellShows, cell: View['cells'][number], store: SeriesStore): SliceSource | null {
  if (shows.kind === 'volume') {
    const { volume, slicesLoaded } = shows.loaded;
    const { slab, unit } = cell;
    const request = { volume, slicesLoaded, orientation: orientationOf(cell), slab, unit };
    return cache.take(index, [volume, slicesLoaded, JSON.stringify(request.orientation), slab.mode, slab.mode === 'none' ? 0 : slab.thicknessMm, unit], () => volumeSource(request));
  }
  if (shows.kind === 'flat') {
    const { stack } = shows;
    return cache.take(index, [stack, store], () => frameSource({ stack, frameAt: (frame, direction) => store.flatFrame(stack, frame, direction) }));
  }
  cache.drop(index);
  return null;
}
