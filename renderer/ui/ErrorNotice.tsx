import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from './problem.ts';

/** Says what is wrong and what to do in the reader's language; the exact message of the program stays below it. */
export function ErrorNotice({ error, onClose, testId = 'error' }: { error: Problem | null; onClose?: () => void; testId?: string }) {
  const { t } = useTranslation('errors');
  if (!error) return null;
  // Another program that was asked may have said more exactly what it refuses.
  const reasons = [error.detail?.['reason'], error.reason].filter((reason) => typeof reason === 'string');
  const own = t(reasons.map((reason) => `${error.code}.${reason}`), { defaultValue: '' });
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} withCloseButton={onClose !== undefined} {...(onClose ? { onClose } : {})} closeButtonLabel={t('close')} data-testid={testId} py="xs">
      <Text size="sm">{own || error.message}</Text>
      {own && own !== error.message ? <Text size="xs" c="dimmed" mt={2}>{error.message}</Text> : null}
    </Alert>
  );
}
