import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedCommand } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { RecordActions } from '../actions.ts';
import { AskReason } from '../AskReason.tsx';
import { formatTime } from '../format.ts';
import { meantWords } from './meantWords.ts';

/** Actions that did not get into the record: what was meant, why not, and what to do about each. Nothing when there are none. */
export function RefusedPanel({ refused, actions }: { refused: readonly RefusedCommand[]; actions: Pick<RecordActions, 'sendAgain' | 'setAside'> }) {
  const { t } = useTranslation('mdt');
  if (refused.length === 0) return null;
  return (
    <Section title={t('refusedTitle')} testId="refused-panel">
      <Text size="sm" c="dimmed" mb={6}>{t('refusal.hint')}</Text>
      {refused.map((entry) => <Refused key={entry.commandId} entry={entry} actions={actions} />)}
    </Section>
  );
}

function Refused({ entry, actions }: { entry: RefusedCommand; actions: Pick<RecordActions, 'sendAgain' | 'setAside'> }) {
  const { t } = useTranslation(['mdt', 'audit', 'errors']);
  const again = useAction(() => actions.sendAgain(entry.commandId));
  const [isAsking, setAsking] = useState(false);
  const meant = meantWords(entry, t);
  const why = entry.reason === 'undeliverable' || entry.reason === 'reordered' ? t(`refusal.${entry.reason}`) : t(`errors:record.${entry.reason}`, { defaultValue: entry.message });
  return (
    <Alert color="orange" py={8} mb={6} title={t('refusal.what', { what: t(`audit:${entry.type.replace('.', '_')}`) })} data-testid={`refused-${entry.commandId}`}>
      <Text size="sm">{why}</Text>
      {meant.length > 0 ? <Text size="sm" c="gray.3" style={{ whiteSpace: 'pre-wrap', userSelect: 'text' }}>{`${t('refusal.meant')}${t('colon')}${meant.join(t('listComma'))}`}</Text> : null}
      <Text size="xs" c="dimmed">{t('refusal.by', { name: entry.authorName, made: formatTime(entry.madeAtMs), at: formatTime(entry.atMs) })}</Text>
      <details><summary style={{ cursor: 'pointer', fontSize: 12 }}>{t('technicalDetail')}</summary><Text size="xs" c="dimmed">{entry.message}</Text></details>
      <ErrorNotice error={again.error} onClose={again.clear} />
      <Group gap="xs" mt={6}>
        {entry.again === 'now' ? <Button size="compact-sm" onClick={() => again.run()} loading={again.isRunning} data-testid="send-again">{t('refusal.again')}</Button> : <Text size="xs" c="gray.3">{t(`refusal.${entry.again}`, { name: entry.authorName })}</Text>}
        <Button size="compact-sm" variant="default" onClick={() => setAsking(true)} data-testid="set-aside">{t('refusal.setAside')}</Button>
      </Group>
      {isAsking ? <AskReason title={t('refusal.setAside')} hint={t('refusal.setAsideHint')} onClose={() => setAsking(false)} onReason={(reason) => actions.setAside(entry.commandId, reason)} /> : null}
    </Alert>
  );
}
