import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import type { Conflict } from '../../shared/mdt/caseRecord.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { decisionLayout, requestLayout, type FieldGroup } from './fieldLayout.ts';
import { formatTime } from './format.ts';

interface Props {
  readonly view: CaseView;
  readonly group: 'request' | 'decision';
  /** Whether this reader may choose; the others see what waits. */
  readonly canChoose: boolean;
  readonly actions: RecordActions;
}

/** Fields with two values: each with its author and time, until a person chooses. Nothing when there are none. */
export function Conflicts({ view, group, canChoose, actions }: Props) {
  const { t } = useTranslation('mdt');
  const choose = useAction((path: string, chosen: number) => actions.onCase(view, 'conflict.resolve', { path, chosen }));
  const conflicts = view.record.conflicts.filter((conflict) => conflict.path.startsWith(`${group}.`));
  if (conflicts.length === 0) return null;
  return (
    <Section title={t('conflicts')} testId={`conflicts-${group}`}>
      <Text size="sm" c="dimmed" mb={6}>{t('conflictHint')}</Text>
      <ErrorNotice error={choose.error} onClose={choose.clear} />
      {conflicts.map((conflict) => <Choice key={conflict.path} conflict={conflict} canChoose={canChoose} onChoose={(index) => choose.run(conflict.path, index)} />)}
    </Section>
  );
}

function Choice({ conflict, canChoose, onChoose }: { conflict: Conflict; canChoose: boolean; onChoose: (index: number) => void }) {
  const { t } = useTranslation('mdt');
  const label = t(conflict.path);
  return (
    <Alert color="yellow" title={label} mb={6}>
      {conflict.values.map((entry, index) => {
        const words = wordsOf(conflict.path, entry.value, t);
        return (
          <Group key={entry.stamp.commandId} justify="space-between" wrap="nowrap" mb={4}>
            <Text size="sm">{words} <Text span size="xs" c="dimmed">{entry.stamp.actor.name} · {formatTime(entry.stamp.atMs)}</Text></Text>
            {canChoose ? <Button variant="default" style={{ flexShrink: 0 }} onClick={() => onChoose(index)} aria-label={`${t('choose')}: ${label} ${words}`}>{t('choose')}</Button> : null}
          </Group>
        );
      })}
    </Alert>
  );
}

/** A field's value as its form shows it. */
function wordsOf(path: string, value: unknown, t: (key: string) => string): string {
  const [group, key] = path.split('.');
  const layout: readonly FieldGroup<string>[] = group === 'request' ? requestLayout : decisionLayout;
  const choices = layout.flatMap((entry) => entry.fields).find((spec) => spec.key === key)?.choices;
  const words = (Array.isArray(value) ? value : [value]).filter((entry): entry is string | number => (typeof entry === 'string' && entry !== '') || typeof entry === 'number');
  return words.length === 0 ? '—' : words.map((entry) => (choices ? t(`${choices.prefix}.${entry}`) : `${entry}`)).join(' · ');
}
