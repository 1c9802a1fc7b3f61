import { ActionIcon, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import { keyText, useDeskControls } from '../controls.ts';

interface Props {
  readonly command: DeskCommand;
  readonly icon: Icon;
  /** Pressed or not; left out for what only acts. */
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  /** Why it cannot be used now, instead of its name. */
  readonly why?: string | null;
}

/** One command as an icon, with its name and key on hover and for screen readers. */
export function ToolButton({ command, icon: Picture, isOn, isDisabled = false, why = null }: Props) {
  const { t } = useTranslation('reading');
  const { run, overrides } = useDeskControls();
  const name = t(`command.${command}`);
  const keys = keyText(overrides, command);
  return (
    <Tooltip label={why ?? (keys === '' ? name : `${name}  ${keys}`)} openDelay={400} withArrow>
      {/* Disabled by word only, so that the reason can still be read. */}
      <ActionIcon size={28} radius="sm" variant={isOn === true ? 'filled' : 'subtle'} color={isOn === true ? 'teal' : 'gray'} aria-label={why === null ? name : `${name}: ${why}`} {...(isOn === undefined ? {} : { 'aria-pressed': isOn })} aria-disabled={isDisabled} {...(keys === '' ? {} : { 'aria-keyshortcuts': keys })} data-off={isDisabled} data-command={command} onClick={() => {
        if (!isDisabled) run(command);
      }}>
        <Picture size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
