import { createTheme, MantineThemeProvider } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { DeskPageContext } from './deskPage.ts';

/** What is open in front of a page, and what has opened it: a press there closes nothing. */
const inFront = '[data-portal], .mantine-Popover-dropdown, .mantine-Menu-dropdown, .mantine-Modal-root, [aria-expanded="true"]';

/**
 * Passes on to this page what the UI library listens to there and nowhere else: a press beside an open menu, and Escape
 * over an open dialog.
 *
 * @returns the way to stop
 */
export function passOn(from: Document, to: Document): () => void {
  const onPress = (event: Event): void => {
    if ((event.target as Partial<Element> | null)?.closest?.(inFront) === null) to.body.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && from.querySelector('.mantine-Modal-root') !== null) to.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  };
  from.addEventListener('mousedown', onPress);
  from.addEventListener('keydown', onKey);
  return () => {
    from.removeEventListener('mousedown', onPress);
    from.removeEventListener('keydown', onKey);
  };
}

/** Makes another window's page the one that is drawn into: menus, dialogs and hints of what is in it open there. */
export function OtherPage({ page, children }: { readonly page: Document; readonly children: ReactNode }) {
  useEffect(() => passOn(page, document), [page]);
  const theme = useMemo(() => createTheme({ components: { Portal: { defaultProps: () => ({ target: page.body }) } } }), [page]);
  return <DeskPageContext value={page}><MantineThemeProvider theme={theme}>{children}</MantineThemeProvider></DeskPageContext>;
}
