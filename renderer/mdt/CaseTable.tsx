import { Badge, Table, Text } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import type { Hospital } from '../../shared/mdt/directory.ts';
import type { RequestState } from '../../shared/mdt/states.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ageYears, formatTime, hospitalName } from './format.ts';

const stateColor: Readonly<Record<RequestState, string>> = {
  draft: 'gray', submitted: 'blue', returned: 'orange', declined: 'red', accepted: 'cyan', scheduled: 'cyan', ready: 'teal',
  inDiscussion: 'grape', deferred: 'orange', opinionDraft: 'yellow', opinionSigned: 'lime', delivered: 'green', cancelled: 'gray',
};

export function StateBadge({ state }: { state: RequestState }) {
  const { t } = useTranslation('mdt');
  return <Badge color={stateColor[state]} data-testid="case-state" data-state={state}>{t(`state.${state}`)}</Badge>;
}

/** What in a case waits for a person. */
function Attention({ conflicts, refused }: { conflicts: number; refused: number }) {
  const { t } = useTranslation('mdt');
  return (
    <>
      {conflicts > 0 ? <Badge ml={8} color="yellow" variant="light" data-testid="conflict-count">{t('conflict.count', { count: conflicts })}</Badge> : null}
      {refused > 0 ? <Badge ml={8} color="orange" variant="light" data-testid="refused-count">{t('refusal.count', { count: refused })}</Badge> : null}
    </>
  );
}

/** The worklist; one row opens one case, by mouse or Enter. */
export function CaseTable({ cases, hospitals, canCreate, onOpen }: { cases: readonly CaseView[]; hospitals: readonly Hospital[]; canCreate: boolean; onOpen: (caseId: string) => void }) {
  const { t, i18n } = useTranslation('mdt');
  const [nowMs] = useState(() => Date.now());
  const nameOf = (id: string): string => hospitalName(hospitals, id, i18n.language);
  if (cases.length === 0) {
    return <EmptyState icon={<IconFolderOpen size={36} />} title={t('noCases')}>{t(canCreate ? 'noCasesHint' : 'noCasesHintLead')}</EmptyState>;
  }
  return (
    <div>
      <Table highlightOnHover verticalSpacing={8} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('caseNo')}</Table.Th><Table.Th>{t('patient')}</Table.Th><Table.Th>{t('request.diagnosis')}</Table.Th><Table.Th>{t('hospital')}</Table.Th>
            <Table.Th>{t('presence')}</Table.Th><Table.Th>{t('stateTitle')}</Table.Th><Table.Th>{t('updated')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cases.map(({ record, pending, refused, imaging }) => {
            const years = ageYears(record.request.patientBirthDate, nowMs);
            const last = record.transitions.at(-1) ?? record.created;
            return (
              <Table.Tr key={record.id} tabIndex={0} role="button" style={{ cursor: 'pointer' }} data-testid={`case-row-${record.id}`} onClick={() => onOpen(record.id)} onKeyDown={(event) => event.key === 'Enter' && onOpen(record.id)}>
                <Table.Td><Text size="sm" fw={600}>{record.caseNo}</Text></Table.Td>
                <Table.Td>
                  {record.request.patientName || t('noName')}
                  <Text span size="xs" c="dimmed" ml={8}>{[record.request.patientSex && t(`sex.${record.request.patientSex}`), years === null ? '' : t('age', { years })].filter(Boolean).join(' · ')}</Text>
                </Table.Td>
                <Table.Td><Text size="sm" lineClamp={1}>{record.request.diagnosis || '—'}</Text></Table.Td>
                <Table.Td>{nameOf(record.requestingHospitalId)}</Table.Td>
                <Table.Td><Text size="sm" c={imaging.present < imaging.total ? 'yellow.4' : 'inherit'}>{imaging.total === 0 ? '—' : t('presenceOf', imaging)}</Text></Table.Td>
                <Table.Td><StateBadge state={record.state} />{pending > 0 ? <Text span size="xs" c="yellow" ml={8}>{t('pending', { count: pending })}</Text> : null}<Attention conflicts={record.conflicts.length} refused={refused.length} /></Table.Td>
                <Table.Td>{formatTime(last.atMs)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
