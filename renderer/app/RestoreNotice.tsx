import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../shared/ipc/channels.ts';
import { callBridge } from './bridge.ts';

/** Says that the platform lost what came after a copy of it, and what this console gave back; stays until somebody has read it. */
export function RestoreNotice({ status }: { status: SyncStatus | null }) {
  const { t } = useTranslation('restore');
  const restored = status?.restored;
  if (!restored) return null;
  const { returned, refused, gaps } = restored;
  const lines = [returned > 0 ? t('given', { count: returned }) : t('nothing'), refused > 0 ? t('refused', { count: refused }) : '', gaps > 0 ? t('gaps', { count: gaps }) : ''].filter(Boolean);
  return (
    <Alert color={refused + gaps > 0 ? 'orange' : 'teal'} py={6} title={t('title')} data-testid="platform-restored">
      <Group justify="space-between" wrap="nowrap">
        <div>{lines.map((line) => <Text key={line} size="sm">{line}</Text>)}</div>
        <Button size="xs" variant="default" onClick={() => void callBridge('sync.restoreSeen', {})}>{t('done')}</Button>
      </Group>
    </Alert>
  );
}
