import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyProgress } from '../study/messages.ts';

const bytesPerMb = 1e6;

/** How far reading is, in files and megabytes, and how fast. */
export function StudyLoading({ progress }: { readonly progress: StudyProgress | null }) {
  const { t } = useTranslation('rt');
  const part = progress === null || progress.bytesTotal === 0 ? 0 : (progress.bytesDone / progress.bytesTotal) * 100;
  const rate = progress === null || progress.elapsedMs === 0 ? 0 : progress.bytesDone / bytesPerMb / (progress.elapsedMs / 1000);
  return (
    <div className="desk-message" data-testid="study-loading" role="status">
      <Text>{t('study.loading')}</Text>
      <Progress value={part} w={320} size="md" my="xs" aria-label={t('study.loading')} />
      {progress !== null && (
        <>
          <Text size="sm" c="dimmed">{t('study.files', { done: progress.filesDone, total: progress.filesTotal })}</Text>
          <Text size="sm" c="dimmed">{t('study.rate', { done: (progress.bytesDone / bytesPerMb).toFixed(1), total: (progress.bytesTotal / bytesPerMb).toFixed(1), rate: rate.toFixed(1) })}</Text>
        </>
      )}
    </div>
  );
}
