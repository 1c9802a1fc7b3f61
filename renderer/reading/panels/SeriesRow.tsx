import { Badge } from '@mantine/core';
import { IconFileText, IconHeartRateMonitor } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FramePicture } from './FramePicture.tsx';
import { useSeriesName } from '../useSeriesName.ts';
import type { DeskSeries } from '../deskSeries.ts';

export interface SeriesRowProps {
  readonly series: DeskSeries;
  /** Cells that show it now, from 1, as text. */
  readonly shownIn: string;
  readonly isFocused: boolean;
  readonly onOpen: (series: DeskSeries) => void;
  readonly onDrag: (series: DeskSeries | null) => void;
}

/** Type of what is dragged from the panel to a cell. */
export const seriesDragType = 'application/x-mdt-series';

/** Drawn for the first time when the row comes near what is on screen. */
function useIsNear(): { readonly ref: React.RefObject<HTMLDivElement | null>; readonly isNear: boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const row = ref.current;
    if (row === null || isNear) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setNear(true);
    }, { rootMargin: '200px' });
    observer.observe(row);
    return () => observer.disconnect();
  }, [isNear]);
  return { ref, isNear };
}

/** One series or document: what it is, how much of it is here, and where it hangs; its words are its name for screen readers. */
export const SeriesRow = memo(function SeriesRow({ series, shownIn, isFocused, onOpen, onDrag }: SeriesRowProps) {
  const { t } = useTranslation('reading');
  const { ref, isNear } = useIsNear();
  const isDocument = series.shows === 'document';
  const missing = series.instances.length - series.present;
  const name = useSeriesName(series);
  return (
    <div ref={ref} role="option" aria-selected={shownIn !== ''} tabIndex={isFocused ? 0 : -1} className="reading-series" data-shown={shownIn !== ''} data-series={isDocument ? series.sopInstanceUID : series.seriesInstanceUID} draggable onDragStart={(event) => {
      event.dataTransfer.setData(seriesDragType, isDocument ? (series.sopInstanceUID ?? '') : series.seriesInstanceUID);
      event.dataTransfer.effectAllowed = 'copy';
      onDrag(series);
    }} onDragEnd={() => onDrag(null)} onDoubleClick={() => onOpen(series)}>
      <div className="reading-thumb">
        {isDocument ? (series.kind === 'ecg12Lead' || series.kind === 'ecg' ? <IconHeartRateMonitor size={26} stroke={1.3} /> : <IconFileText size={26} stroke={1.3} />) : isNear && series.preview !== null ? <FramePicture {...series.preview} /> : null}
      </div>
      <div className="reading-series-words">
        <div className="reading-series-title"><b>{series.modality}</b> {series.number === null ? '' : `#${series.number}`} {shownIn === '' ? null : <><span className="reading-shown" aria-hidden>{shownIn}</span><span className="reading-unseen">{t('series.shownIn', { cells: shownIn })}</span></>}</div>
        <div className="reading-series-name" title={name}>{name}</div>
        <div className="reading-series-marks">
          {isDocument ? null : <span>{t('series.images', { count: series.images })}</span>}
          {series.isLossy && <Badge size="xs" color="yellow">{t('series.lossy')}</Badge>}
          {missing > 0 && <Badge size="xs" color="orange">{t('series.missing', { count: missing })}</Badge>}
          {series.isPlanning && <Badge size="xs" color="teal">{t('series.planning')}</Badge>}
        </div>
      </div>
    </div>
  );
});
