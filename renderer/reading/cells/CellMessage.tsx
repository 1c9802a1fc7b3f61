import { Button, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { seriesTitle } from '../deskSeries.ts';
import type { CellShows } from './cellContents.ts';

/** Why a cell shows no picture, of which series, and what to do. */
export function CellMessage({ shows, empty, onEmptyOthers }: { readonly shows: CellShows; /** How a series comes into the cell while it is empty. */ readonly empty: ReactNode; /** Null: this console may not change the desk. */ readonly onEmptyOthers: (() => void) | null }) {
  const { t } = useTranslation('reading');
  switch (shows.kind) {
    case 'empty':
      return <EmptyState title={t('cell.empty')}>{empty}</EmptyState>;
    case 'absent':
      return <EmptyState title={t('cell.absent')}>{t('cell.absentHint')}</EmptyState>;
    case 'waiting':
      return (
        <EmptyState title={seriesTitle(shows.series)}>
          <div role="status">
            <Text size="sm">{shows.series.present === 0 ? t('cell.notHere') : t('cell.loading', { done: shows.done, total: shows.total })}</Text>
            {shows.series.present > 0 && <Progress value={shows.total === 0 ? 0 : (shows.done / shows.total) * 100} w={180} mt={6} aria-label={t('cell.progress')} />}
          </div>
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState title={seriesTitle(shows.series)}>
          {shows.error === null ? t('cell.failed') : <ErrorNotice error={shows.error} testId="cell-error" />}
          <Text size="sm" mt={4}>{t(shows.isMemory ? 'cell.memoryHint' : 'cell.failedHint')}</Text>
          {shows.isMemory && onEmptyOthers !== null && <Button size="compact-sm" mt={8} onClick={onEmptyOthers} data-testid="empty-others">{t('cell.emptyOthers')}</Button>}
        </EmptyState>
      );
    default:
      return null;
  }
}
