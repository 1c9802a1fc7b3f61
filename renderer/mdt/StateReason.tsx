import { Alert, Text } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { Hospital } from '../../shared/mdt/directory.ts';
import { formatTime, hospitalName } from './format.ts';

const stopped = ['returned', 'declined', 'deferred', 'cancelled'] as const;

/** Why a case does not go on, by whom and when: the first thing its reader has to know. */
export function StateReason({ record, hospitals, isMine }: { record: CaseRecord; hospitals: readonly Hospital[]; isMine: boolean }) {
  const { t, i18n } = useTranslation('mdt');
  const state = stopped.find((candidate) => candidate === record.state);
  const step = record.transitions.findLast((transition) => transition.to === record.state);
  if (!state || !step) return null;
  return (
    <Alert mx="md" my={6} py={6} color={state === 'cancelled' ? 'gray' : 'orange'} icon={<IconMessage size={18} />} title={t(`reasonOf.${state}`)} data-testid="state-reason" role="status">
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', userSelect: 'text' }}>{step.reason ?? '—'}</Text>
      <Text size="xs" c="dimmed">{[step.actor.name, hospitalName(hospitals, step.actor.hospitalId, i18n.language), formatTime(step.atMs), state === 'returned' && isMine ? t('returnedHint') : ''].filter(Boolean).join(' · ')}</Text>
    </Alert>
  );
}
