import { Alert, Button, Group, Modal, PasswordInput, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchiveReport, ResponseOf } from '../../../shared/ipc/channels.ts';
import type { Hospital } from '../../../shared/mdt/directory.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { megabytes } from '../amounts.ts';
import { formatTime, hospitalName } from '../format.ts';
import type { ArchiveActions } from './actions.ts';
import { JobBar } from './JobBar.tsx';
import { useArchiveJob } from './useArchiveJob.ts';

interface Props {
  readonly hospitals: readonly Hospital[];
  readonly actions: ArchiveActions;
  readonly onOpen: (caseId: string) => void;
  readonly onClose: () => void;
}

const mostProblems = 8;

/** Choosing an archive, seeing who signed it and what it holds, and only then taking it in. */
export function ImportArchive({ hospitals, actions, onOpen, onClose }: Props) {
  const { t } = useTranslation('archive');
  const [path, setPath] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [report, setReport] = useState<ArchiveReport | null>(null);
  const [result, setResult] = useState<ResponseOf<'archive.import'> | null>(null);
  const given = passphrase === '' ? null : passphrase;
  const choose = useAction(async () => {
    const chosen = await actions.chooseFile();
    if (chosen === null) return;
    setPath(chosen);
    setReport(null);
    setResult(null);
  });
  const look = useArchiveJob(actions, () => Promise.resolve(path === null ? null : actions.inspect(path, given)), setReport);
  const take = useArchiveJob(actions, () => Promise.resolve(path === null ? null : actions.take(path, given)), setResult);
  const running = look.isRunning ? look : take.isRunning ? take : null;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('importTitle')} closeOnClickOutside={running === null} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap"><Button variant="default" onClick={() => choose.run()} loading={choose.isRunning} data-autofocus data-testid="archive-choose">{t('choose')}</Button>{path === null ? null : <Text size="xs" ff="monospace" style={{ wordBreak: 'break-all' }} aria-label={t('file')}>{path}</Text>}</Group>
        <form onSubmit={(event) => { event.preventDefault(); look.run(); }}>
          <Group align="flex-end" gap="xs">
            <PasswordInput label={t('openPassphrase')} value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} style={{ flex: 1 }} data-testid="archive-open-passphrase" />
            <Button type="submit" disabled={path === null || running !== null} data-testid="archive-look">{t(look.isRunning ? 'looking' : 'look')}</Button>
          </Group>
        </form>
        <ErrorNotice error={look.error ?? take.error ?? choose.error} testId="archive-error" />
        {running ? <JobBar percent={running.percent} onStop={running.stop} /> : null}
        {report ? <ReportView report={report} hospitals={hospitals} /> : null}
        {result ? <Text size="sm" c="teal.3" role="status" data-testid="archive-taken">{t(result.outcome, { objects: result.objects })}</Text> : null}
        {report?.isValid && !result ? <Text size="xs" c="dimmed">{t('takeHint')}</Text> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t(result ? 'close' : 'back')}</Button>
          {result ? <Button onClick={() => onOpen(result.caseId)} data-testid="archive-open">{t('open')}</Button> : <Button disabled={!report?.isValid || running !== null} onClick={() => take.run()} data-testid="archive-take">{t('take')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}

function ReportView({ report, hospitals }: { report: ArchiveReport; hospitals: readonly Hospital[] }) {
  const { t, i18n } = useTranslation('archive');
  const { signer } = report;
  const rows: readonly (readonly [string, string])[] = [
    [t('signedBy'), [signer.personName, signer.personTitle, hospitalName(hospitals, signer.hospitalId, i18n.language)].filter(Boolean).join(' · ')], [t('certificate'), signer.certificateId], [t('at'), formatTime(report.createdAtMs)],
    [t('caseNo'), report.caseNo], [t('patient'), report.patientName || '—'], [t('diagnosis'), report.diagnosis || '—'], [t('version'), String(report.version)], [t('objects'), t('objectsOf', { count: report.objects, mb: megabytes(report.byteLength) })],
  ];
  return (
    <Stack gap="xs" data-testid="archive-report" data-valid={report.isValid}>
      <Alert color={report.isValid ? 'green' : 'red'} title={t(report.isValid ? 'sound' : 'broken')} py="xs">
        {report.problems.slice(0, mostProblems).map((problem) => <Text key={problem} size="xs">{problem}</Text>)}
        {report.problems.length > mostProblems ? <Text size="xs">{t('more', { count: report.problems.length - mostProblems })}</Text> : null}
      </Alert>
      <Table fz="sm" verticalSpacing={2}><Table.Tbody>{rows.map(([label, value]) => <Table.Tr key={label}><Table.Th w={130}>{label}</Table.Th><Table.Td>{value}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
    </Stack>
  );
}
