import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView, MeetingView } from '../../shared/ipc/channels.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { AskConfirm } from '../ui/AskConfirm.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { StateBadge } from './CaseTable.tsx';
import { formatTime, hospitalName } from './format.ts';
import type { RemovalActions } from './removal/actions.ts';
import { MeetingHospitals } from './removal/MeetingHospitals.tsx';

interface Props {
  readonly meetings: readonly MeetingView[];
  readonly cases: readonly CaseView[];
  readonly person: Person;
  readonly directory: Directory;
  readonly actions: RecordActions;
  readonly removals: RemovalActions;
  readonly onEnter: (meetingId: string) => void;
  readonly onOpenCase: (caseId: string) => void;
}

const rank = { live: 0, planned: 1, ended: 2 } as const;
const inOrder = (meetings: readonly MeetingView[]): MeetingView[] => meetings.toSorted((a, b) => rank[a.record.state] - rank[b.record.state] || b.record.startMs - a.record.startMs);

/** Meetings, the live one first, then planned, then ended, newest first in each; each with its cases and who was measured to attend. */
export function Agenda({ meetings, cases, person, directory, actions, removals, onEnter, onOpenCase }: Props) {
  const { t, i18n } = useTranslation('mdt');
  const nameOf = (id: string): string => hospitalName(directory.hospitals, id, i18n.language);
  const [hospitalsOf, setHospitalsOf] = useState<string | null>(null);
  const shown = meetings.find(({ record }) => record.id === hospitalsOf);
  const open = useAction((meeting: MeetingView) => actions.onMeeting(meeting, 'meeting.open', {}));
  const [ending, setEnding] = useState<MeetingView | null>(null);
  const stillOpen = cases.filter(({ record }) => ending?.record.caseIds.includes(record.id) && record.state === 'inDiscussion').map(({ record }) => record.request.patientName || record.caseNo);
  if (meetings.length === 0) return <EmptyState icon={<IconCalendarEvent size={36} />} title={t('noMeetings')}>{t('noMeetingsHint')}</EmptyState>;
  return (
    <Stack gap="sm">
      <ErrorNotice error={open.error} onClose={open.clear} />
      {inOrder(meetings).map((meeting) => {
        const { record } = meeting;
        const may = (type: 'meeting.open' | 'meeting.end'): boolean => isPermitted(type, actorOf(person), { requestingHospitalId: '', leadHospitalId: record.hostHospitalId });
        return (
          <Section key={record.id} title={`${formatTime(record.startMs)}  ${record.title}`} testId={`meeting-${record.id}`} aside={
            <Group gap="xs">
              <Badge color={record.state === 'live' ? 'red' : record.state === 'planned' ? 'blue' : 'gray'} data-testid="meeting-state" data-state={record.state}>{t(`meetingState.${record.state}`)}</Badge>
              {record.state === 'planned' && may('meeting.open') ? <Button onClick={() => open.run(meeting)} loading={open.isRunning} data-testid="meeting-open">{t('openMeeting')}</Button> : null}
              {record.state === 'live' ? <Button onClick={() => onEnter(record.id)} data-testid="meeting-enter">{t('enterMeeting')}</Button> : null}
              {record.state === 'live' && may('meeting.end') ? <Button variant="default" onClick={() => setEnding(meeting)} data-testid="meeting-end">{t('endMeeting')}</Button> : null}
            </Group>
          }>
            <Group gap={6} mb={6}>
              <Text size="xs" c="dimmed">{t('participants')}: {record.hospitalIds.map(nameOf).join(' · ')}</Text>
              {person.hospitalId === record.hostHospitalId ? <Button size="compact-xs" variant="default" onClick={() => setHospitalsOf(record.id)} data-testid="meeting-hospitals-open">{t('removal:open')}…</Button> : null}
            </Group>
            {record.caseIds.length === 0 ? <Text size="sm" c="dimmed">{t('noCasesInMeeting')}</Text> : null}
            <Table verticalSpacing={6} fz="sm" highlightOnHover>
              <Table.Tbody>
                {record.caseIds.map((caseId, index) => {
                  const found = cases.find((view) => view.record.id === caseId);
                  return (
                    <Table.Tr key={caseId} style={{ cursor: 'pointer' }} tabIndex={0} role="button" onClick={() => onOpenCase(caseId)} onKeyDown={(event) => event.key === 'Enter' && onOpenCase(caseId)}>
                      <Table.Td w={30}>{index + 1}</Table.Td>
                      <Table.Td>{found?.record.caseNo ?? caseId}</Table.Td>
                      <Table.Td>{found?.record.request.patientName}</Table.Td>
                      <Table.Td>{found?.record.request.question}</Table.Td>
                      <Table.Td>{found ? nameOf(found.record.requestingHospitalId) : ''}</Table.Td>
                      <Table.Td>{found ? <StateBadge state={found.record.state} /> : null}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
            <Text size="xs" fw={600} mt="xs">{t('attendance')}</Text>
            {record.attendance.length === 0 ? <Text size="xs" c="dimmed">{t('noAttendance')}</Text> : record.attendance.map((entry) => (
              <Text key={`${entry.deviceId}${entry.joinedAtMs}`} size="xs" data-testid="attendance-entry">{entry.personName} · {nameOf(entry.hospitalId)} · {formatTime(entry.joinedAtMs)}–{formatTime(entry.leftAtMs)} · {t('attendanceMinutes', { minutes: ((entry.leftAtMs - entry.joinedAtMs) / 60_000).toFixed(1) })}</Text>
            ))}
          </Section>
        );
      })}
      {shown ? <MeetingHospitals meeting={shown} cases={cases} person={person} directory={directory} actions={actions} removals={removals} onClose={() => setHospitalsOf(null)} /> : null}
      {ending ? (
        <AskConfirm title={t('endMeetingTitle')} confirm={t('endMeeting')} back={t('back')} onClose={() => setEnding(null)} onConfirm={() => actions.onMeeting(ending, 'meeting.end', {})}>
          {t('endMeetingHint')}
          {stillOpen.length > 0 ? <Text size="sm" c="orange.4" mt={6}>{t('stillOpen', { list: stillOpen.join(t('listComma')) })}</Text> : null}
        </AskConfirm>
      ) : null}
    </Stack>
  );
}
