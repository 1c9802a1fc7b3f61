import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { Problem } from '../../ui/problem.ts';

/** A failed call to a PACS: the words for `detail.why`, which says what to check there, instead of those for our own platform. */
export function NetworkNotice({ error, onClose }: { error: Problem | null; onClose?: () => void }) {
  const { t } = useTranslation('network');
  const why = error?.detail?.['why'];
  const words = typeof why === 'string' ? t(`reason.${why}`, { defaultValue: '' }) : '';
  if (!error || words === '') return <ErrorNotice error={error} {...(onClose ? { onClose } : {})} />;
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} withCloseButton={onClose !== undefined} {...(onClose ? { onClose } : {})} closeButtonLabel={t('close')} py="xs" data-testid="network-error" data-why={why}>
      <Text size="sm">{words}</Text>
      <Text size="xs" c="dimmed" mt={2} lang="en">{error.message}</Text>
    </Alert>
  );
}
