import { Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NetworkTestStep } from '../../../shared/ipc/channels.ts';

const icons = {
  ok: <IconCircleCheck size={16} color="var(--mantine-color-teal-4)" aria-hidden />,
  failed: <IconCircleX size={16} color="var(--mantine-color-red-4)" aria-hidden />,
  skipped: <IconCircleDashed size={16} color="var(--mantine-color-gray-5)" aria-hidden />,
};

/** Not steps that were left out: there was nothing to try, and what is the case instead is said. */
const nothingToTry: ReadonlySet<string> = new Set(['plain', 'notProven']);

/** What the test button tried, in order: each step with its outcome, and in words what failed and what to do. */
export function TestSteps({ steps }: { steps: readonly NetworkTestStep[] }) {
  const { t } = useTranslation('network');
  const isFine = steps.every((step) => step.outcome !== 'failed');
  return (
    <Stack gap={4} role="status" data-testid="network-test-steps" data-outcome={isFine ? 'ok' : 'failed'}>
      <Text size="sm" fw={600} c={isFine ? 'teal.3' : 'red.4'}>{t(isFine ? 'testOk' : 'testFailed')}</Text>
      {steps.map((step) => {
        const words = step.outcome === 'ok' ? '' : t(`reason.${step.reason}`, { defaultValue: '' });
        return (
          <Group key={step.step} gap={8} wrap="nowrap" align="flex-start" data-testid={`network-test-${step.step}`} data-outcome={step.outcome}>
            <span style={{ flexShrink: 0, display: 'flex', paddingTop: 1 }}>{icons[step.outcome]}</span>
            <div>
              <Text size="sm">{[t(`step.${step.step}`), step.outcome === 'skipped' && nothingToTry.has(step.reason) ? '' : t(`outcome.${step.outcome}`), words].filter(Boolean).join(' · ')}</Text>
              {step.outcome === 'failed' || (step.outcome === 'skipped' && words === '') ? <Text size="xs" c="dimmed" lang="en">{step.message}</Text> : null}
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
