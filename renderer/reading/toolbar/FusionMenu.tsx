import { ActionIcon, Popover, Select, Slider, Stack, Text, Tooltip } from '@mantine/core';
import { IconLayersIntersect } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { colourMapNames } from '../../../shared/viewing/cell.ts';
import type { ColourMapName, Fusion } from '../../../shared/viewing/cell.ts';
import { useDeskControls } from '../controls.ts';

export interface FusionMenuProps {
  readonly fusion: Fusion | null;
  /** Series of the same frame of reference as the active cell's; empty where there is none. */
  readonly uppers: readonly { readonly volumeId: string; readonly title: string }[];
  readonly colourMap: ColourMapName;
  /** Chooses the upper volume; null takes it off. */
  readonly onUpper: (volumeId: string | null) => void;
  readonly onFusion: (fields: Partial<Fusion>) => void;
  readonly onColourMap: (name: ColourMapName) => void;
}

/** A second series over the first, its colours and how much of it shows; the colours of the picture itself. */
export function FusionMenu({ fusion, uppers, colourMap, onUpper, onFusion, onColourMap }: FusionMenuProps) {
  const { t } = useTranslation('reading');
  const { isDriving } = useDeskControls();
  const maps = colourMapNames.map((value) => ({ value, label: t(`colourMap.${value}`) }));
  return (
    <Popover position="bottom-start" width={260} trapFocus returnFocus>
      <Popover.Target><Tooltip label={t('fusion.title')} openDelay={400}><ActionIcon size={28} variant={fusion === null ? 'subtle' : 'filled'} color={fusion === null ? 'gray' : 'teal'} disabled={!isDriving} aria-label={t('fusion.title')} aria-haspopup="dialog" data-testid="fusion-menu"><IconLayersIntersect size={18} /></ActionIcon></Tooltip></Popover.Target>
      <Popover.Dropdown aria-label={t('fusion.title')} p="xs">
        <Stack gap="xs">
          <Select label={t('colourMap.title')} data={maps} value={colourMap} allowDeselect={false} comboboxProps={{ withinPortal: false }} onChange={(value) => {
            const chosen = colourMapNames.find((name) => name === value);
            if (chosen !== undefined) onColourMap(chosen);
          }} />
          {uppers.length === 0 ? <Text size="xs" c="dimmed">{t('fusion.none')}</Text> : (
            <>
              <Select label={t('fusion.upper')} placeholder={t('fusion.off')} clearable data={uppers.map(({ volumeId, title }) => ({ value: volumeId, label: title }))} value={fusion?.volumeId ?? null} onChange={onUpper} comboboxProps={{ withinPortal: false }} />
              {fusion !== null && (
                <>
                  <Select label={t('fusion.colours')} data={maps} value={fusion.colourMap} allowDeselect={false} comboboxProps={{ withinPortal: false }} onChange={(value) => {
                    const chosen = colourMapNames.find((name) => name === value);
                    if (chosen !== undefined) onFusion({ colourMap: chosen });
                  }} />
                  <Text size="xs">{t('fusion.opacity', { percent: Math.round(fusion.opacity * 100) })}</Text>
                  <Slider thumbLabel={t('fusion.blend')} min={0} max={100} step={5} value={Math.round(fusion.opacity * 100)} onChange={(percent) => onFusion({ opacity: percent / 100 })} label={null} />
                </>
              )}
            </>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
