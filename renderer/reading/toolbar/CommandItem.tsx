import { Menu } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import { keyText, useDeskControls } from '../controls.ts';

/** One command in a menu, with its key at the end of the line. */
export function CommandItem({ command, icon: Picture, isOn = false, isDisabled = false }: { readonly command: DeskCommand; readonly icon: Icon; readonly isOn?: boolean; readonly isDisabled?: boolean }) {
  const { t } = useTranslation('reading');
  const { run, overrides } = useDeskControls();
  return (
    <Menu.Item leftSection={<Picture size={16} stroke={1.6} />} rightSection={<kbd className="reading-key">{keyText(overrides, command)}</kbd>} disabled={isDisabled} color={isOn ? 'teal.3' : ''} onClick={() => run(command)} data-command={command}>
      {t(`command.${command}`)}
    </Menu.Item>
  );
}
