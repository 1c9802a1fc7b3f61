import { Button, Group, Popover, SegmentedControl, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { Study } from '../study/openStudy.ts';
import { AboutButton } from './about/AboutButton.tsx';

export interface DeskBarProps extends Pick<View, 'page'> {
  readonly imaging: CaseImaging;
  readonly study: Study | null;
  readonly isDriving: boolean;
  /** What there is to know about the choice of objects, one a line. */
  readonly notes: string;
  readonly onView: (change: ViewChange) => void;
}

/** Pages of the desk, with what there is to note. Drawn again only when one of them changes. */
export const DeskBar = memo(function DeskBar({ imaging, study, page, isDriving, notes, onView }: DeskBarProps) {
  const { t } = useTranslation('rt');
  const missing = imaging.instances.filter((instance) => !instance.isPresent).length;
  const problems = [...notes.split('\n').filter((note) => note !== ''), ...(missing > 0 ? [t('study.missingBytes', { count: missing })] : []), ...(study?.problems ?? []).map(({ object, error }) => `${object}: ${error.message}`)];
  return (
    <Group className="desk-bar" gap="sm">
      <SegmentedControl size="xs" disabled={!isDriving} value={page} onChange={(chosen) => onView({ page: chosen })} data={(['images', 'plan', 'dvh'] as const).map((value) => ({ value, label: t(`pages.${value}`) }))} data-testid="desk-pages" />
      <span className="desk-bar-space" />
      {!isDriving && <Text size="xs" c="yellow.4" className="desk-nowrap">{t('study.following')}</Text>}
      {study?.phase === 'ready' && <Text size="xs" c="dimmed" className="desk-nowrap">{t('study.dvhProgress', { done: study.progress.dvhsDone, total: study.progress.dvhsTotal })}</Text>}
      <AboutButton isShown={page !== 'images'} />
      {problems.length > 0 && (
        <Popover width={480} position="bottom-end" withArrow>
          <Popover.Target><Button size="compact-xs" variant="light" color="orange">{t('study.problems', { count: problems.length })}</Button></Popover.Target>
          <Popover.Dropdown className="desk-problems">{problems.map((problem) => <Text size="sm" key={problem}>{problem}</Text>)}</Popover.Dropdown>
        </Popover>
      )}
    </Group>
  );
});
