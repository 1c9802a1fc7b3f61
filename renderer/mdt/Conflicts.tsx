import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import type { Hospital } from '../../shared/mdt/directory.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { ConflictValue } from './conflict/ConflictValue.tsx';
import { OwnValue } from './conflict/OwnValue.tsx';

interface Props {
  readonly view: CaseView;
  readonly group: 'request' | 'decision';
  /** Whether this reader may choose; the others see what waits. */
  readonly canChoose: boolean;
  readonly hospitals: readonly Hospital[];
  readonly actions: RecordActions;
}

/** Fields two hands filled in differently: the values side by side, each with its author, until a person takes one or enters another. Nothing when there are none. */
export function Conflicts({ view, group, canChoose, hospitals, actions }: Props) {
  const { t } = useTranslation('mdt');
  const take = useAction((path: string, chosen: number) => actions.onCase(view, 'conflict.resolve', { path, chosen }));
  const write = useAction((path: string, value: unknown) => actions.onCase(view, 'conflict.write', { path, value }));
  const conflicts = view.record.conflicts.filter((conflict) => conflict.path.startsWith(`${group}.`));
  if (conflicts.length === 0) return null;
  return (
    <Section title={t('conflict.title')} testId={`conflicts-${group}`}>
      <Text size="sm" c="dimmed" mb={6}>{t(canChoose ? 'conflict.hint' : 'conflict.readHint')}</Text>
      <ErrorNotice error={take.error ?? write.error} onClose={() => { take.clear(); write.clear(); }} />
      {conflicts.map(({ path, values }) => (
        <Box key={path} component="fieldset" m={0} mb={10} p="xs" style={{ border: '1px solid var(--mantine-color-yellow-8)', borderRadius: 6 }}>
          <Text component="legend" size="sm" fw={700} c="yellow.4" px={4}>{t(path)}</Text>
          <Box style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: 8 }}>
            {values.map((entry, index) => (
              <ConflictValue key={entry.stamp.commandId} path={path} entry={entry} isShown={index === 0} orderedAtMs={view.orderedAtMs[entry.stamp.commandId] ?? null} hospitals={hospitals} onTake={canChoose ? () => take.run(path, index) : null} />
            ))}
          </Box>
          {canChoose ? <OwnValue path={path} isSaving={write.isRunning} onValue={(value) => write.run(path, value)} /> : null}
        </Box>
      ))}
    </Section>
  );
}
