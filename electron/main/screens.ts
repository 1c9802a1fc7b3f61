import { screen } from 'electron';
import { describeScreens, type Screen } from './screenNames.ts';

/** The screens there are now. */
export const currentScreens = (): Screen[] => describeScreens(screen.getAllDisplays(), screen.getPrimaryDisplay().id);
