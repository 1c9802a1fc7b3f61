import { Box, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand, IconQuote } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging, CaseView, MeetingView } from '../../shared/ipc/channels.ts';
import { initialView, type View, type ViewChange } from '../../shared/meeting/view.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import type { RequestState } from '../../shared/mdt/states.ts';
import { AskReason } from '../mdt/AskReason.tsx';
import { StateBadge } from '../mdt/CaseTable.tsx';
import { DecisionPanel } from '../mdt/DecisionPanel.tsx';
import { EvidenceList } from '../mdt/EvidenceList.tsx';
import { ChangeRequests, OpinionPanel } from '../mdt/OpinionPanel.tsx';
import { MinutesPanel } from '../mdt/minutes/MinutesPanel.tsx';
import { SignPanel } from '../mdt/SignPanel.tsx';
import { Lobby } from '../meeting/Lobby.tsx';
import { MeetingNotice } from '../meeting/MeetingNotice.tsx';
import { MeetingControls } from '../meeting/MeetingControls.tsx';
import { ParticipantStrip } from '../meeting/ParticipantStrip.tsx';
import { PresenterBanner } from '../meeting/PresenterBanner.tsx';
import { PresenterRequestDialog } from '../meeting/PresenterRequestDialog.tsx';
import { useMeeting } from '../meeting/useMeeting.ts';
import type { CitedEvidence } from '../reading/actions.ts';
import { useStable } from '../reading/useLatest.ts';
import { ReviewDesk } from '../rt/ReviewDesk.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import { citedPlace, showCited } from './citedView.ts';
import { expectedPatient } from './expectedPatient.ts';
import { minutesActions } from './minutesActions.ts';
import { NotePresenting } from './NotePresenting.tsx';
import { readingActions } from './readingActions.ts';
import { recordActions } from './recordActions.ts';
import { useCall } from './useBridge.ts';
import { useCase, useImaging, useMeetingRecord } from './useCase.ts';
import { usePointers } from './usePointers.ts';
import { usePresence } from './usePresence.ts';

interface Props {
  readonly meetingId: string;
  readonly person: Person;
  readonly directory: Directory;
  readonly onLeave: () => void;
}

const stripPx = 196;
const panelPx = 380;
const closedPanelPx = 44;
const panels = { opinions: 'panelOpinions', minutes: 'panelMinutes', decision: 'panelDecision', sign: 'panelSign' } as const;
type PanelName = keyof typeof panels;

/** The meeting: lobby first, then the room around the case being discussed. */
export function MeetingPage({ meetingId, person, directory, onLeave }: Props) {
  const meetingRecord = useMeetingRecord(meetingId);
  const { pointers, receive } = usePointers();
  const [shown, setShown] = useState<View>(initialView);
  const meeting = useMeeting({
    ticket: () => callBridge('meeting.ticket', { meetingId }),
    self: { personId: person.id, name: person.name },
    onView: setShown,
    onPointer: receive,
  });
  const { session, state } = meeting;
  const hospitalName = directory.hospitals.find((hospital) => hospital.id === person.hospitalId)?.name ?? person.hospitalId;
  const present = usePresence(meetingId, directory, session === null || state === null);
  const view = meetingRecord.value;
  if (meetingRecord.error) return <Box p="md"><ErrorNotice error={meetingRecord.error} /></Box>;
  if (!view) return null;
  if (!session || !state) {
    return <Box h="100%" style={{ overflow: 'auto' }}><Lobby media={meeting.media} meetingTitle={view.record.title} self={{ name: person.name, hospitalName }} present={present} onJoin={meeting.join} onBack={onLeave} /></Box>;
  }
  const isChair = person.roles.includes('chair') && person.hospitalId === view.record.hostHospitalId;
  const leave = (): void => void meeting.leave().then(onLeave);
  return (
    <Box h="100%" style={{ display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Group px="sm" py={5} justify="space-between" wrap="nowrap" bg="dark.8" style={{ borderBottom: '1px solid var(--mantine-color-dark-6)' }}>
        <PresenterBanner state={state} session={session} />
        <MeetingControls state={state} session={session} isChair={isChair} onLeave={leave} />
      </Group>
      <NotePresenting isPresenting={state.myRole === 'presenter'} meetingId={view.record.id} caseId={view.record.currentCaseId} />
      <Room meeting={view} person={person} directory={directory} view={shown} isDriving={state.myRole !== 'follower'} onView={(fields) => void session.presentView(fields)}
        pointers={pointers} onPointer={(cell, pointMm) => session.point({ cell, pointMm })} strip={<ParticipantStrip state={state} orientation="vertical" speakerId={meeting.media?.choice.speakerId ?? null} />} />
      <PresenterRequestDialog state={state} session={session} />
      <MeetingNotice state={state} session={session} />
    </Box>
  );
}

interface RoomProps extends Omit<Props, 'meetingId' | 'onLeave'> {
  readonly meeting: MeetingView;
  readonly view: View;
  readonly isDriving: boolean;
  readonly onView: (change: ViewChange) => void;
  readonly pointers: React.ComponentProps<typeof ReviewDesk>['pointers'];
  readonly onPointer: NonNullable<React.ComponentProps<typeof ReviewDesk>['onPointer']>;
  readonly strip: React.ReactNode;
}

function Room({ meeting, person, directory, view, isDriving, onView, pointers, onPointer, strip }: RoomProps) {
  const { t } = useTranslation();
  const cases = useCall('case.list', {}, { on: ['record.changed'] });
  const sync = useCall('sync.status', {}, { on: ['sync.changed'] });
  const caseId = meeting.record.currentCaseId;
  const found = useCase(caseId);
  const imaging = useImaging(caseId);
  const [panel, setPanel] = useState<PanelName>('opinions');
  const [isPanelOpen, setPanelOpen] = useState(false);
  const callCase = useAction(async (next: CaseView) => {
    await recordActions.onMeeting(meeting, 'meeting.callCase', { caseId: next.record.id });
    if (next.record.state === 'ready') await recordActions.onCase(next, 'case.openDiscussion', {});
  });
  const current = found.value;
  const mayCite = current?.record.state === 'inDiscussion';
  // What the desk asks for is made once a case; what it cites belongs to the moment it is cited.
  const cite = useStable(async ({ sopInstanceUID, title }: CitedEvidence): Promise<void> => {
    const place = citedPlace(view);
    if (current !== null && place !== null) await recordActions.onCase(current, 'evidence.cite', { ...place, sopInstanceUID, objectUIDs: [sopInstanceUID], note: title });
  });
  const desk = useMemo(() => (caseId === null ? null : { ...readingActions(caseId), cite: mayCite ? cite : null }), [caseId, mayCite, cite]);
  const [isDeferring, setDeferring] = useState(false);
  const mayDefer = current !== null && current.record.state === 'inDiscussion' && isPermitted('case.defer', actorOf(person), current.record);
  const mayCall = isPermitted('meeting.callCase', actorOf(person), { requestingHospitalId: '', leadHospitalId: meeting.record.hostHospitalId });
  const agenda = (cases.value?.cases ?? []).filter((candidate) => meeting.record.caseIds.includes(candidate.record.id));
  return (
    <Box style={{ display: 'grid', gridTemplateColumns: `${stripPx}px minmax(0, 1fr) ${isPanelOpen ? `${panelPx}px` : `${closedPanelPx}px`}`, minHeight: 0 }}>
      <Stack gap="sm" p={6} bg="dark.9" style={{ overflow: 'auto' }}>
        {strip}
        <Text size="xs" fw={700} c="dimmed">{t('meetingAgenda')}</Text>
        <ErrorNotice error={callCase.error} onClose={callCase.clear} />
        {agenda.map((entry, index) => {
          const isCurrent = entry.record.id === caseId;
          return (
            <Box key={entry.record.id} p={6} bg={isCurrent ? 'dark.7' : 'dark.8'} style={{ borderRadius: 4, borderLeft: `3px solid ${isCurrent ? 'var(--mantine-color-teal-5)' : 'transparent'}` }}>
              <Text size="xs" fw={600}>{index + 1}. {entry.record.request.patientName}</Text>
              <Text size="xs" c="dimmed" lineClamp={2}>{entry.record.request.diagnosis}</Text>
              {isCurrent && entry.record.state === 'inDiscussion' ? <Text size="xs" c="teal.3">{t('currentCase')}</Text> : <StateBadge state={entry.record.state} />}
              {isCurrent && mayDefer ? <Button mt={4} size="compact-xs" variant="subtle" color="gray" onClick={() => setDeferring(true)} data-testid="case-defer">{t('mdt:step.case.defer')}</Button> : null}
              {mayCall && (isCurrent ? entry.record.state === 'ready' : callable.includes(entry.record.state)) ? <Button mt={4} size="compact-xs" variant="light" onClick={() => callCase.run(entry)} loading={callCase.isRunning} data-testid={`call-${entry.record.id}`}>{t('call')}</Button> : null}
            </Box>
          );
        })}
      </Stack>
      <Box style={{ minWidth: 0, minHeight: 0, display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {current ? <PatientBanner view={current} /> : <span />}
        {current && caseId && desk ? <ReviewDesk key={caseId} caseId={caseId} imaging={imaging.value} view={view} onView={onView} pointers={pointers} onPointer={onPointer} isDriving={isDriving} person={person} expectedPatient={expectedPatient(current.record)} disease={current.record.request.diagnosis} actions={desk} /> : <EmptyState title={t(mayCall ? 'noCaseYet' : 'notCalled')}>{mayCall ? t(agenda.length > 0 ? 'mdt:callHint' : 'mdt:noCasesInMeeting') : null}</EmptyState>}
      </Box>
      <Box bg="dark.9" style={{ borderLeft: '1px solid var(--mantine-color-dark-6)', minHeight: 0, display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <PanelTabs panel={isPanelOpen ? panel : null} onPanel={(next) => { setPanelOpen(next !== null); if (next) setPanel(next); }} />
        {isPanelOpen && !current ? <Text size="sm" c="dimmed" p="sm">{t('panelWaits')}</Text> : null}
        {isPanelOpen && current ? (
          <Stack gap="sm" p={6} style={{ overflow: 'auto' }}>
            {panel === 'opinions' ? (
              <>
                <OpinionPanel view={current} person={person} directory={directory} actions={recordActions} />
                <ChangeRequests view={current} actions={recordActions} position={pointOf(view)} />
                <CiteView view={current} shown={view} imaging={imaging.value} onView={onView} />
              </>
            ) : null}
            {panel === 'minutes' ? <MinutesPanel key={current.record.id} record={current.record} person={person} actions={minutesActions} isOnline={sync.value?.state === 'online' || sync.value?.state === 'syncing'} /> : null}
            {panel === 'decision' ? <DecisionPanel view={current} person={person} directory={directory} actions={recordActions} isNarrow /> : null}
            {panel === 'sign' ? <SignPanel view={current} person={person} directory={directory} actions={recordActions} /> : null}
          </Stack>
        ) : null}
      </Box>
      {isDeferring && current ? <AskReason title={t('mdt:step.case.defer')} hint={t('mdt:stepHint.case.defer')} onClose={() => setDeferring(false)} onReason={(reason) => recordActions.onCase(current, 'case.defer', { reason })} /> : null}
    </Box>
  );
}

/** States in which a case may be shown to the meeting; a cancelled or deferred one stays on the list and out of the room. */
const callable: readonly RequestState[] = ['scheduled', 'ready', 'inDiscussion', 'opinionDraft', 'opinionSigned', 'delivered'];

/** The panels beside the desk; closed, only their names stand there, so that the images have the width. */
function PanelTabs({ panel, onPanel }: { panel: PanelName | null; onPanel: (next: PanelName | null) => void }) {
  const { t } = useTranslation();
  const names = Object.keys(panels) as PanelName[];
  if (panel === null) {
    return (
      <Stack gap={4} p={4}>
        <Button size="compact-sm" variant="subtle" color="gray" px={4} aria-label={t('showPanel')} onClick={() => onPanel(names[0] ?? null)} data-testid="panel-toggle"><IconLayoutSidebarRightExpand size={16} /></Button>
        {names.map((name) => <Button key={name} variant="default" px={0} h={76} onClick={() => onPanel(name)} data-testid={`panel-${name}`}><span style={{ writingMode: 'vertical-rl' }}>{t(panels[name])}</span></Button>)}
      </Stack>
    );
  }
  return (
    <Group gap={4} p={4} wrap="nowrap">
      <Button size="compact-sm" variant="subtle" color="gray" px={4} aria-label={t('hidePanel')} onClick={() => onPanel(null)} data-testid="panel-toggle"><IconLayoutSidebarRightCollapse size={16} /></Button>
      <SegmentedControl fullWidth flex={1} size="xs" value={panel} onChange={(value) => onPanel(value)} data={names.map((name) => ({ value: name, label: <span data-testid={`panel-${name}`}>{t(panels[name])}</span> }))} />
    </Group>
  );
}

/** Where a change is asked for; null on pictures that lie nowhere in the patient. */
function pointOf(view: View): { seriesInstanceUID: string; positionMm: readonly [number, number, number] } | null {
  const place = citedPlace(view);
  return place?.positionMm ? { seriesInstanceUID: place.seriesInstanceUID, positionMm: place.positionMm } : null;
}

/** Keeps the slice and window now shown as evidence of the opinion, and brings the desk back to what was kept. */
function CiteView({ view, shown, imaging, onView }: { view: CaseView; shown: View; imaging: CaseImaging | null; onView: (change: ViewChange) => void }) {
  const { t } = useTranslation();
  const place = citedPlace(shown);
  const cite = useAction(() => (place ? recordActions.onCase(view, 'evidence.cite', { ...place, sopInstanceUID: null, note: '' }) : Promise.resolve()));
  return (
    <Section title={t('mdt:evidence')} aside={place && view.record.state === 'inDiscussion' ? <Button variant="default" leftSection={<IconQuote size={14} />} onClick={() => cite.run()} loading={cite.isRunning} data-testid="cite-view">{t('evidence')}</Button> : null}>
      <ErrorNotice error={cite.error} onClose={cite.clear} />
      <EvidenceList evidence={view.record.evidence} onShow={imaging === null ? null : (evidence) => onView(showCited(shown, imaging, evidence))} />
    </Section>
  );
}

function PatientBanner({ view }: { view: CaseView }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  return (
    <Group px="sm" py={4} gap="sm" wrap="nowrap" bg="dark.8" data-testid="patient-banner">
      <Text fw={700} style={{ whiteSpace: 'nowrap' }}>{record.request.patientName}</Text>
      <Text size="sm" c="gray.3" style={{ whiteSpace: 'nowrap' }}>{[record.request.patientSex && t(`sex.${record.request.patientSex}`), record.request.hospitalNumber, record.caseNo].filter(Boolean).join(' · ')}</Text>
      <Text size="sm" c="dimmed" truncate>{record.request.question}</Text>
      <span style={{ flex: 1 }} />
      <Box style={{ flexShrink: 0 }}><StateBadge state={record.state} /></Box>
    </Group>
  );
}
