import { Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CellShows } from './cellContents.ts';
import type { CellNotice } from './effectiveCell.ts';

/** Over a picture: how far reading is, and what of the series could not be read or shown as asked. */
export function CellStatus({ shows, notices }: { readonly shows: CellShows; readonly notices: readonly CellNotice[] }) {
  const { t } = useTranslation('reading');
  if (shows.kind !== 'volume' && shows.kind !== 'flat') return null;
  const { state } = shows;
  const warnings = shows.kind === 'volume' ? shows.loaded.volume.warnings : [];
  const problems = [...notices.map((notice) => (notice.kind === 'suvRefused' ? t('cell.suvRefused', { attribute: notice.attribute }) : t(`notice.${notice.kind}`, { attribute: '' }))), ...state.problems.map(({ object, error }) => `${object}: ${error.message}`), ...warnings];
  return (
    <div className="reading-cell-status">
      {state.phase === 'loading' && <Progress size={3} radius={0} value={state.slicesTotal === 0 ? 0 : (state.slicesDone / state.slicesTotal) * 100} aria-label={t('cell.loading', { done: state.slicesDone, total: state.slicesTotal })} data-testid="cell-progress" />}
      {problems.length > 0 && (
        <details className="reading-cell-problems">
          <summary aria-label={t('cell.problems', { count: problems.length })}><IconAlertTriangle size={14} /> {problems.length}</summary>
          <ul>{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>
        </details>
      )}
    </div>
  );
}
