import { Button, Group, Popover, SegmentedControl, Select, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { View } from '../../shared/meeting/view.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Study } from '../study/openStudy.ts';
import { windowPresets } from '../viewport/presets.ts';
import { seriesName } from './seriesName.ts';

export interface DeskBarProps extends Pick<View, 'page' | 'window' | 'layout'> {
  readonly imaging: CaseImaging;
  readonly study: Study;
  readonly volume: ImageVolume | null;
  readonly isDriving: boolean;
  /** What there is to know about the choice of objects, one a line. */
  readonly notes: string;
  readonly onView: (fields: Partial<View>) => void;
  /** Shows or hides the structures and isodoses beside the pictures. */
  readonly onSide: () => void;
}

/** Pages, window presets, layout and series, with what there is to note. Drawn again only when one of them changes. */

export const DeskBar = memo(function DeskBar({ imaging, study, volume, page, window, layout, isDriving, notes, onView, onSide }: DeskBarProps) {
  const { t } = useTranslation('rt');
  const preset = windowPresets.find((entry) => entry.centre === window.centre && entry.width === window.width);
  const missing = imaging.instances.filter((instance) => !instance.isPresent).length;
  const problems = [...notes.split('\n').filter((note) => note !== ''), ...(missing > 0 ? [t('study.missingBytes', { count: missing })] : []), ...study.problems.map(({ object, error }) => `${object}: ${error.message}`), ...(volume?.warnings ?? [])];
  return (
    <Group className="desk-bar" gap="sm">
      <SegmentedControl size="xs" disabled={!isDriving} value={page} onChange={(chosen) => onView({ page: chosen })} data={(['images', 'plan', 'dvh'] as const).map((value) => ({ value, label: t(`pages.${value}`) }))} data-testid="desk-pages" />
      {page === 'images' && (
        <>
          <SegmentedControl size="xs" disabled={!isDriving} aria-label={t('presets.label')} value={preset?.key ?? ''} onChange={(key) => {
            const chosen = windowPresets.find((entry) => entry.key === key);
            if (chosen !== undefined) onView({ window: { centre: chosen.centre, width: chosen.width } });
          }} data={windowPresets.map((entry) => ({ value: entry.key, label: t(`presets.${entry.name}`) }))} />
          <SegmentedControl size="xs" disabled={!isDriving} aria-label={t('layout.label')} value={layout} onChange={(chosen) => onView({ layout: chosen })} data={[{ value: 'three', label: t('layout.three') }, ...(['axial', 'sagittal', 'coronal'] as const).map((value) => ({ value, label: t(`planes.${value}`) }))]} />
          {study.volumes.length > 1 && volume !== null && (
            <Select size="xs" w={190} disabled={!isDriving} aria-label={t('study.series')} allowDeselect={false} value={volume.volumeId} onChange={(uid) => {
              const chosen = study.volumes.find((entry) => entry.volumeId === uid);
              if (chosen !== undefined) onView({ seriesInstanceUID: chosen.volumeId, window: { ...chosen.defaultWindow } });
            }} data={study.volumes.map((entry) => ({ value: entry.volumeId, label: seriesName(imaging, entry) }))} />
          )}
        </>
      )}
      <span className="desk-bar-space" />
      {!isDriving && <Text size="xs" c="yellow.4" className="desk-nowrap">{t('study.following')}</Text>}
      {study.phase === 'ready' && <Text size="xs" c="dimmed" className="desk-nowrap">{t('study.dvhProgress', { done: study.progress.dvhsDone, total: study.progress.dvhsTotal })}</Text>}
      {problems.length > 0 && (
        <Popover width={480} position="bottom-end" withArrow>
          <Popover.Target><Button size="compact-xs" variant="light" color="orange">{t('study.problems', { count: problems.length })}</Button></Popover.Target>
          <Popover.Dropdown className="desk-problems">{problems.map((problem) => <Text size="sm" key={problem}>{problem}</Text>)}</Popover.Dropdown>
        </Popover>
      )}
      {page !== 'plan' && <Button size="compact-xs" variant="default" className="desk-nowrap desk-side-toggle" onClick={onSide} data-testid="desk-side-toggle">{t('study.side')}</Button>}
      <Popover width={360} position="bottom-end" withArrow>
        <Popover.Target><Button size="compact-xs" variant="default" aria-label={t('help.title')}>?</Button></Popover.Target>
        <Popover.Dropdown>{(t('help.lines', { returnObjects: true }) as string[]).map((line) => <Text size="sm" key={line}>{line}</Text>)}</Popover.Dropdown>
      </Popover>
    </Group>
  );
});
