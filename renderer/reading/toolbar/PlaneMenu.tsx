import { Button, NumberInput, Popover, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconBox, IconCube, IconRotate2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../shared/viewing/cell.ts';
import { useDeskControls } from '../controls.ts';
import { CommandButton } from './CommandButton.tsx';

export interface PlaneMenuProps {
  readonly plane: Cell['plane'];
  readonly slab: Cell['slab'];
  /** The active cell shows a volume, so it can be cut. */
  readonly isVolume: boolean;
  readonly onSlab: (slab: Cell['slab']) => void;
  /** Tips the plane about a line of the picture, degrees. */
  readonly onTip: (about: 'horizontal' | 'vertical', degrees: number) => void;
}

const tipDegrees = 5;

/** Direction of the plane, three planes at once, and how thick a slice is. */
export function PlaneMenu({ plane, slab, isVolume, onSlab, onTip }: PlaneMenuProps) {
  const { t } = useTranslation('reading');
  const { isDriving } = useDeskControls();
  const label = `${t(`planes.${plane}`)}${slab.mode === 'none' ? '' : ` · ${t(`slab.${slab.mode}`)} ${slab.thicknessMm} mm`}`;
  return (
    <Popover position="bottom-start" width={250} trapFocus returnFocus>
      <Popover.Target><Button size="compact-sm" variant="default" disabled={!isDriving || !isVolume} aria-label={`${t('plane.title')}: ${label}`} title={label} data-testid="plane-menu">{label}</Button></Popover.Target>
      <Popover.Dropdown p={6} className="reading-menu" aria-label={t('plane.title')}>
        <div role="group" aria-label={t('plane.title')}>
          <CommandButton command="planeAcquired" icon={IconBox} isOn={plane === 'acquired'} />
          <CommandButton command="planeAxial" icon={IconBox} isOn={plane === 'axial'} />
          <CommandButton command="planeSagittal" icon={IconBox} isOn={plane === 'sagittal'} />
          <CommandButton command="planeCoronal" icon={IconBox} isOn={plane === 'coronal'} />
          <CommandButton command="mpr" icon={IconCube} />
        </div>
        <div role="group" aria-label={t('plane.tip')}>
          <Text size="xs" mt={6}>{t('plane.tip')}</Text>
          {(['horizontal', 'vertical'] as const).flatMap((about) => [-tipDegrees, tipDegrees].map((degrees) => (
            <Button key={`${about} ${degrees}`} fullWidth variant="subtle" color="gray" size="compact-sm" justify="flex-start" leftSection={<IconRotate2 size={16} />} onClick={() => onTip(about, degrees)}>{t(`plane.${about}`, { degrees: degrees > 0 ? `+${degrees}` : degrees })}</Button>
          )))}
        </div>
        <Text size="xs" mt={6}>{t('slab.title')}</Text>
        <Stack gap={6} pt={2}>
          <SegmentedControl size="xs" aria-label={t('slab.title')} value={slab.mode} onChange={(mode) => onSlab({ ...slab, mode })} data={(['none', 'mip', 'minip', 'mean'] as const).map((value) => ({ value, label: t(`slab.${value}`) }))} />
          <NumberInput aria-label={t('slab.thickness')} suffix=" mm" min={1} max={200} step={1} value={slab.thicknessMm} disabled={slab.mode === 'none'} onChange={(value) => {
            if (typeof value === 'number' && value >= 1 && value <= 200) onSlab({ ...slab, thicknessMm: value });
          }} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
