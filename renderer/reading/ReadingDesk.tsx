import { useTranslation } from 'react-i18next';
import { useSeriesStore } from '../study/useSeriesStore.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { ReadingDeskProps } from './actions.ts';
import { ReadingPage } from './ReadingPage.tsx';
import './reading.css';

/** The reading desk of a case: its images and documents in cells, with everything to look at them by. All that is shared is in `view`. */
export function ReadingDesk(props: ReadingDeskProps) {
  const { t } = useTranslation('reading');
  const store = useSeriesStore(props.imaging, props.actions.readHeads);
  if (props.imaging.instances.length === 0) return <div className="reading"><EmptyState title={t('cell.noCase')}>{t('cell.noCaseHint')}</EmptyState></div>;
  // One desk a case: nothing of one patient is left when the next opens.
  return store === null ? <div className="reading" role="status">{t('cell.opening')}</div> : <ReadingPage key={props.caseId} {...props} store={store} />;
}
