import { Box, Button, Group, Modal, Tabs, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { emptySharedView, type View } from '../../shared/meeting/view.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { StateBadge } from '../mdt/CaseTable.tsx';
import { DecisionPanel } from '../mdt/DecisionPanel.tsx';
import { ageYears } from '../mdt/format.ts';
import { ChangeRequests, OpinionPanel } from '../mdt/OpinionPanel.tsx';
import { RecordPanel } from '../mdt/RecordPanel.tsx';
import { RequestPanel } from '../mdt/RequestPanel.tsx';
import { SignPanel } from '../mdt/SignPanel.tsx';
import { ChainPicture } from '../rt/ChainPicture.tsx';
import { ReviewDesk } from '../rt/ReviewDesk.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import type { Place } from './place.ts';
import { importActions, planMeeting, recordActions } from './recordActions.ts';
import { useCase, useImaging } from './useCase.ts';
import { callBridge } from './bridge.ts';

interface Props {
  readonly caseId: string;
  readonly tab: Place['tab'];
  readonly person: Person;
  readonly directory: Directory;
  readonly go: (next: Partial<Place>) => void;
}

/** One case outside a meeting: request, images and plan, decision, record. */
export function CasePage({ caseId, tab, person, directory, go }: Props) {
  const { t } = useTranslation('mdt');
  const found = useCase(caseId);
  const imaging = useImaging(caseId);
  const [view, setView] = useState<View>({ ...emptySharedView.view, caseId });
  if (found.error) return <Box p="md"><ErrorNotice error={found.error} /></Box>;
  const caseView = found.value;
  if (!caseView) return null;
  const { hospitals } = directory;
  return (
    <Box h="100%" style={{ display: 'grid', gridTemplateRows: 'auto auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <CaseHeader view={caseView} person={person} go={go} />
      <Tabs value={tab} onChange={(value) => go({ tab: (value ?? 'request') as Place['tab'] })} px="md" keepMounted={false}>
        <Tabs.List>
          {(['request', 'review', 'decision', 'record'] as const).map((value) => <Tabs.Tab key={value} value={value} data-testid={`tab-${value}`}>{t(`${value}Tab`)}</Tabs.Tab>)}
        </Tabs.List>
      </Tabs>
      {tab === 'review' ? (
        imaging.value && imaging.value.instances.length > 0
          ? <ReviewDesk imaging={imaging.value} view={view} onView={(fields) => setView((current) => ({ ...current, ...fields }))} />
          : <EmptyState title={t('noImaging')} />
      ) : (
        <Box p="md" style={{ overflow: 'auto' }}>
          <Box maw={1180} mx="auto">
            {tab === 'request' ? <RequestPanel view={caseView} person={person} hospitals={hospitals} actions={recordActions} imports={importActions} imagedPatient={imaging.value?.instances[0]?.header.patient ?? null} chain={imaging.value ? <ChainPicture imaging={imaging.value} /> : null} /> : null}
            {tab === 'decision' ? (
              <Box style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: 12, alignItems: 'start' }}>
                <Box style={{ display: 'grid', gap: 12 }}>
                  <OpinionPanel view={caseView} person={person} directory={directory} actions={recordActions} />
                  <ChangeRequests view={caseView} actions={recordActions} position={null} />
                  <SignPanel view={caseView} person={person} directory={directory} actions={recordActions} />
                </Box>
                <DecisionPanel view={caseView} person={person} actions={recordActions} isNarrow />
              </Box>
            ) : null}
            {tab === 'record' ? <RecordPanel view={caseView} person={person} hospitals={hospitals} actions={recordActions} /> : null}
          </Box>
        </Box>
      )}
    </Box>
  );
}

/** Who the patient is, in every tab, and the steps the reader may take next. */
function CaseHeader({ view, person, go }: { view: CaseView; person: Person; go: Props['go'] }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const may = (type: Parameters<typeof isPermitted>[0]): boolean => isPermitted(type, actorOf(person), record);
  const [nowMs] = useState(() => Date.now());
  const years = ageYears(record.request.patientBirthDate, nowMs);
  const [asking, setAsking] = useState<'case.return' | 'case.decline' | null>(null);
  const act = useAction((type: 'case.accept' | 'case.confirmReady') => (type === 'case.accept' ? recordActions.onCase(view, type, { route: 'mdt' }) : recordActions.onCase(view, type, {})));
  const schedule = useAction(async () => {
    const { meetings } = await callBridge('meeting.list', {});
    const sides = [...new Set([record.leadHospitalId, record.requestingHospitalId])];
    const today = meetings.find((meeting) => meeting.record.state !== 'ended' && isToday(meeting.record.startMs) && sides.every((side) => meeting.record.hospitalIds.includes(side)));
    const meetingId = today?.record.id ?? (await planMeeting(t('todayMdt'), sides));
    const meeting = await callBridge('meeting.get', { meetingId });
    await recordActions.onMeeting(meeting, 'meeting.addCase', { caseId: record.id });
    await recordActions.onCase(view, 'case.schedule', { meetingId });
  });
  return (
    <Group px="md" py={8} justify="space-between" bg="dark.8" wrap="nowrap" data-testid="case-header" data-case-id={record.id}>
      <Group gap="md" wrap="nowrap">
        <Text fw={700} size="lg" data-testid="patient-name" style={{ whiteSpace: 'nowrap' }}>{record.request.patientName || t('noName')}</Text>
        <Text size="sm" c="gray.3">{[record.request.patientSex && t(`sex.${record.request.patientSex}`), years === null ? '' : t('age', { years }), record.request.hospitalNumber, record.caseNo].filter(Boolean).join(' · ')}</Text>
        <StateBadge state={record.state} />
        {view.pending > 0 ? <Text size="xs" c="yellow.4">{t('pending', { count: view.pending })}</Text> : null}
      </Group>
      <Group gap="xs" wrap="nowrap">
        <ErrorNotice error={act.error ?? schedule.error} onClose={() => { act.clear(); schedule.clear(); }} />
        {record.state === 'submitted' && may('case.accept') ? (
          <>
            <Button variant="default" onClick={() => setAsking('case.decline')}>{t('decline')}</Button>
            <Button variant="default" onClick={() => setAsking('case.return')} data-testid="case-return">{t('return')}</Button>
            <Button onClick={() => act.run('case.accept')} loading={act.isRunning} data-testid="case-accept">{t('accept')}</Button>
          </>
        ) : null}
        {record.state === 'accepted' && may('case.schedule') ? <Button onClick={() => schedule.run()} loading={schedule.isRunning} data-testid="case-schedule">{t('schedule')}</Button> : null}
        {record.state === 'scheduled' && may('case.confirmReady') ? <Button onClick={() => act.run('case.confirmReady')} loading={act.isRunning} data-testid="case-ready">{t('ready')}</Button> : null}
        {['ready', 'inDiscussion'].includes(record.state) ? <Button variant="light" onClick={() => go({ page: 'agenda' })}>{t('agenda')}</Button> : null}
      </Group>
      {asking ? <AskReason title={t(asking === 'case.return' ? 'return' : 'decline')} onClose={() => setAsking(null)} onReason={(reason) => recordActions.onCase(view, asking, { reason })} /> : null}
    </Group>
  );
}

const isToday = (atMs: number): boolean => new Date(atMs).toDateString() === new Date().toDateString();

function AskReason({ title, onClose, onReason }: { title: string; onClose: () => void; onReason: (reason: string) => Promise<void> }) {
  const { t } = useTranslation('mdt');
  const [reason, setReason] = useState('');
  const send = useAction(async () => {
    await onReason(reason);
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <Textarea label={t('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="reason" />
      <ErrorNotice error={send.error} />
      <Group justify="flex-end" mt="sm"><Button variant="default" onClick={onClose}>{t('cancel')}</Button><Button disabled={reason.trim() === ''} loading={send.isRunning} onClick={() => send.run()} data-testid="reason-confirm">{t('confirm')}</Button></Group>
    </Modal>
  );
}
