import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from '../../../shared/ipc/channels.ts';
import { grouped, megabytes } from '../amounts.ts';
import { leftWords, timeWords } from './timeWords.ts';
import { isRunning } from './useImports.ts';

/** How far an import is, how long it will still take, and its end on demand. */
export function RunningImport({ progress, onCancel }: { progress: ImportProgress | null; onCancel: () => void }) {
  const { t } = useTranslation('import');
  const [isStopping, setStopping] = useState(false);
  const isReading = progress?.phase === 'reading';
  // The last word on it has been said, its report is on the way.
  const isFinishing = progress !== null && !isRunning(progress.phase);
  const share = isReading && progress.bytesTotal > 0 ? (100 * progress.bytesDone) / progress.bytesTotal : 0;
  const left = isFinishing ? null : (progress?.msLeft ?? null);
  const words = left === null ? null : timeWords(left);
  const title = t(isStopping ? 'stopping' : isFinishing ? 'finishing' : isReading ? 'reading' : 'scanning');
  const speed = [progress?.bytesPerSecond && !isFinishing ? t('rate', { rate: megabytes(progress.bytesPerSecond) }) : '', words ? leftWords(words, t) : ''].filter(Boolean).join(' · ');
  return (
    <div data-testid="import-running" data-phase={progress?.phase ?? 'scanning'}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text size="sm">{title} · {isReading || isFinishing ? t('filesOf', { done: grouped(progress.filesDone), total: grouped(progress.filesTotal) }) : t('filesFound', { total: grouped(progress?.filesTotal ?? 0) })}{isReading ? ` · ${t('megabytesOf', { done: megabytes(progress.bytesDone), total: megabytes(progress.bytesTotal) })}` : ''}</Text>
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" c="gray.3" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }} data-testid="import-time-left">{speed}</Text>
          {isFinishing ? null : <Button size="compact-sm" variant="default" leftSection={<IconX size={14} />} loading={isStopping} onClick={() => { setStopping(true); onCancel(); }} data-testid="import-cancel">{t('cancel')}</Button>}
        </Group>
      </Group>
      <Progress.Root size="md">
        <Progress.Section value={isReading ? share : 100} striped={!isReading} animated={!isReading} aria-label={title} aria-valuetext={isReading ? `${Math.floor(share)}%` : title} />
      </Progress.Root>
      {/* Read out at every quarter only: progress is told several times a second. */}
      <VisuallyHidden role="status">{isReading ? `${title} ${Math.floor(share / 25) * 25}%` : title}</VisuallyHidden>
    </div>
  );
}
