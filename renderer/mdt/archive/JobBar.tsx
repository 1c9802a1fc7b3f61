import { Button, Group, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** How far an archive is, with a way to stop it. */
export function JobBar({ percent, onStop }: { percent: number | null; onStop: () => void }) {
  const { t } = useTranslation('archive');
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={percent ?? 0} animated={percent === null} style={{ flex: 1 }} aria-label={`${percent ?? 0} %`} />
      <Button size="compact-sm" variant="default" onClick={onStop} data-testid="archive-stop">{t('stop')}</Button>
    </Group>
  );
}
