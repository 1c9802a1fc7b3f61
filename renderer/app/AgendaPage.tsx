import { Box, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Directory, Person } from '../../shared/mdt/directory.ts';
import { Agenda } from '../mdt/Agenda.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { Place } from './place.ts';
import { removalActions } from './removalActions.ts';
import { recordActions } from './recordActions.ts';
import { useCall } from './useBridge.ts';

export function AgendaPage({ person, directory, go }: { person: Person; directory: Directory; go: (next: Partial<Place>) => void }) {
  const { t } = useTranslation();
  const meetings = useCall('meeting.list', {}, { on: ['record.changed'] });
  const cases = useCall('case.list', {}, { on: ['record.changed'] });
  return (
    <Box p="md" h="100%" style={{ overflow: 'auto', display: 'grid', gridTemplateRows: 'auto auto 1fr', gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Title order={3} mb="sm">{t('agenda')}</Title>
      <div><ErrorNotice error={meetings.error} /></div>
      {meetings.value ? <Agenda meetings={meetings.value.meetings} cases={cases.value?.cases ?? []} person={person} directory={directory} actions={recordActions} removals={removalActions}
        onEnter={(meetingId) => go({ page: 'meeting', meetingId })} onOpenCase={(caseId) => go({ page: 'case', caseId, tab: 'request' })} /> : null}
    </Box>
  );
}
