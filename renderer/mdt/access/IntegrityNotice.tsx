import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditIntegrity } from '../../../shared/ipc/channels.ts';
import { formatTime } from '../format.ts';

/** Whether the access log is as it was written, in words; where it is not, which rows. */
export function IntegrityNotice({ integrity }: { readonly integrity: AuditIntegrity }) {
  const { t } = useTranslation('access');
  const { breaks, rows, anchoredAtMs } = integrity;
  const anchored = anchoredAtMs === null ? t('notAnchored') : t('anchored', { time: formatTime(anchoredAtMs) });
  if (breaks.length === 0) return <Text size="xs" c="teal.3" role="status" data-testid="access-integrity" data-intact="true">{`${t('intact', { count: rows })} · ${anchored}`}</Text>;
  return (
    <Alert color="red" title={t('broken', { count: breaks.length })} data-testid="access-integrity" data-intact="false">
      <Text size="sm">{t('brokenHint')}</Text>
      {breaks.slice(0, 5).map((each) => <Text key={`${each.seq} ${each.what}`} size="xs" ff="monospace">{each.message}</Text>)}
    </Alert>
  );
}
