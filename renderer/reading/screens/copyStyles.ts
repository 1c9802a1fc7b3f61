const styleElements = 'style, link[rel="stylesheet"]';

/**
 * Gives another window's page the styles of this one, and keeps giving it those that come later; attributes the colours
 * depend on go with them.
 *
 * @returns the way to stop
 */
export function copyStyles(from: Document, to: Document): () => void {
  const copy = (): void => {
    for (const old of to.head.querySelectorAll('[data-desk-style]')) old.remove();
    // The UI library writes its colours beside what it draws, not into the head.
    for (const element of from.querySelectorAll(styleElements)) {
      const copied = to.importNode(element, true) as HTMLElement;
      copied.dataset['deskStyle'] = '';
      to.head.append(copied);
    }
    for (const { name, value } of from.documentElement.attributes) to.documentElement.setAttribute(name, value);
  };
  copy();
  const observer = new MutationObserver(copy);
  observer.observe(from.head, { childList: true, subtree: true, characterData: true });
  observer.observe(from.documentElement, { attributes: true });
  return () => observer.disconnect();
}
