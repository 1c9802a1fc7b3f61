/** What the UI library has open in front of a page. */
const inFront = '.mantine-Popover-dropdown, .mantine-Menu-dropdown, .mantine-Modal-content';
/** A press on these closes nothing: what is open, and what has opened it. */
const ownPress = `${inFront}, .mantine-Modal-inner, [aria-expanded="true"]`;

/**
 * Makes the UI library work in another window's page. It listens to one page alone, that of the console: a press beside
 * an open menu, Escape and Tab over an open dialog are passed on to it from the other one; and the focus goes back to
 * where it was when what was open there is gone.
 *
 * @returns the way to stop
 */
export function passOn(from: Document, to: Document): () => void {
  // The library asks every ancestor up to the console's body whether it is hidden; here it comes to the page itself, which has no style to ask.
  Object.defineProperty(from, 'style', { value: { display: '' }, configurable: true });
  let last: HTMLElement | null = null;
  const isOpen = (): boolean => from.querySelector(inFront) !== null;
  const onPress = (event: Event): void => {
    if (closest(event.target, ownPress) === null) to.body.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey } = event;
    if ((key !== 'Escape' && key !== 'Tab') || event.defaultPrevented || !isOpen()) return;
    const isLeft = to.body.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    if (!isLeft) event.preventDefault();
  };
  const onFocus = ({ target }: Event): void => {
    if (closest(target, inFront) === null) last = target as HTMLElement;
  };
  const gone = new MutationObserver(() => {
    if (from.activeElement === from.body && !isOpen()) last?.focus({ preventScroll: true });
  });
  from.addEventListener('mousedown', onPress);
  from.addEventListener('keydown', onKey);
  from.addEventListener('focusin', onFocus);
  gone.observe(from.body, { childList: true });
  return () => {
    gone.disconnect();
    from.removeEventListener('mousedown', onPress);
    from.removeEventListener('keydown', onKey);
    from.removeEventListener('focusin', onFocus);
  };
}

/** Nearest of an event's elements; no `instanceof`, for another window has classes of its own. */
const closest = (target: EventTarget | null, selector: string): Element | null => (target as Partial<Element> | null)?.closest?.(selector) ?? null;
