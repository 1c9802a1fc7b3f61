import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../shared/mdt/caseRecord.ts';
import { formatTime } from './format.ts';

interface Props {
  readonly evidence: readonly Evidence[];
  /** Brings the desk to what was cited; null where there is no desk. */
  readonly onShow: ((evidence: Evidence) => void) | null;
}

/** What the opinion rests on: pictures, measurements and key images that were cited, with who cited them. */
export function EvidenceList({ evidence, onShow }: Props) {
  const { t } = useTranslation('mdt');
  if (evidence.length === 0) return <Text size="sm" c="dimmed">{t('noEvidence')}</Text>;
  return (
    <Stack gap={4} data-testid="evidence-list">
      {evidence.map((entry) => (
        <Group key={entry.stamp.commandId} gap="xs" wrap="nowrap" justify="space-between">
          <div style={{ minWidth: 0 }}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{entry.note || t('citedView')}</Text>
            <Text size="xs" c="dimmed">{[entry.stamp.actor.name, formatTime(entry.stamp.atMs), placeText(entry), (entry.objectUIDs?.length ?? 0) > 0 ? t('citedObjects', { count: entry.objectUIDs?.length ?? 0 }) : ''].filter(Boolean).join(' · ')}</Text>
          </div>
          {onShow === null ? null : <Button size="compact-xs" variant="default" onClick={() => onShow(entry)} data-testid={`evidence-show-${entry.stamp.commandId}`} style={{ flexShrink: 0 }}>{t('showEvidence')}</Button>}
        </Group>
      ))}
    </Stack>
  );
}

const letters = [['L', 'R'], ['P', 'A'], ['H', 'F']] as const;

/** Patient position as readers say it: 'R 12 A 40 H 101 mm'. */
function placeText({ positionMm }: Evidence): string {
  if (positionMm === null) return '';
  return `${letters.map(([positive, negative], axis) => `${(positionMm[axis] ?? 0) < 0 ? negative : positive} ${Math.abs(positionMm[axis] ?? 0).toFixed(0)}`).join(' ')} mm`;
}
