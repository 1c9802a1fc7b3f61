import { Button } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import { keyText, useDeskControls } from '../controls.ts';

/** One command in a panel that stays open, with its key at the end of the line. */
export function CommandButton({ command, icon: Picture, isOn }: { readonly command: DeskCommand; readonly icon: Icon; /** Pressed or not; left out for what only acts. */ readonly isOn?: boolean }) {
  const { t } = useTranslation('reading');
  const { run, overrides } = useDeskControls();
  return (
    <Button fullWidth variant={isOn === true ? 'light' : 'subtle'} color={isOn === true ? 'teal' : 'gray'} size="compact-sm" justify="flex-start" styles={{ label: { flex: 1 } }} leftSection={<Picture size={16} stroke={1.6} />} rightSection={<kbd className="reading-key">{keyText(overrides, command)}</kbd>} {...(isOn === undefined ? {} : { 'aria-pressed': isOn })} onClick={() => run(command)} data-command={command}>
      {t(`command.${command}`)}
    </Button>
  );
}
