import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Study } from '../study/openStudy.ts';

/** Why the desk has no planes to show: what is wrong with the images, and which pictures of the case are no volumes. */
export function NoVolume({ study: { problems, flatSeries } }: { study: Pick<Study, 'problems' | 'flatSeries'> }) {
  const { t } = useTranslation('rt');
  const isWrong = problems.length > 0 || flatSeries.length === 0;
  return (
    <div className="desk-message">
      <Alert color={isWrong ? 'red' : 'gray'} variant="light" title={t(isWrong ? 'study.failed' : 'study.noVolume')} data-testid="no-volume">
        {problems.map(({ object, error }) => <div key={object + error.message}>{object}: {error.message}</div>)}
        {flatSeries.map(({ seriesInstanceUID, modality, images, reason }) => <div key={seriesInstanceUID}>{t(`study.flat.${reason}`, { modality, images })}</div>)}
      </Alert>
    </div>
  );
}
