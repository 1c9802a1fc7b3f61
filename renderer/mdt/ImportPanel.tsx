import { Alert, Badge, Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { IconFolder, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportProgress, ImportReport, ImportSource } from '../../shared/ipc/channels.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import type { ImportActions } from './actions.ts';
import { displayName } from './format.ts';

const finished: readonly ImportProgress['phase'][] = ['done', 'cancelled', 'choosePatient', 'failed'];

const asSource = (paths: readonly string[]): ImportSource | null => (paths.length === 0 ? null : { kind: 'paths', paths: [...paths] });

interface Props {
  readonly caseId: string;
  readonly actions: ImportActions;
  readonly hasImaging: boolean;
  /** The sample case of a first try: its folder, and what else is filled in with it; null elsewhere. */
  readonly sample: { readonly folder: string; readonly onUse: () => void } | null;
}

/** Import of a folder into one case: choose, watch, cancel, then what was taken, what was not, and why. */
export function ImportPanel({ caseId, actions, hasImaging, sample }: Props) {
  const { t } = useTranslation('mdt');
  const [importId, setImportId] = useState<string | null>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const isRunning = importId !== null && report === null;

  useEffect(() => {
    if (!importId) return undefined;
    const off = actions.onProgress((next) => {
      if (next.importId !== importId) return;
      setProgress(next);
      if (finished.includes(next.phase)) void actions.report(importId).then(setReport);
    });
    // A small folder may be done before anyone listens.
    actions.report(importId).then((early) => finished.includes(early.phase) && setReport(early), () => undefined);
    return off;
  }, [importId, actions]);

  const begin = useAction(async (source: ImportSource | null, patientKey: string | null) => {
    const chosen = source ?? asSource(await actions.chooseImport('folder'));
    if (!chosen) return;
    setReport(null);
    setProgress(null);
    setImportId(await actions.start(caseId, chosen, patientKey));
  });

  return (
    <Stack gap="xs" data-testid="import-panel">
      <Group gap="sm">
        <Button leftSection={<IconFolder size={14} />} onClick={() => begin.run(null, null)} disabled={isRunning} variant={hasImaging ? 'default' : 'filled'} data-testid="import-choose">{hasImaging ? t('importAgain') : t('chooseFolder')}</Button>
        {isRunning ? <Button variant="default" leftSection={<IconX size={14} />} onClick={() => importId && void actions.cancel(importId)} data-testid="import-cancel">{t('cancel')}</Button> : <Text size="xs" c="dimmed">{t('importHint')}</Text>}
        {sample && !hasImaging && !isRunning ? <Button variant="light" onClick={() => { sample.onUse(); begin.run({ kind: 'paths', paths: [sample.folder] }, null); }} data-testid="import-sample">{t('useSample')}</Button> : null}
      </Group>
      <ErrorNotice error={begin.error} onClose={begin.clear} />
      {isRunning ? <RunningImport progress={progress} /> : null}
      {report ? <ImportResult report={report} onChoose={(key) => begin.run(report.source, key)} /> : null}
    </Stack>
  );
}

function RunningImport({ progress }: { progress: ImportProgress | null }) {
  const { t } = useTranslation('mdt');
  const share = progress && progress.bytesTotal > 0 ? (100 * progress.bytesDone) / progress.bytesTotal : 0;
  const rate = progress && progress.elapsedMs > 0 ? (progress.bytesDone / 1e6 / (progress.elapsedMs / 1000)).toFixed(1) : '0';
  return (
    <div aria-live="polite">
      <Group justify="space-between">
        <Text size="xs">{t('importing')} · {t('filesOf', { done: progress?.filesDone ?? 0, total: progress?.filesTotal ?? 0 })}</Text>
        <Text size="xs" c="dimmed">{t('rate', { rate })}</Text>
      </Group>
      <Progress value={share} size="sm" aria-label={t('importing')} />
    </div>
  );
}

function ImportResult({ report, onChoose }: { report: ImportReport; onChoose: (patientKey: string) => void }) {
  const { t } = useTranslation('mdt');
  if (report.phase === 'choosePatient') {
    return (
      <Alert color="yellow" title={t('choosePatientTitle')} data-testid="import-choose-patient">
        <Text size="sm" mb="xs">{t('choosePatientHint')}</Text>
        <Stack gap={6}>
          {report.patients.map((patient) => (
            <Group key={patient.key} justify="space-between">
              <Text size="sm">{displayName(patient.patientName) || '—'} · {patient.patientID || '—'} · {t('instances', { count: patient.instances })}</Text>
              <Button onClick={() => onChoose(patient.key)} data-testid={`import-patient-${patient.patientID}`}>{t('confirm')}</Button>
            </Group>
          ))}
        </Stack>
      </Alert>
    );
  }
  return (
    <Stack gap={6} data-testid="import-report" data-imported={report.imported} data-rejected={report.rejects.length}>
      <Group gap={8}>
        <Text size="sm" fw={600}>{t(report.phase === 'cancelled' ? 'importCancelled' : report.phase === 'failed' ? 'importFailed' : 'importDone')}</Text>
        <Badge color="green">{t('imported')} {report.imported}</Badge>
        <Badge color="gray">{t('duplicates')} {report.duplicates}</Badge>
        <Badge color={report.rejects.length > 0 ? 'orange' : 'gray'}>{t('rejected')} {report.rejects.length}</Badge>
      </Group>
      <ErrorNotice error={report.error} />
      <ChainProblems report={report} />
      {report.rejects.length > 0 ? (
        <Table verticalSpacing={3} fz="xs" captionSide="top">
          <Table.Caption ta="left">{t('rejectsTitle')}</Table.Caption>
          <Table.Tbody>
            {report.rejects.map((reject) => <Table.Tr key={reject.path}><Table.Td w={200} style={{ wordBreak: 'break-all' }}>{reject.path}</Table.Td><Table.Td w={260}>{t(`reject.${reject.reason}`, { defaultValue: reject.message })}</Table.Td><Table.Td c="dimmed">{reject.message}</Table.Td></Table.Tr>)}
          </Table.Tbody>
        </Table>
      ) : null}
      {report.warnings.length > 0 ? (
        <details>
          <summary style={{ fontSize: 12, cursor: 'pointer' }}>{t('warningsTitle')} ({report.warnings.length})</summary>
          <Stack gap={2} mah={180} style={{ overflow: 'auto' }}>{report.warnings.map((warning) => <Text key={`${warning.path}${warning.message}`} size="xs" c="dimmed">{warning.path}: {warning.message}</Text>)}</Stack>
        </details>
      ) : null}
    </Stack>
  );
}

/** What keeps the radiotherapy chain from being whole: in the reader's words first, with identifiers below. */
function ChainProblems({ report }: { report: ImportReport }) {
  const { t } = useTranslation('mdt');
  if (report.problems.length === 0) return null;
  const broken = report.links.filter((link) => link.status !== 'complete');
  return (
    <Alert color="orange" py={6} title={t('chainProblems')} data-testid="import-problems">
      {broken.map((link) => <Text key={`${link.fromSopInstanceUID}${link.to}`} size="sm">{t(`link.${link.status}`, { from: t(`object.${link.from}`), to: t(`object.${link.to}`), referenced: link.referenced, found: link.found })}</Text>)}
      {report.problems.map((problem) => <Text key={problem} size="xs" c="dimmed">{problem}</Text>)}
    </Alert>
  );
}
