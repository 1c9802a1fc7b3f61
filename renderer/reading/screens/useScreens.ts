import { useCallback, useState } from 'react';
import { AppError } from '../../../shared/errors/appError.ts';
import type { DeskScreen, ReadingActions } from '../actions.ts';

export interface OpenScreen {
  readonly screen: DeskScreen;
  readonly number: number;
}

export interface Screens {
  readonly shown: readonly OpenScreen[];
  /** One window more, on a screen that has none. */
  readonly open: () => void;
  readonly close: (number: number) => void;
  /** The window could not be opened. */
  readonly refuse: (number: number) => void;
}

/** The system, or the console's own rules, refused a window of the desk. */
export class ScreenError extends AppError {
  constructor() {
    super('screen', 'refused', 'The window could not be opened on another screen. Close another window of the desk and try again.');
  }
}

/** Most windows beside the console's own. */
const mostScreens = 4;

/** The screen for the next window: another one than the console's without a window, else any. */
export function nextScreen(screens: readonly DeskScreen[], shown: readonly OpenScreen[]): DeskScreen | null {
  const free = screens.filter(({ id }) => !shown.some(({ screen }) => screen.id === id));
  return free.find(({ isPrimary }) => !isPrimary) ?? free[0] ?? screens[0] ?? null;
}

/** Windows of the desk on other screens. */
export function useScreens(actions: Pick<ReadingActions, 'listScreens'>, onProblem: (error: unknown) => void): Screens {
  const [shown, setShown] = useState<readonly OpenScreen[]>([]);
  const open = (): void => {
    if (shown.length >= mostScreens) return;
    actions.listScreens().then((screens) => setShown((now) => {
      const screen = nextScreen(screens, now);
      const number = [1, 2, 3, 4].find((candidate) => !now.some((one) => one.number === candidate));
      return screen === null || number === undefined ? now : [...now, { screen, number }];
    }), onProblem);
  };
  const close = useCallback((number: number): void => setShown((now) => now.filter((one) => one.number !== number)), []);
  const refuse = (number: number): void => {
    close(number);
    onProblem(new ScreenError());
  };
  return { shown, open, close, refuse };
}
