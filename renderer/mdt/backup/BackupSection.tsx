import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupList } from '../../../shared/ipc/channels.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import { formatTime } from '../format.ts';
import { useLoaded } from '../network/useLoaded.ts';
import type { BackupActions } from './actions.ts';
import { BackupTable, timeOf, type BackupRow } from './BackupTable.tsx';

/** Copies of the record and its complete check. */
export function BackupSection({ actions }: { actions: BackupActions }) {
  const { t } = useTranslation('backup');
  const found = useLoaded(actions.list);
  const [isMade, setMade] = useState(false);
  const [restoring, setRestoring] = useState<BackupRow | null>(null);
  const make = useAction(async () => {
    await actions.make();
    setMade(true);
    found.reload();
  });
  const check = useAction(async () => {
    await actions.check();
    found.reload();
  });
  const release = useAction(async () => {
    await actions.releaseHeld();
    found.reload();
  });
  const list = found.value;
  return (
    <Section title={t('title')} testId="backups" aside={
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" onClick={() => check.run()} loading={check.isRunning} data-testid="record-check">{t('check')}</Button>
        <Button onClick={() => make.run()} loading={make.isRunning} data-testid="backup-make">{t('make')}</Button>
      </Group>
    }>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">{t('hint')}</Text>
        <ErrorNotice error={found.error ?? make.error ?? check.error ?? release.error} />
        {isMade && !make.isRunning && !make.error ? <Text size="xs" c="teal.3" role="status" data-testid="backup-made">{t('made')}</Text> : null}
        {list ? <Health list={list} /> : null}
        {list && list.held > 0 ? <Alert color="yellow" py="xs"><Group justify="space-between"><Text size="sm">{t('held', { count: list.held })}</Text><Button size="compact-sm" variant="default" onClick={() => release.run()} loading={release.isRunning}>{t('heldDo')}</Button></Group></Alert> : null}
        {list && list.backups.length === 0 ? <EmptyState title={t('none')}>{t('noneHint')}</EmptyState> : null}
        {list && list.backups.length > 0 ? <BackupTable backups={list.backups} label={t('restore')} isBusy={false} onChoose={setRestoring} /> : null}
        {list && restoring ? <RestoreDialog backup={restoring} list={list} actions={actions} onClose={() => setRestoring(null)} /> : null}
      </Stack>
    </Section>
  );
}

function Health({ list }: { list: BackupList }) {
  const { t } = useTranslation('backup');
  const { lastCheck, backupError, running } = list;
  if (running === 'check') return <Text size="xs" c="dimmed" role="status">{t('checking')}</Text>;
  return (
    <>
      {backupError ? <Stack gap={2}><Text size="sm" c="orange.4">{t('backupFailed')}</Text><ErrorNotice error={backupError} /></Stack> : null}
      {lastCheck === null ? <Text size="xs" c="dimmed">{t('checkedNever')}</Text> : lastCheck.damage.length === 0 && lastCheck.isAuditIntact
        ? <Text size="xs" c="teal.3" data-testid="record-good">{t('checkedGood', { time: formatTime(lastCheck.atMs) })}</Text>
        : <Alert color="red" title={t('checkedBad', { time: formatTime(lastCheck.atMs) })} data-testid="record-bad"><Text size="sm">{t('checkedBadHint')}</Text>{lastCheck.isAuditIntact ? null : <Text size="sm">{t('auditBroken')}</Text>}{lastCheck.damage.map((finding) => <Text key={finding} size="xs" ff="monospace">{finding}</Text>)}</Alert>}
    </>
  );
}

function RestoreDialog({ backup, list, actions, onClose }: { backup: BackupRow; list: BackupList; actions: BackupActions; onClose: () => void }) {
  const { t } = useTranslation('backup');
  const restore = useAction(async () => {
    await actions.restore(backup.id);
    onClose();
  });
  const { present } = list;
  return (
    <Modal opened onClose={onClose} title={t('restoreTitle', { time: timeOf(backup) })} closeButtonProps={{ 'aria-label': t('back') }}>
      <Stack gap="sm">
        <Text size="sm">{t('restoreText', { cases: backup.cases ?? t('unknown'), commands: backup.commands ?? t('unknown'), presentCases: present.cases, presentCommands: present.commands })}</Text>
        {present.waiting > 0 ? <Text size="sm" c="yellow.4">{t('restoreUnsent', { waiting: present.waiting })}</Text> : null}
        <Text size="sm">{t('restoreAside')}</Text>
        <ErrorNotice error={restore.error} />
        <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose} data-autofocus>{t('back')}</Button><Button color="orange" onClick={() => restore.run()} loading={restore.isRunning} data-testid="backup-restore">{t('restoreDo')}</Button></Group>
      </Stack>
    </Modal>
  );
}
