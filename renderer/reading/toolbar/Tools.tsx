import { Menu, ActionIcon, Tooltip } from '@mantine/core';
import { IconAngle, IconArrowUpRight, IconArrowsVertical, IconColorPicker, IconContrast, IconCrosshair, IconDots, IconHandStop, IconLasso, IconOval, IconPlus, IconPointer, IconRectangle, IconRuler2, IconVectorTriangle, IconZoomIn } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import type { ToolName } from '../../viewport/tools.ts';
import { CommandItem } from './CommandItem.tsx';
import { ToolButton } from './ToolButton.tsx';

/** Tools with their commands, those for moving first. */
export const toolCommands: readonly (readonly [tool: ToolName, command: DeskCommand, icon: Icon])[] = [
  ['select', 'toolSelect', IconPointer], ['crosshair', 'toolCrosshair', IconCrosshair], ['scroll', 'toolScroll', IconArrowsVertical], ['window', 'toolWindow', IconContrast], ['zoom', 'toolZoom', IconZoomIn], ['pan', 'toolPan', IconHandStop],
  ['length', 'toolLength', IconRuler2], ['bidirectional', 'toolBidirectional', IconPlus], ['ellipse', 'toolEllipse', IconOval], ['arrow', 'toolArrow', IconArrowUpRight],
  ['angle', 'toolAngle', IconAngle], ['cobb', 'toolCobb', IconVectorTriangle], ['rectangle', 'toolRectangle', IconRectangle], ['freehand', 'toolFreehand', IconLasso], ['probe', 'toolProbe', IconColorPicker],
];

/** Those that stay outside the menu where the bar is narrow. */
const alwaysShown = 10;

/** What the left mouse button does. */
export function Tools({ tool, isWide }: { readonly tool: ToolName; readonly isWide: boolean }) {
  const { t } = useTranslation('reading');
  const shown = toolCommands.filter(([name], index) => isWide || index < alwaysShown || name === tool);
  const hidden = toolCommands.filter((entry) => !shown.includes(entry));
  return (
    <div className="reading-group" role="group" aria-label={t('toolbar.tools')}>
      {shown.map(([name, command, icon]) => <ToolButton key={name} command={command} icon={icon} isOn={name === tool} />)}
      {hidden.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target><Tooltip label={t('toolbar.moreTools')}><ActionIcon size={28} variant="subtle" color="gray" aria-label={t('toolbar.moreTools')}><IconDots size={18} /></ActionIcon></Tooltip></Menu.Target>
          <Menu.Dropdown>{hidden.map(([name, command, icon]) => <CommandItem key={name} command={command} icon={icon} />)}</Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
