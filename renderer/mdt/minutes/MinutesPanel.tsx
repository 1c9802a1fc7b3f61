import { Alert, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { minutesStateOf } from '../../../shared/mdt/minutesRules.ts';
import { minutesSections } from '../../../shared/mdt/minutesSchema.ts';
import { hasMinutes } from '../../../shared/minutes/document.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import type { MinutesActions } from './actions.ts';
import { FrozenMinutesText } from './FrozenMinutesText.tsx';
import { LateEdits } from './LateEdits.tsx';
import './minutes.css';
import type { MinutesState } from './minutesSession.ts';
import { SectionEditor } from './SectionEditor.tsx';
import { useMinutes } from './useMinutes.ts';
import { WhoIsHere } from './WhoIsHere.tsx';

interface Props {
  readonly record: CaseRecord;
  readonly person: Person;
  readonly actions: MinutesActions;
  readonly isOnline: boolean;
}

/** The minutes of a case: typed together until the decision is frozen, read afterwards. Keyed by case. */
export function MinutesPanel({ record, person, actions, isOnline }: Props) {
  const { t } = useTranslation('minutes');
  const now = minutesStateOf(record);
  const { session, state } = useMinutes(actions, record.id, person, now);
  const { view } = state;
  const isOpen = now === 'open' && view?.state === 'open';
  return (
    <Section title={t('title')} testId="minutes" aside={isOpen ? <SaveLine state={state} isOnline={isOnline} /> : null}>
      <Stack gap="sm">
        <ErrorNotice error={state.error} onClose={session.clearError} />
        {state.isFull ? <Alert color="orange" data-testid="minutes-full">{t('full')}</Alert> : null}
        {view ? <LateEdits late={view.late} isOpen={isOpen} /> : null}
        {now === 'early' ? <EmptyState title={t('early')}>{t('earlyHint')}</EmptyState> : null}
        {isOpen ? <WhoIsHere others={state.others} /> : null}
        {isOpen && !view.mayWrite ? <Text size="sm" c="dimmed">{t('readOnly')}</Text> : null}
        {isOpen ? minutesSections.map((section) => <SectionEditor key={`${section} ${state.epoch}`} session={session} section={section} others={state.others} isReadOnly={!view.mayWrite} />) : null}
        {now === 'closed' && view ? <ClosedMinutes record={record} session={session} epoch={state.epoch} /> : null}
      </Stack>
    </Section>
  );
}

function ClosedMinutes({ record, session, epoch }: { record: CaseRecord; session: ReturnType<typeof useMinutes>['session']; epoch: number }) {
  const { t } = useTranslation('minutes');
  if (record.minutes) return <><Text size="sm" c="dimmed">{t('frozen')}</Text><FrozenMinutesText minutes={record.minutes} /></>;
  if (record.frozen || !hasMinutes(session.document)) return <Text size="sm" c="dimmed" data-testid="minutes-empty">{t('none')}</Text>;
  // Ended without a decision: what was typed can still be read.
  return minutesSections.map((section) => <SectionEditor key={`${section} ${epoch}`} session={session} section={section} others={[]} isReadOnly />);
}

/** Where what was typed is: on this console, or on the platform too. */
function SaveLine({ state, isOnline }: { state: MinutesState; isOnline: boolean }) {
  const { t } = useTranslation('minutes');
  const key = state.isSaving ? 'saving' : isOnline ? (state.unsent > 0 ? 'sending' : 'synced') : 'offline';
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c={key === 'offline' ? 'orange.4' : 'dimmed'} role="status" data-testid="minutes-save" data-state={key} style={{ whiteSpace: 'nowrap' }}>{t(key, { count: state.unsent })}</Text>
    </Group>
  );
}
