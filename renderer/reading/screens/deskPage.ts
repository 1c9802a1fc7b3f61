import { createContext, useContext } from 'react';

/** The page a window of the desk is drawn into; null in the console's own. */
export const DeskPageContext = createContext<Document | null>(null);

/** Page the components asking are drawn into: what is full screen, has the focus or is made into a picture is in it. */
export const useDeskPage = (): Document => useContext(DeskPageContext) ?? document;
