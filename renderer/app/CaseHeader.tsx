import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { transitions } from '../../shared/mdt/states.ts';
import { AskReason } from '../mdt/AskReason.tsx';
import { StateBadge } from '../mdt/CaseTable.tsx';
import { ageYears } from '../mdt/format.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import type { Place } from './place.ts';
import { planMeeting, recordActions } from './recordActions.ts';

/** Steps that are recorded with a reason, in the order they stand in the header. */
const reasoned = ['case.withdraw', 'case.cancel', 'case.defer', 'case.decline', 'case.return'] as const;

/** Who the patient is, in every tab, and the steps the reader may take next. */
export function CaseHeader({ view, person, go }: { view: CaseView; person: Person; go: (next: Partial<Place>) => void }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const can = (type: Parameters<typeof isPermitted>[0]): boolean => transitions[type]?.[record.state] !== undefined && isPermitted(type, actorOf(person), record);
  const [nowMs] = useState(() => Date.now());
  const years = ageYears(record.request.patientBirthDate, nowMs);
  const [asking, setAsking] = useState<(typeof reasoned)[number] | null>(null);
  const act = useAction((type: 'case.accept' | 'case.confirmReady') => (type === 'case.accept' ? recordActions.onCase(view, type, { route: 'mdt' }) : recordActions.onCase(view, type, {})));
  const schedule = useAction(() => putOnToday(view, t('todayMdt')));
  return (
    <Group px="md" py={8} justify="space-between" bg="dark.8" wrap="nowrap" data-testid="case-header" data-case-id={record.id}>
      <Group gap="md" wrap="nowrap" miw={0}>
        <Text fw={700} size="lg" data-testid="patient-name" style={{ whiteSpace: 'nowrap' }}>{record.request.patientName || t('noName')}</Text>
        <Text size="sm" c="gray.3" truncate>{[record.request.patientSex && t(`sex.${record.request.patientSex}`), years === null ? '' : t('age', { years }), record.request.hospitalNumber, record.caseNo].filter(Boolean).join(' · ')}</Text>
        <StateBadge state={record.state} />
        {view.pending > 0 ? <Text size="xs" c="yellow.4" style={{ whiteSpace: 'nowrap' }}>{t('pending', { count: view.pending })}</Text> : null}
      </Group>
      <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
        {record.conflicts.length > 0 ? <Button color="yellow.8" variant="light" onClick={() => go({ tab: record.conflicts[0]?.path.startsWith('decision.') ? 'decision' : 'request' })} data-testid="open-conflicts">{t('conflict.open', { count: record.conflicts.length })}</Button> : null}
        {view.refused.length > 0 ? <Button color="orange" variant="light" onClick={() => go({ tab: 'record' })} data-testid="open-refused">{t('refusal.count', { count: view.refused.length })}</Button> : null}
        <ErrorNotice error={act.error ?? schedule.error} onClose={() => { act.clear(); schedule.clear(); }} />
        {reasoned.filter(can).map((type) => <Button key={type} variant="default" onClick={() => setAsking(type)} data-testid={type.replace('.', '-')}>{t(`step.${type}`)}</Button>)}
        {can('case.accept') ? <Button onClick={() => act.run('case.accept')} loading={act.isRunning} data-testid="case-accept">{t('accept')}</Button> : null}
        {can('case.schedule') ? <Button onClick={() => schedule.run()} loading={schedule.isRunning} data-testid="case-schedule">{t('schedule')}</Button> : null}
        {can('case.confirmReady') ? <Button onClick={() => act.run('case.confirmReady')} loading={act.isRunning} data-testid="case-ready">{t('ready')}</Button> : null}
        {['ready', 'inDiscussion'].includes(record.state) ? <Button variant="light" onClick={() => go({ page: 'agenda' })}>{t('agenda')}</Button> : null}
      </Group>
      {asking ? <AskReason title={t(`step.${asking}`)} hint={t(`stepHint.${asking}`)} isDangerous={asking === 'case.cancel' || asking === 'case.decline'} onClose={() => setAsking(null)} onReason={(reason) => recordActions.onCase(view, asking, { reason })} /> : null}
    </Group>
  );
}

/** Puts the case into a meeting of today that has both hospitals, planning one where there is none. */
async function putOnToday({ record, ...view }: CaseView, title: string): Promise<void> {
  const { meetings } = await callBridge('meeting.list', {});
  const sides = [...new Set([record.leadHospitalId, record.requestingHospitalId])];
  const today = meetings.find((meeting) => meeting.record.state !== 'ended' && isToday(meeting.record.startMs) && sides.every((side) => meeting.record.hospitalIds.includes(side)));
  const meetingId = today?.record.id ?? (await planMeeting(title, sides));
  if (!today?.record.caseIds.includes(record.id)) await recordActions.onMeeting(await callBridge('meeting.get', { meetingId }), 'meeting.addCase', { caseId: record.id });
  await recordActions.onCase({ ...view, record }, 'case.schedule', { meetingId });
}

const isToday = (atMs: number): boolean => new Date(atMs).toDateString() === new Date().toDateString();
