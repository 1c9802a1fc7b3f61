import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Overtaken } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { RecordActions } from '../actions.ts';
import { formatTime } from '../format.ts';
import { fieldWords } from './fieldWords.ts';

/** Tells an author what others changed in the decision while they were writing, until they say that they have checked it. */
export function OvertakenNotice({ overtaken, actions }: { overtaken: readonly Overtaken[]; actions: Pick<RecordActions, 'checked'> }) {
  const { t } = useTranslation('mdt');
  const done = useAction(() => Promise.all(overtaken.map(({ commandId }) => actions.checked(commandId))));
  if (overtaken.length === 0) return null;
  return (
    <Alert color="yellow" title={t('overtaken.title')} role="status" data-testid="overtaken">
      {overtaken.flatMap(({ commandId, changes }) => changes.map(({ path, name, atMs, value }) => (
        <Text key={`${commandId}${path}`} size="sm">{t('overtaken.change', { name, time: formatTime(atMs), field: t(path), value: fieldWords(path, value, t) })}</Text>
      )))}
      <Text size="xs" c="dimmed">{t('overtaken.hint')}</Text>
      <ErrorNotice error={done.error} onClose={done.clear} />
      <Button mt={6} size="compact-sm" variant="default" onClick={() => done.run()} loading={done.isRunning} data-testid="overtaken-checked">{t('overtaken.done')}</Button>
    </Alert>
  );
}
