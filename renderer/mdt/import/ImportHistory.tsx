import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import { grouped } from '../amounts.ts';
import { formatTime } from '../format.ts';
import type { ImportActions } from './actions.ts';
import { Fold } from './RejectGroups.tsx';
import { ReportView } from './ReportView.tsx';
import { sourceWords } from './reportText.ts';

interface Props {
  readonly reports: readonly ImportReport[];
  readonly caseNo: string;
  readonly actions: ImportActions;
  /** Goes on with an interrupted one; null while another runs. */
  readonly onContinue: ((importId: string) => void) | null;
}

/** Earlier imports into the case, each with its whole report. */
export function ImportHistory({ reports, caseNo, actions, onContinue }: Props) {
  const { t } = useTranslation('import');
  const [openId, setOpenId] = useState<string | null>(null);
  if (reports.length === 0) return null;
  return (
    <Fold testId="import-history" summary={<Text span size="sm">{t('history')} ({reports.length})</Text>}>
      <Stack gap={4} mt={4}>
        {reports.map((report) => (
          <div key={report.importId}>
            <Group gap="xs" wrap="nowrap">
              <Text size="xs" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{formatTime(report.startedAtMs)}</Text>
              <Badge color={report.phase === 'done' ? 'gray' : 'yellow'} style={{ flexShrink: 0 }}>{t(`phase.${report.phase}`)}</Badge>
              <Text size="xs" style={{ whiteSpace: 'nowrap' }}>{t('countsShort', { imported: grouped(report.imported), rejected: grouped(report.rejects.length) })}</Text>
              <Text size="xs" c="dimmed" truncate flex={1} title={sourceWords(report, t)}>{sourceWords(report, t)}</Text>
              {report.phase === 'interrupted' && onContinue ? <Button size="compact-xs" variant="light" onClick={() => onContinue(report.importId)}>{t('continue')}</Button> : null}
              <Button size="compact-xs" variant="default" aria-expanded={openId === report.importId} onClick={() => setOpenId(openId === report.importId ? null : report.importId)}>{t(openId === report.importId ? 'hideReport' : 'showReport')}</Button>
            </Group>
            {openId === report.importId ? <ReportView report={report} caseNo={caseNo} actions={actions} /> : null}
          </div>
        ))}
      </Stack>
    </Fold>
  );
}
