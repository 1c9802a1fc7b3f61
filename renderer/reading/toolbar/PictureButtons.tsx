import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconAdjustments, IconArrowsMaximize, IconContrast2, IconFlipHorizontal, IconFlipVertical, IconRefresh, IconRotate2, IconRotateClockwise2, IconShape, IconZoomScan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CommandItem } from './CommandItem.tsx';
import { ToolButton } from './ToolButton.tsx';

const others = [['fit', IconArrowsMaximize], ['oneToOne', IconZoomScan], ['rotateRight', IconRotateClockwise2], ['rotateLeft', IconRotate2], ['flipHorizontal', IconFlipHorizontal], ['flipVertical', IconFlipVertical]] as const;

/** Turning, flipping and sizing the picture of the active cell. */
export function PictureButtons({ isInverted, hasOverlays, isWide, isDisabled }: { readonly isInverted: boolean; /** Graphics images bring with them are drawn. */ readonly hasOverlays: boolean; readonly isWide: boolean; readonly isDisabled: boolean }) {
  const { t } = useTranslation('reading');
  return (
    <div className="reading-group" role="group" aria-label={t('toolbar.picture')}>
      <ToolButton command="invert" icon={IconContrast2} isOn={isInverted} isDisabled={isDisabled} />
      {isWide ? [...others.map(([command, icon]) => <ToolButton key={command} command={command} icon={icon} isDisabled={isDisabled} />), <ToolButton key="overlays" command="overlays" icon={IconShape} isOn={hasOverlays} isDisabled={isDisabled} />] : (
        <Menu position="bottom-start">
          <Menu.Target><Tooltip label={t('toolbar.picture')}><ActionIcon size={28} variant="subtle" color="gray" aria-label={t('toolbar.picture')} disabled={isDisabled}><IconAdjustments size={18} /></ActionIcon></Tooltip></Menu.Target>
          <Menu.Dropdown>{others.map(([command, icon]) => <CommandItem key={command} command={command} icon={icon} />)}<CommandItem command="overlays" icon={IconShape} isOn={hasOverlays} /></Menu.Dropdown>
        </Menu>
      )}
      <ToolButton command="reset" icon={IconRefresh} isDisabled={isDisabled} />
    </div>
  );
}
