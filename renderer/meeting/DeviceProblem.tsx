import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../shared/errors/appError.ts';

export interface DeviceProblemProps {
  readonly problem: ErrorShape;
  readonly onRetry?: () => void;
  readonly onClose?: () => void;
}

/** Whether {@link DeviceProblem} has words of its own for this error. */
export const isDeviceProblem = (error: ErrorShape): boolean => error.code === 'meeting' && error.detail?.['kind'] !== undefined;

/** What is wrong with a camera or microphone, where to allow or mend it, and the way on without it. */
export function DeviceProblem({ problem, onRetry, onClose }: DeviceProblemProps) {
  const { t } = useTranslation('meeting');
  const kind = problem.detail?.['kind'] === 'microphone' ? 'microphone' : 'camera';
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />} py="xs" data-testid={`problem-${kind}`} role="alert" withCloseButton={onClose !== undefined} {...(onClose ? { onClose } : {})}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">{t(`problem.${kind}.${problem.reason}`, { defaultValue: problem.message })}</Text>
        {onRetry ? <Button variant="default" onClick={onRetry} data-testid={`retry-${kind}`} style={{ flexShrink: 0 }}>{t('lobby.retry')}</Button> : null}
      </Group>
    </Alert>
  );
}
