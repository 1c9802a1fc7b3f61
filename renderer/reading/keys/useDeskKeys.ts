import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { keymap } from '../../../shared/viewing/shortcuts.ts';
import type { DeskCommand, ShortcutOverrides } from '../../../shared/viewing/shortcuts.ts';
import { commandOf, keyPlaceOf } from './deskKeys.ts';

/** Listens to the keys of the window a desk lies in and runs their commands. */
export function useDeskKeys(desk: RefObject<HTMLElement | null>, overrides: ShortcutOverrides, run: (command: DeskCommand) => void): void {
  const latest = useRef({ keys: keymap(overrides), run });
  useLayoutEffect(() => {
    latest.current = { keys: keymap(overrides), run };
  }, [overrides, run]);
  useEffect(() => {
    const page = desk.current?.ownerDocument;
    if (page === undefined) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const command = commandOf(event, keyPlaceOf(event.target, desk.current), latest.current.keys);
      if (command === null) return;
      // Text a person marked on the page is still copied.
      if (command === 'copy' && (page.getSelection()?.toString() ?? '') !== '') return;
      event.preventDefault();
      latest.current.run(command);
    };
    page.addEventListener('keydown', onKey);
    return () => page.removeEventListener('keydown', onKey);
  }, [desk]);
}
