import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comboOf, formatCombo } from '../../../shared/viewing/keyCombo.ts';
import type { KeyCombo } from '../../../shared/viewing/keyCombo.ts';
import { commandGroups, conflictOf, deskCommandNames, deskCommands, keysOf, withDefault, withKey } from '../../../shared/viewing/shortcuts.ts';
import type { DeskCommand, ShortcutOverrides } from '../../../shared/viewing/shortcuts.ts';

interface Props {
  readonly overrides: ShortcutOverrides;
  readonly onOverrides: (overrides: ShortcutOverrides) => void;
  readonly onClose: () => void;
}

/** All keys of the desk by chapter; a click on one waits for the new keys. */
export function ShortcutsDialog({ overrides, onOverrides, onClose }: Props) {
  const { t } = useTranslation('reading');
  const [edited, setEdited] = useState<DeskCommand | null>(null);
  const [taken, setTaken] = useState<{ readonly combo: KeyCombo; readonly from: DeskCommand } | null>(null);
  const stop = (): void => {
    setEdited(null);
    setTaken(null);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (edited === null || taken !== null) return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event);
    if (combo === null) return;
    if (combo === 'Escape') return stop();
    const from = conflictOf(overrides, edited, combo);
    if (from !== null) return setTaken({ combo, from });
    onOverrides(withKey(overrides, edited, combo));
    stop();
  };
  return (
    <Modal opened onClose={onClose} closeOnEscape={edited === null} size="min(1080px, 94vw)" title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }} data-testid="shortcuts">
      <Group justify="space-between" mb="xs"><Text size="xs" c="dimmed">{t('keys.hint')}</Text><Button variant="subtle" onClick={() => onOverrides({})}>{t('keys.resetAll')}</Button></Group>
      <div className="reading-keys" onKeyDownCapture={onKeyDown}>
        {commandGroups.map((name) => (
          <section key={name} aria-label={t(`keys.group.${name}`)}>
            <h3>{t(`keys.group.${name}`)}</h3>
            {deskCommandNames.filter((command) => deskCommands[command].group === name).map((command) => (
              <div className="reading-key-row" key={command}>
                <span>{t(`command.${command}`)}</span>
                <button type="button" className="reading-key-button" data-key-of={command} aria-label={t('keys.change', { command: t(`command.${command}`), keys: keysOf(overrides, command).map(formatCombo).join(' ') })} onClick={() => {
                  setEdited(command);
                  setTaken(null);
                }}>
                  {edited === command ? t('keys.press') : keysOf(overrides, command).map((combo) => <kbd className="reading-key" key={combo}>{formatCombo(combo)}</kbd>)}
                </button>
                {overrides[command] !== undefined && <Button size="compact-xs" variant="subtle" onClick={() => onOverrides(withDefault(overrides, command))} aria-label={t('keys.resetOf', { command: t(`command.${command}`) })}>{t('keys.reset')}</Button>}
                {edited === command && taken !== null && (
                  <div className="reading-key-conflict" role="alert">
                    {t('keys.conflict', { keys: formatCombo(taken.combo), command: t(`command.${taken.from}`) })}
                    <Button size="compact-xs" variant="light" color="orange" data-testid="key-take" onClick={() => {
                      onOverrides(withKey(overrides, command, taken.combo));
                      stop();
                    }}>{t('keys.take')}</Button>
                    <Button size="compact-xs" variant="default" onClick={stop}>{t('keys.keep')}</Button>
                  </div>
                )}
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  );
}
