import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { grouped } from '../amounts.ts';
import { formatTime } from '../format.ts';
import { NetworkNotice } from '../network/NetworkNotice.tsx';
import type { ImportActions } from './actions.ts';
import { groupWarnings } from './groupFindings.ts';
import { CappedRows, Fold, RejectGroups } from './RejectGroups.tsx';
import { linkWords, reportCsv, reportText, sourceWords } from './reportText.ts';

/** Up to here notes are open from the start: a picture cut short is not to be overlooked. */
const fewGroups = 6;
const fewPaths = 3;

/** What an import took, what it did not and why, and the same to be saved as a file. */
export function ReportView({ report, caseNo, actions }: { report: ImportReport; caseNo: string; actions: ImportActions }) {
  const { t } = useTranslation('import');
  const failed = report.phase === 'failed';
  return (
    <Stack gap={8} data-testid="import-report" data-imported={report.imported} data-rejected={report.rejects.length}>
      <Group justify="space-between" gap={8}>
        <Group gap={8} role="status">
          <Text size="sm" fw={600} c={failed ? 'red.4' : 'gray.1'}>{t(`phase.${report.phase}`)}</Text>
          <Badge color="green">{t('imported')} {grouped(report.imported)}</Badge>
          <Badge color="gray">{t('duplicates')} {grouped(report.duplicates)}</Badge>
          <Badge color={report.rejects.length > 0 ? 'orange' : 'gray'}>{t('rejected')} {grouped(report.rejects.length)}</Badge>
          <Badge color={report.warnings.length > 0 ? 'yellow' : 'gray'}>{t('warnings')} {grouped(report.warnings.length)}</Badge>
        </Group>
        <SaveReport report={report} caseNo={caseNo} actions={actions} />
      </Group>
      <Text size="xs" c="dimmed" style={{ wordBreak: 'break-all' }}>{formatTime(report.startedAtMs)} · {sourceWords(report, t)}</Text>
      <NetworkNotice error={report.error} />
      <ChainProblems report={report} />
      <RejectGroups rejects={report.rejects} />
      <Warnings report={report} />
    </Stack>
  );
}

function SaveReport({ report, caseNo, actions }: { report: ImportReport; caseNo: string; actions: ImportActions }) {
  const { t } = useTranslation('import');
  const [path, setPath] = useState<string | null>(null);
  const name = `${t('text.title')} ${caseNo} ${formatTime(report.startedAtMs).replaceAll(':', '')}`;
  const save = useAction(async (extension: 'txt' | 'csv') => setPath(await actions.saveText(report.caseId, name, extension, extension === 'txt' ? reportText(report, caseNo, t) : reportCsv(report, t))));
  return (
    <Group gap={6}>
      {path ? <Text size="xs" c="teal.3" role="status" truncate maw={320} title={path}>{t('savedAs', { path })}</Text> : null}
      <ErrorNotice error={save.error} onClose={save.clear} />
      {(['txt', 'csv'] as const).map((extension) => <Button key={extension} size="compact-sm" variant="default" leftSection={<IconDeviceFloppy size={14} />} loading={save.isRunning} onClick={() => save.run(extension)} data-testid={`import-save-${extension}`}>{t(`saveReport.${extension}`)}</Button>)}
    </Group>
  );
}

/** What keeps the radiotherapy chain from being whole: in the reader's words first, with identifiers behind. */
function ChainProblems({ report }: { report: ImportReport }) {
  const { t } = useTranslation('import');
  if (report.problems.length === 0) return null;
  return (
    <Alert color="orange" py={6} title={t('chainProblems')} data-testid="import-problems">
      {linkWords(report, t).map((words) => <Text key={words} size="sm">{words}</Text>)}
      <Fold summary={<Text span size="xs" c="gray.3">{t('details')} ({report.problems.length})</Text>}>
        {report.problems.map((problem) => <Text key={problem} size="xs" c="dimmed" lang="en">{problem}</Text>)}
      </Fold>
    </Alert>
  );
}

function Warnings({ report }: { report: ImportReport }) {
  const { t } = useTranslation('import');
  if (report.warnings.length === 0) return null;
  const groups = groupWarnings(report.warnings);
  return (
    <Fold testId="import-warnings" isOpen={groups.length <= fewGroups} summary={<Text span size="sm">{t('warningsTitle', { warnings: grouped(report.warnings.length) })}</Text>}>
      <Stack gap={4}>
        {groups.map(({ message, paths }) => (
          <Fold key={message} isOpen={paths.length <= fewPaths} summary={<Text span size="xs"><Text span fw={600}>{t('files', { files: grouped(paths.length) })}</Text> · <span lang="en">{message}</span></Text>}>
            <CappedRows rows={paths} render={(path) => <Text key={path} size="xs" c="dimmed" style={{ wordBreak: 'break-all' }}>{path}</Text>} />
          </Fold>
        ))}
      </Stack>
    </Fold>
  );
}
