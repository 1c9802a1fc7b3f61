import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import type { RecordActions } from './actions.ts';
import { AskReason } from './AskReason.tsx';

/** Opens a frozen decision again for the chair, as long as nobody has signed it. */
export function ReopenDecision({ view, person, actions }: { view: CaseView; person: Person; actions: RecordActions }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const [isAsking, setAsking] = useState(false);
  if (record.state !== 'opinionDraft' || record.signatures.length > 0 || !isPermitted('decision.reopen', actorOf(person), record)) return null;
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={() => setAsking(true)} data-testid="decision-reopen">{t('step.decision.reopen')}</Button>
      {isAsking ? <AskReason title={t('step.decision.reopen')} hint={t('stepHint.decision.reopen')} onClose={() => setAsking(false)} onReason={(reason) => actions.onCase(view, 'decision.reopen', { reason })} /> : null}
    </Group>
  );
}
