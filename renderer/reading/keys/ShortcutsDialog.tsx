import { Button, Group, Modal, Text } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comboOf, formatCombo } from '../../../shared/viewing/keyCombo.ts';
import type { KeyCombo } from '../../../shared/viewing/keyCombo.ts';
import { commandGroups, conflictOf, deskCommandNames, deskCommands, keysOf, withDefault, withKey } from '../../../shared/viewing/shortcuts.ts';
import type { DeskCommand, ShortcutOverrides } from '../../../shared/viewing/shortcuts.ts';

interface Props {
  readonly overrides: ShortcutOverrides;
  readonly onOverrides: (overrides: ShortcutOverrides) => void;
  readonly onClose: () => void;
  /** Time of the last check of the screen, ms since 1970; null: never. */
  readonly greyCheckedAtMs: number | null;
  readonly onGreyCheck: () => void;
  /** The time now; tests give their own. */
  readonly now?: () => number;
}

/** A check of the screen is asked for again after this many days. */
const greyDays = 30;
const dayMs = 86_400_000;

/** What the person may want to know of the last check; null while it is recent. */
export function greyReminder(checkedAtMs: number | null, nowMs: number): { readonly key: 'never' | 'old'; readonly days: number } | null {
  if (checkedAtMs === null) return { key: 'never', days: 0 };
  const days = Math.floor((nowMs - checkedAtMs) / dayMs);
  return days > greyDays ? { key: 'old', days } : null;
}

/** All keys of the desk by chapter; a click on one waits for the new keys. */
export function ShortcutsDialog({ overrides, onOverrides, onClose, greyCheckedAtMs, onGreyCheck, now = Date.now }: Props) {
  const { t } = useTranslation('reading');
  const [edited, setEdited] = useState<DeskCommand | null>(null);
  const [taken, setTaken] = useState<{ readonly combo: KeyCombo; readonly from: DeskCommand } | null>(null);
  const [openedAtMs] = useState(now);
  const reminder = greyReminder(greyCheckedAtMs, openedAtMs);
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
      {reminder !== null && <Group gap="xs" mb="xs" data-testid="grey-reminder"><Text size="xs" c="dimmed">{t(`greyReminder.${reminder.key}`, { days: reminder.days })}</Text><Button size="compact-xs" variant="default" onClick={onGreyCheck}>{t('command.greyCheck')}</Button></Group>}
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
                  {edited === command ? t('keys.press') : keysOf(overrides, command).map((combo, at) => <Fragment key={combo}>{at === 0 ? '' : ' '}<kbd className="reading-key">{formatCombo(combo)}</kbd></Fragment>)}
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
