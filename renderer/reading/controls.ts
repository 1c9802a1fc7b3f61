import { createContext, useContext } from 'react';
import type { ViewChange } from '../../shared/meeting/view.ts';
import { formatCombo } from '../../shared/viewing/keyCombo.ts';
import { keysOf } from '../../shared/viewing/shortcuts.ts';
import type { DeskCommand, ShortcutOverrides } from '../../shared/viewing/shortcuts.ts';

/** What every control of the desk needs: how commands are run, by which keys, and whether the view may be changed. */
export interface DeskControls {
  readonly run: (command: DeskCommand) => void;
  readonly onView: (change: ViewChange) => void;
  readonly overrides: ShortcutOverrides;
  readonly isDriving: boolean;
}

const nothing = (): void => undefined;

export const DeskControlsContext = createContext<DeskControls>({ run: nothing, onView: nothing, overrides: {}, isDriving: false });

export const useDeskControls = (): DeskControls => useContext(DeskControlsContext);

/** Keys of a command as read, the first alone; empty where it has none. */
export const keyText = (overrides: ShortcutOverrides, command: DeskCommand): string => {
  const [first] = keysOf(overrides, command);
  return first === undefined ? '' : formatCombo(first);
};
