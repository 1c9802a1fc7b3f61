import { Alert, Button, Checkbox, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { megabytes } from '../amounts.ts';
import type { ArchiveActions } from './actions.ts';
import { JobBar } from './JobBar.tsx';
import { useArchiveJob } from './useArchiveJob.ts';

const minimumLength = 8;

/** Handing the case on as one signed file. */
export function ExportArchive({ record, actions }: { record: CaseRecord; actions: ArchiveActions }) {
  const { t } = useTranslation('archive');
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title={t('exportTitle')} testId="archive-panel" aside={<Button variant="default" onClick={() => setOpen(true)} data-testid="archive-export">{t('exportDo')}</Button>}>
      <Text size="xs" c="dimmed">{t('exportHint')}</Text>
      {isOpen ? <ExportDialog record={record} actions={actions} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function ExportDialog({ record, actions, onClose }: { record: CaseRecord; actions: ArchiveActions; onClose: () => void }) {
  const { t } = useTranslation('archive');
  const [hasObjects, setHasObjects] = useState(true);
  const [isEncrypted, setEncrypted] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [pin, setPin] = useState('');
  const [exported, setExported] = useState<{ path: string; byteLength: number } | null>(null);
  const [path, setPath] = useState('');
  const job = useArchiveJob(actions, async () => {
    const chosen = await actions.choosePlace(`${record.caseNo}.mdtcase`);
    if (chosen === null) return null;
    setPath(chosen);
    return actions.export({ caseId: record.id, path: chosen, passphrase: isEncrypted ? passphrase : null, hasObjects, pin });
  }, ({ byteLength }) => setExported({ path, byteLength }));
  const byteLength = record.imaging.reduce((sum, entry) => sum + entry.byteLength, 0) + (record.report?.byteLength ?? 0);
  const differs = again !== '' && again !== passphrase;
  const isReady = pin !== '' && (!isEncrypted || (passphrase.length >= minimumLength && again === passphrase));
  return (
    <Modal opened onClose={onClose} title={t('exportTitle')} closeOnClickOutside={!job.isRunning} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); job.run(); }}>
        <Stack gap="sm">
          <Checkbox label={t('withObjects', { count: record.imaging.length + (record.report ? 1 : 0), mb: megabytes(byteLength) })} checked={hasObjects} onChange={(event) => setHasObjects(event.currentTarget.checked)} />
          <Checkbox label={t('encrypt')} checked={isEncrypted} onChange={(event) => setEncrypted(event.currentTarget.checked)} data-testid="archive-encrypt" />
          {isEncrypted ? (
            <>
              <PasswordInput label={t('passphrase')} value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} data-autofocus data-testid="archive-passphrase" />
              <PasswordInput label={t('again')} value={again} onChange={(event) => setAgain(event.currentTarget.value)} error={differs ? t('differs') : null} data-testid="archive-again" />
            </>
          ) : <Alert color="orange" py="xs">{t('plainWarning')}</Alert>}
          <PasswordInput label={t('pin')} value={pin} onChange={(event) => setPin(event.currentTarget.value)} data-testid="archive-pin" />
          <ErrorNotice error={job.error} testId="archive-error" />
          {job.isRunning ? <JobBar percent={job.percent} onStop={job.stop} /> : null}
          {exported ? <Text size="sm" c="teal.3" role="status" data-testid="archive-exported" style={{ wordBreak: 'break-all' }}>{t('exported', { mb: megabytes(exported.byteLength), path: exported.path || path })}</Text> : null}
          <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t(exported ? 'close' : 'back')}</Button><Button type="submit" loading={job.isRunning} disabled={!isReady} data-testid="archive-write">{t('write')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
