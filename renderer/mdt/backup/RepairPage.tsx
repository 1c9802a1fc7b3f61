import { Box, Center, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { Problem } from '../../ui/problem.ts';
import { useAction } from '../../ui/useAction.ts';
import { useLoaded } from '../network/useLoaded.ts';
import type { RepairActions } from './actions.ts';
import { BackupTable } from './BackupTable.tsx';

/** Where the record is damaged: what it can be restored from. */
export function RepairPage({ error, actions }: { error: Problem; actions: RepairActions }) {
  const { t } = useTranslation('backup');
  const found = useLoaded(actions.list);
  const restore = useAction((id: string) => actions.restore(id));
  return (
    <Center h="100vh">
      <Box maw={900} p="md">
        <Stack gap="sm">
          <Title order={3}>{t('repairTitle')}</Title>
          <ErrorNotice error={error} />
          {found.value && found.value.length === 0 ? <Text size="sm">{t('repairNone')}</Text> : <Text size="sm" c="dimmed">{t('repairHint')}</Text>}
          {found.value && found.value.length > 0 ? <BackupTable backups={found.value} label={t('repairDo')} isBusy={restore.isRunning} onChoose={(backup) => restore.run(backup.id)} /> : null}
          <ErrorNotice error={restore.error ?? found.error} testId="repair-error" />
        </Stack>
      </Box>
    </Center>
  );
}
