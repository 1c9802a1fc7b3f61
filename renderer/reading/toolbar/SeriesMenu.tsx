import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { deskStudies } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';
import { dateText } from '../studyAge.ts';
import { useSeriesTitle } from '../useSeriesName.ts';

interface Props {
  readonly series: readonly DeskSeries[];
  readonly onOpen: (series: DeskSeries) => void;
  readonly isDisabled?: boolean;
  /** In a bar, where every word takes room from the tools. */
  readonly isIcon?: boolean;
}

/** All series of the case by study, to choose one where there is no list of them. */
export function SeriesMenu({ series, onOpen, isDisabled = false, isIcon = false }: Props) {
  const { t } = useTranslation('reading');
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        {isIcon
          ? <Tooltip label={t('series.choose')} openDelay={400}><ActionIcon size={28} variant="subtle" color="gray" disabled={isDisabled} aria-label={t('series.choose')} data-testid="series-menu"><IconStack2 size={18} stroke={1.6} /></ActionIcon></Tooltip>
          : <Button size="compact-sm" variant="default" disabled={isDisabled} leftSection={<IconStack2 size={16} stroke={1.6} />} data-testid="series-choice">{t('series.choose')}</Button>}
      </Menu.Target>
      <Menu.Dropdown className="reading-menu">
        {deskStudies(series).map(({ studyInstanceUID, header, series: own }) => (
          <Fragment key={studyInstanceUID}>
            <Menu.Label>{[header.date === null ? t('series.noDate') : dateText(header.date), header.description ?? ''].filter((part) => part !== '').join(' · ')}</Menu.Label>
            {own.map((one) => <SeriesItem key={`${one.seriesInstanceUID} ${one.sopInstanceUID ?? ''}`} series={one} onOpen={onOpen} />)}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SeriesItem({ series, onOpen }: { readonly series: DeskSeries; readonly onOpen: (series: DeskSeries) => void }) {
  const { t } = useTranslation('reading');
  const title = useSeriesTitle(series);
  return <Menu.Item onClick={() => onOpen(series)} rightSection={series.shows === 'document' ? null : <span>{t('series.images', { count: series.images })}</span>}>{title}</Menu.Item>;
}
