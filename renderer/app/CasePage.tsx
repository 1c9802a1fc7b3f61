import { Box, Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeView, emptySharedView, type Pointer, type View } from '../../shared/meeting/view.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { AccessLog } from '../mdt/access/AccessLog.tsx';
import { DecisionPanel } from '../mdt/DecisionPanel.tsx';
import { ChangeRequests, OpinionPanel } from '../mdt/OpinionPanel.tsx';
import { MinutesPanel } from '../mdt/minutes/MinutesPanel.tsx';
import { ExportArchive } from '../mdt/archive/ExportArchive.tsx';
import { RecordPanel } from '../mdt/RecordPanel.tsx';
import { RequestPanel } from '../mdt/RequestPanel.tsx';
import { RemovalList } from '../mdt/removal/RemovalList.tsx';
import { SignPanel } from '../mdt/SignPanel.tsx';
import { StateReason } from '../mdt/StateReason.tsx';
import { ChainPicture } from '../rt/ChainPicture.tsx';
import { ReviewDesk } from '../rt/ReviewDesk.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { accessActions } from './accessActions.ts';
import { CaseHeader } from './CaseHeader.tsx';
import { CaseContents } from './CaseContents.tsx';
import { importActions, networkActions } from './dataActions.ts';
import { minutesActions } from './minutesActions.ts';
import { Page } from './Page.tsx';
import type { Place } from './place.ts';
import { expectedPatient } from './expectedPatient.ts';
import { readingActions } from './readingActions.ts';
import { archiveActions } from './keepingActions.ts';
import { recordActions } from './recordActions.ts';
import { removalActions } from './removalActions.ts';
import { useCall } from './useBridge.ts';
import { useCase, useImaging } from './useCase.ts';

interface Props {
  readonly caseId: string;
  readonly tab: Place['tab'];
  readonly person: Person;
  readonly directory: Directory;
  readonly go: (next: Partial<Place>) => void;
}

const noPointers: readonly Pointer[] = [];

/** One case outside a meeting: request, images and plan, decision, record. */
export function CasePage({ caseId, tab, person, directory, go }: Props) {
  const { t } = useTranslation('mdt');
  const found = useCase(caseId);
  const imaging = useImaging(caseId);
  const sample = useCall('sample.accounts', {});
  const sync = useCall('sync.status', {}, { on: ['sync.changed'] });
  const meetingId = found.value?.record.meetingId ?? null;
  const meeting = useCall('meeting.get', meetingId ? { meetingId } : null);
  const [view, setView] = useState<View>({ ...emptySharedView.view, caseId });
  const desk = useMemo(() => readingActions(caseId), [caseId]);
  if (found.error) return <Box p="md"><ErrorNotice error={found.error} /></Box>;
  const caseView = found.value;
  if (!caseView) return null;
  const { hospitals } = directory;
  return (
    <Box h="100%" style={{ display: 'grid', gridTemplateRows: 'auto auto auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <CaseHeader view={caseView} person={person} go={go} />
      <div><StateReason record={caseView.record} hospitals={hospitals} isMine={isPermitted('case.edit', actorOf(person), caseView.record)} /></div>
      <Tabs value={tab} onChange={(value) => go({ tab: (value ?? 'request') as Place['tab'] })} px="md" keepMounted={false}>
        <Tabs.List>
          {(['request', 'review', 'decision', 'record', 'access'] as const).map((value) => <Tabs.Tab key={value} value={value} data-testid={`tab-${value}`}>{t(value === 'access' ? 'access:tab' : `${value}Tab`)}</Tabs.Tab>)}
        </Tabs.List>
      </Tabs>
      <Page name={tab}>
        {tab === 'review' ? (
          imaging.value && imaging.value.instances.length > 0
            ? <ReviewDesk caseId={caseId} imaging={imaging.value} view={view} onView={(change) => setView((current) => changeView(current, change))} isDriving pointers={noPointers} person={person} expectedPatient={expectedPatient(caseView.record)} disease={caseView.record.request.diagnosis} actions={desk} />
            : <EmptyState title={t('noImaging')} />
        ) : (
          <Box key={tab} p="md" style={{ overflow: 'auto' }}>
            <Box maw={1180} mx="auto">
              {tab === 'request' ? <RequestPanel view={caseView} person={person} hospitals={hospitals} actions={recordActions} imports={importActions} network={networkActions} sampleFolder={sample.value?.folder ?? null} imagedPatient={imaging.value?.instances[0]?.header.patient ?? null} chain={imaging.value ? <ChainPicture imaging={imaging.value} /> : null} contents={imaging.value ? <CaseContents record={caseView.record} person={person} instances={imaging.value.instances} /> : null} /> : null}
              {tab === 'decision' ? (
                <Box style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: 12, alignItems: 'start' }}>
                  <Box style={{ display: 'grid', gap: 12 }}>
                    <OpinionPanel view={caseView} person={person} directory={directory} actions={recordActions} />
                    <MinutesPanel key={caseId} record={caseView.record} person={person} actions={minutesActions} isOnline={sync.value?.state === 'online' || sync.value?.state === 'syncing'} />
                    <ChangeRequests view={caseView} actions={recordActions} position={null} />
                    <SignPanel view={caseView} person={person} directory={directory} actions={recordActions} />
                  </Box>
                  <DecisionPanel view={caseView} person={person} directory={directory} actions={recordActions} isNarrow />
                </Box>
              ) : null}
              {tab === 'access' ? <AccessLog caseId={caseId} sides={caseView.record} directory={directory} actions={accessActions} /> : null}
              {tab === 'record' ? <><RecordPanel view={caseView} person={person} hospitals={hospitals} meeting={meeting.value?.record ?? null} actions={recordActions} /><Box mt="sm"><ExportArchive record={caseView.record} actions={archiveActions} /></Box>{caseView.record.transitions.some(({ from, to }) => from !== null && to === 'draft') ? <Box mt="sm"><RemovalList stream={{ kind: 'case', id: caseId }} title={t('removal:leftCase')} directory={directory} actions={removalActions} isSending={caseView.pending > 0} /></Box> : null}</> : null}
            </Box>
          </Box>
        )}
      </Page>
    </Box>
  );
}
