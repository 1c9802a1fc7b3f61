import { ActionIcon } from '@mantine/core';
import { IconArrowsDiagonal, IconGripVertical, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellPlace } from '../../../shared/viewing/gridPlaces.ts';
import { DocumentView } from '../../documents/DocumentView.tsx';
import type { ShowImage } from '../../documents/documents.ts';
import { CellView } from '../../viewport/CellView.tsx';
import type { CellRenderer } from '../../viewport/cellRenderer.ts';
import type { CellViewProps } from '../../viewport/cellProps.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { DeskSeries } from '../deskSeries.ts';
import { seriesDragType } from '../panels/SeriesRow.tsx';
import { useSeriesTitle } from '../useSeriesName.ts';
import { CellMessage } from './CellMessage.tsx';
import { CellStatus } from './CellStatus.tsx';
import { useCellDescription } from './useCellDescription.ts';
import type { DeskCell as DeskCellState } from './useDeskCells.ts';

/** Type of a cell dragged to another one. */
const cellDragType = 'application/x-mdt-cell';

/** What cells do beside drawing. */
export interface CellDeeds {
  readonly activate: (index: number) => void;
  readonly dropSeries: (index: number, uid: string) => void;
  readonly place: (index: number, series: DeskSeries) => void;
  readonly swap: (from: number, to: number) => void;
  readonly empty: (index: number) => void;
  /** Empties every other cell, on screen or not. */
  readonly emptyOthers: (index: number) => void;
  readonly maximise: (index: number) => void;
  readonly showImage: ShowImage;
  readonly nameOfImage: (sopInstanceUID: string) => string | null;
  readonly readObject: (sha256: string) => Promise<Uint8Array>;
  readonly onRenderer: (index: number, renderer: CellRenderer | null) => void;
}

export interface DeskCellProps {
  readonly cell: DeskCellState;
  /** Null: it fills the desk. */
  readonly place: CellPlace | null;
  readonly isActive: boolean;
  readonly view: Omit<CellViewProps, 'scene' | 'label'>;
  readonly deeds: CellDeeds;
  /** How a series comes into it while it is empty. */
  readonly empty: ReactNode;
}

/** One place of the desk: picture, document or why there is none, with its handles; takes series and other cells dropped on it. */
export function DeskCell({ cell, place, isActive, view, deeds, empty }: DeskCellProps) {
  const { t } = useTranslation('reading');
  const { index, shows, scene, notices, frameError } = cell;
  const [isTarget, setTarget] = useState(false);
  const series = 'series' in shows ? shows.series : null;
  const isPicture = shows.kind === 'volume' || shows.kind === 'flat';
  const label = t('cell.label', { number: index + 1, title: useSeriesTitle(series) });
  const section = useRef<HTMLElement>(null);
  const onRenderer = useCellDescription(section, cell, deeds.onRenderer);
  const instance = shows.kind === 'document' ? shows.series.instances[0] : undefined;
  return (
    <section ref={section} className="reading-cell" aria-label={label} data-active={isActive} data-target={isTarget} data-slot={index} data-shows={shows.kind} style={place === null ? { gridArea: '1 / 1 / -1 / -1' } : { gridArea: `${place.row + 1} / ${place.column + 1} / span ${place.rowSpan} / span ${place.columnSpan}` }}
      onFocus={() => deeds.activate(index)} onPointerDown={() => deeds.activate(index)}
      onDragOver={(event) => {
        if (!view.canChange || !event.dataTransfer.types.some((type) => type === seriesDragType || type === cellDragType)) return;
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setTarget(false);
        const uid = event.dataTransfer.getData(seriesDragType);
        const from = event.dataTransfer.getData(cellDragType);
        if (uid !== '') deeds.dropSeries(index, uid);
        else if (from !== '' && Number(from) !== index) deeds.swap(Number(from), index);
      }}
    >
      {isPicture ? <CellView {...view} scene={scene} label={label} onRenderer={onRenderer} /> : instance === undefined ? <div className="reading-cell-message" tabIndex={0} data-cell={index} aria-label={label}><CellMessage shows={shows} empty={empty} onEmptyOthers={view.canChange ? () => deeds.emptyOthers(index) : null} /></div> : (
        <div className="reading-document" data-cell={index}><DocumentView instance={instance} read={deeds.readObject} onShowImage={deeds.showImage} nameOfImage={deeds.nameOfImage} /></div>
      )}
      {frameError !== null && <div className="reading-frame-error" data-testid="frame-error"><ErrorNotice error={frameError} /><p>{t('cell.frameHint')}</p></div>}
      <CellStatus shows={shows} notices={notices} />
      {shows.kind !== 'empty' && view.canChange && (
        <div className="reading-cell-handles">
          <ActionIcon component="span" size={20} variant="filled" color="dark" draggable aria-hidden title={t('cell.drag')} onDragStart={(event) => {
            event.dataTransfer.setData(cellDragType, String(index));
            event.dataTransfer.effectAllowed = 'move';
          }}><IconGripVertical size={14} /></ActionIcon>
          <ActionIcon size={20} variant="filled" color="dark" tabIndex={-1} aria-label={t('command.maximise')} onClick={() => deeds.maximise(index)}><IconArrowsDiagonal size={14} /></ActionIcon>
          <ActionIcon size={20} variant="filled" color="dark" tabIndex={-1} aria-label={t('cell.close')} onClick={() => deeds.empty(index)}><IconX size={14} /></ActionIcon>
        </div>
      )}
    </section>
  );
}
