import { Alert, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeidentifyReport } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { grouped } from '../amounts.ts';
import type { DeidentifyActions } from './actions.ts';
import { exportText, refusalWords } from './exportText.ts';

/** What was written and changed, what was kept back and why. */
export function ExportResult({ caseId, report, actions }: { caseId: string; report: DeidentifyReport; actions: DeidentifyActions }) {
  const { t } = useTranslation('deidentify');
  const [path, setPath] = useState<string | null>(null);
  const save = useAction(async () => setPath(await actions.saveText(caseId, t('text.title'), 'txt', exportText(report, t))));
  return (
    <Stack gap="sm" data-testid="deidentify-report" data-written={report.filesWritten} data-refused={report.refused.length}>
      <Group justify="space-between">
        <Group gap={8} role="status">
          <Text size="sm" fw={600}>{t(report.refused.length > 0 ? 'doneInPart' : 'done')}</Text>
          <Badge color="green">{t('written', { count: grouped(report.filesWritten) })}</Badge>
          <Badge color={report.refused.length > 0 ? 'orange' : 'gray'}>{t('refused')} {grouped(report.refused.length)}</Badge>
          <Text size="sm" style={{ wordBreak: 'break-all', userSelect: 'text' }}>{report.folder}</Text>
        </Group>
        <Group gap="xs">
          {path ? <Text size="xs" c="teal.3" role="status">{t('saved', { path })}</Text> : null}
          <Button size="compact-sm" variant="default" loading={save.isRunning} onClick={() => save.run()} data-testid="deidentify-save-report">{t('saveReport')}</Button>
        </Group>
      </Group>
      <ErrorNotice error={save.error} onClose={save.clear} />
      <Alert color="yellow" py="xs">{t('stillPersonal')}</Alert>
      {report.refused.length > 0 ? (
        <div>
          <Text size="sm" fw={600} c="orange.3">{t('refused')}</Text>
          <Stack gap={4} mah={200} style={{ overflow: 'auto' }}>
            {report.refused.map((one) => <details key={`${one.path}${one.reason}`}><summary style={{ cursor: 'pointer', fontSize: 13 }}>{one.path} · {refusalWords(one.reason, t)}</summary><Text size="xs" c="dimmed" pl="md" lang="en">{one.message}</Text></details>)}
          </Stack>
        </div>
      ) : null}
      {report.warnings.length > 0 ? (
        <details><summary style={{ cursor: 'pointer', fontSize: 13 }}>{t('warnings')} ({grouped(report.warnings.length)})</summary>
          <Stack gap={2} mah={180} style={{ overflow: 'auto' }}>{report.warnings.map((one) => <Text key={`${one.path}${one.message}`} size="xs" c="dimmed">{one.path}: {one.message}</Text>)}</Stack>
        </details>
      ) : null}
      <div>
        <Text size="sm" fw={600}>{t('changes')}</Text>
        <Table.ScrollContainer minWidth={480} mah={320} type="native" style={{ overflow: 'auto' }}>
          <Table fz="xs" verticalSpacing={2} stickyHeader>
            <Table.Thead><Table.Tr>{(['tag', 'attribute', 'action', 'count'] as const).map((column) => <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>{report.changes.map((change) => <Table.Tr key={`${change.tag}${change.action}`}><Table.Td ff="monospace">{change.tag}</Table.Td><Table.Td>{change.keyword}</Table.Td><Table.Td>{t(`action.${change.action}`)}</Table.Td><Table.Td>{grouped(change.count)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </div>
    </Stack>
  );
}
