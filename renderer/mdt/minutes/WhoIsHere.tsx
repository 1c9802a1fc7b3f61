import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HeardPresence } from '../../../shared/minutes/presence.ts';
import { markOf } from './mark.ts';
import { styleOf } from './RemoteCarets.tsx';

/** Everybody else who has the minutes open, once each, with the section they are in. */
export function WhoIsHere({ others }: { others: readonly HeardPresence[] }) {
  const { t } = useTranslation('minutes');
  const people = new Map(others.map((presence) => [presence.personId, presence]));
  // Somebody with two windows open is where they type.
  for (const presence of others) if (presence.caret) people.set(presence.personId, presence);
  if (people.size === 0) return <Text size="xs" c="dimmed">{t('alone')}</Text>;
  return (
    <Group gap={10} aria-label={t('here')} role="list" data-testid="minutes-here">
      {[...people.values()].map((presence) => (
        <span key={presence.personId} role="listitem" className="minutes-person" style={styleOf(presence)} data-testid={`here-${presence.personId}`}>
          <span className="letter" aria-hidden>{markOf(presence.personId, presence.name).initial}</span>
          {presence.name}{presence.caret ? <Text span size="xs" c="dimmed">{t('inSection', { section: t(`section.${presence.caret.section}`) })}</Text> : null}
        </span>
      ))}
    </Group>
  );
}
