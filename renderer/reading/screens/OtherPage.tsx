import { createTheme, MantineThemeProvider } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { DeskPageContext } from './deskPage.ts';
import { passOn } from './passOn.ts';

/** Makes another window's page the one that is drawn into: menus, dialogs and hints of what is in it open there. */
export function OtherPage({ page, children }: { readonly page: Document; readonly children: ReactNode }) {
  useEffect(() => passOn(page, document), [page]);
  const theme = useMemo(() => createTheme({ components: { Portal: { defaultProps: () => ({ target: page.body }) } } }), [page]);
  return <DeskPageContext value={page}><MantineThemeProvider theme={theme}>{children}</MantineThemeProvider></DeskPageContext>;
}
