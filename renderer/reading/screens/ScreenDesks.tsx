import { useTranslation } from 'react-i18next';
import { ScreenWindow } from './ScreenWindow.tsx';
import { SecondDesk } from './SecondDesk.tsx';
import type { SecondDeskProps } from './SecondDesk.tsx';
import type { Screens } from './useScreens.ts';

/** The desk's windows on other screens. */
export function ScreenDesks({ screens, ...desk }: Omit<SecondDeskProps, 'number' | 'onScreen'> & { readonly screens: Screens }) {
  const { t } = useTranslation('reading');
  return screens.shown.map(({ screen, number }) => (
    <ScreenWindow key={number} screen={screen} number={number} title={t('screens.title', { number })} onClosed={(reason) => (reason === 'refused' ? screens.refuse(number) : screens.close(number))}><SecondDesk {...desk} onScreen={screens.open} number={number} /></ScreenWindow>
  ));
}
