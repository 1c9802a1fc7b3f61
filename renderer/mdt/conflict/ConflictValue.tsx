import { Box, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../../shared/mdt/caseRecord.ts';
import type { Hospital } from '../../../shared/mdt/directory.ts';
import { formatTime, hospitalName } from '../format.ts';
import { fieldWords } from './fieldWords.ts';

const minuteMs = 60_000;

interface Props {
  readonly path: string;
  readonly entry: Conflict['values'][number];
  readonly isShown: boolean;
  /** By the platform's clock; null while it has not arrived there. */
  readonly orderedAtMs: number | null;
  readonly hospitals: readonly Hospital[];
  /** Null for a reader who may not decide. */
  readonly onTake: (() => void) | null;
}

/** One of the values: what it says, who wrote it, where and when, and what its clock leaves open. */
export function ConflictValue({ path, entry, isShown, orderedAtMs, hospitals, onTake }: Props) {
  const { t, i18n } = useTranslation('mdt');
  const { actor, atMs } = entry.stamp;
  const value = fieldWords(path, entry.value, t);
  const lagMs = orderedAtMs === null ? 0 : orderedAtMs - atMs;
  const clock = lagMs < -minuteMs ? t('conflict.clockAhead') : lagMs > 60 * minuteMs ? t('conflict.offline', { hours: Math.round(lagMs / (60 * minuteMs)) }) : '';
  return (
    <Box p="xs" bg="dark.7" style={{ borderRadius: 6, border: '1px solid var(--mantine-color-dark-4)', display: 'grid', gap: 4, alignContent: 'start' }}>
      <Text size="xs" c={isShown ? 'teal.3' : 'yellow.4'}>{t(isShown ? 'conflict.current' : 'conflict.other')}</Text>
      <Text size="md" fw={600} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', userSelect: 'text' }}>{value}</Text>
      <Text size="sm" c="gray.3">{[`${actor.name} ${actor.title}`.trim(), hospitalName(hospitals, actor.hospitalId, i18n.language)].join(' · ')}</Text>
      <Text size="xs" c="dimmed">{[formatTime(atMs), Math.abs(lagMs) > minuteMs && orderedAtMs !== null ? t('conflict.arrived', { time: formatTime(orderedAtMs) }) : ''].filter(Boolean).join(' · ')}</Text>
      {clock ? <Text size="xs" c="orange.4">{clock}</Text> : null}
      {onTake ? <Button variant="default" mt={4} onClick={onTake} aria-label={t('conflict.takeOf', { name: actor.name, field: t(path), value })}>{t('conflict.take')}</Button> : null}
    </Box>
  );
}
