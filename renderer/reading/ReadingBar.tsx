import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { DeskPanels } from '../../shared/viewing/savedDesk.ts';
import { cellSlice } from '../viewport/cellPlace.ts';
import type { CellShows } from './cells/cellContents.ts';
import type { CommandPlace } from './keys/viewCommands.ts';
import { DeskMenus } from './toolbar/DeskMenus.tsx';
import { DeskToolbar } from './toolbar/DeskToolbar.tsx';
import type { DeskDeedsModel } from './useDeskDeeds.ts';
import type { Reading } from './useReading.ts';

interface Props {
  readonly reading: Reading;
  /** The active one, as it can be shown. */
  readonly cell: Cell;
  readonly shows: CellShows;
  readonly place: () => CommandPlace;
  readonly deeds: DeskDeedsModel;
  /** Null: the window has none beside its cells. */
  readonly panels: (Pick<DeskPanels, 'isSeriesOpen'> & { readonly isSideOpen: boolean }) | null;
  /** What stands first in the bar. */
  readonly lead?: ReactNode;
}

const none: readonly Voi[] = [];

/** The toolbar of the active cell; nothing in it is drawn again while slices are scrolled. */
export function ReadingBar({ reading, cell, shows: now, place, deeds, panels, lead }: Props) {
  const { t } = useTranslation('reading');
  const { desk, series, hangings, presets, choices, disease, tool, held } = reading;
  const { view } = desk;
  // What is shown counts here, not the slices that have come in since.
  const volume = now.kind === 'volume' ? now.loaded.volume : null;
  const key = 'series' in now ? now.series : null;
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- as said above
  const shows = useMemo(() => now, [now.kind, volume, key]);
  const source = desk.sources[view.activeCell] ?? null;
  const own = source?.vois(cellSlice(view, view.activeCell, source)) ?? none;
  const named = JSON.stringify(own.map((one) => (one.kind === 'table' ? one.explanation : one)));
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- frames that bring the same windows are scrolled through
  const vois = useMemo(() => own, [named]);
  const { window, voi, unit, plane, slab, fusion, colourMap } = cell;
  const menus = useMemo(
    () => <DeskMenus series={series} hangings={hangings} presets={presets} choices={choices} disease={disease} grid={view.grid} activeCell={view.activeCell} shows={shows} place={place} onHang={deeds.hang} window={window} vois={vois} voi={voi} unit={unit} plane={plane} slab={slab} fusion={fusion} colourMap={colourMap} />,
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- of the two preferences only the values change
    [series, hangings.value, presets.value, choices, disease, view.grid, view.activeCell, shows, place, deeds.hang, window, vois, voi, unit, plane, slab, fusion, colourMap],
  );
  const isSuvOn = unit === 'suv';
  const refusal = volume?.suv?.kind === 'refused' ? volume.suv.attribute : null;
  const hasSuv = volume !== null && volume.suv !== null;
  const suv = useMemo(() => (hasSuv ? { isOn: isSuvOn, why: refusal === null ? null : t('cell.suvRefused', { attribute: refusal }) } : null), [hasSuv, isSuvOn, refusal, t]);
  return (
    <DeskToolbar link={view.link} hasReferenceLines={view.hasReferenceLines} hasCrosshair={view.hasCrosshair} hasAnnotations={view.hasAnnotations} activeCell={view.activeCell} tool={tool} isInverted={cell.isInverted} hasOverlays={reading.overlays.isOn} cineFps={cell.cineFps}
      hasPicture={shows.kind === 'volume' || shows.kind === 'flat'} suv={suv} canUndo={held.canUndo} canRedo={held.canRedo} isSeriesOpen={panels?.isSeriesOpen ?? null} isSideOpen={panels?.isSideOpen ?? null} lead={lead} menus={menus} />
  );
}
