import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../shared/ipc/channels.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';

/** Over every page while the platform takes nothing from who is signed in here: why, and the way to sign in again. */
export function SessionEnded({ status, onSignIn }: { status: SyncStatus | null; onSignIn: () => void }) {
  const { t } = useTranslation();
  if (status?.state !== 'signedOut' || status.error?.reason !== 'unauthorized') return null;
  return (
    <Group gap="sm" px="sm" py={4} wrap="nowrap" align="flex-start">
      <div style={{ flex: 1 }}><ErrorNotice error={status.error} testId="session-ended" /></div>
      <Button size="xs" mt={4} onClick={onSignIn} data-testid="session-sign-in">{t('signInAgain')}</Button>
    </Group>
  );
}
