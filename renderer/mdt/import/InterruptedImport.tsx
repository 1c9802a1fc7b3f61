import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import { formatTime } from '../format.ts';
import { sourceWords } from './reportText.ts';

interface Props {
  readonly report: ImportReport;
  readonly isBusy: boolean;
  readonly onContinue: () => void;
  readonly onDiscard: () => void;
}

/** An import that a crash or a closed console ended: go on with it, or put the note away. */
export function InterruptedImport({ report, isBusy, onContinue, onDiscard }: Props) {
  const { t } = useTranslation('import');
  return (
    <Alert color="yellow" title={t('interruptedTitle', { time: formatTime(report.startedAtMs) })} data-testid="import-interrupted">
      <Text size="sm" style={{ wordBreak: 'break-all' }}>{sourceWords(report, t)}</Text>
      <Text size="sm" c="gray.3" mb="xs">{t('interruptedHint')}</Text>
      <Group gap="xs">
        <Button loading={isBusy} onClick={onContinue} data-testid="import-resume">{t('continue')}</Button>
        <Button variant="default" onClick={onDiscard} data-testid="import-discard">{t('discardNote')}</Button>
      </Group>
    </Alert>
  );
}
