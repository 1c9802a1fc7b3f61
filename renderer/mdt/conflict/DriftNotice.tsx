import { Alert, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const minuteMs = 60_000;

/** Says that this computer's clock is off, by how much and what to do. Nothing within a minute, or where it was never compared. */
export function DriftNotice({ driftMs }: { driftMs: number | null }) {
  const { t } = useTranslation('mdt');
  if (driftMs === null || Math.abs(driftMs) <= minuteMs) return null;
  const minutes = Math.round(Math.abs(driftMs) / minuteMs);
  const amount = minutes < 60 ? t('drift.minutes', { minutes }) : t('drift.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return (
    <Alert color="orange" py={4} icon={<IconClockExclamation size={18} />} title={t(driftMs < 0 ? 'drift.ahead' : 'drift.behind', { amount })} role="status" data-testid="clock-drift">
      <Text size="xs">{t('drift.act')}</Text>
    </Alert>
  );
}
