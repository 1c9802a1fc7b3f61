import { comboOf } from '../../../shared/viewing/keyCombo.ts';
import type { KeyCombo, PressedKeys } from '../../../shared/viewing/keyCombo.ts';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';

/** Where a key was pressed, as far as it matters for whom it is meant. */
export type KeyPlace =
  /** In a cell, or where nothing has the focus. */
  | 'cells'
  /** On a control of the desk: keys that work it are its own. */
  | 'control'
  /** Where a person writes, or in a menu or dialog. */
  | 'writing'
  /** In another part of the page. */
  | 'elsewhere';

const ownKeys: ReadonlySet<KeyCombo> = new Set(['Enter', 'Space', 'Tab', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'Delete', 'Backspace']);

/** The command a key asks for; null where the key is somebody else's. */
export function commandOf(event: PressedKeys, place: KeyPlace, keys: ReadonlyMap<KeyCombo, DeskCommand>): DeskCommand | null {
  const combo = comboOf(event);
  if (combo === null || place === 'writing' || place === 'elsewhere') return null;
  if (place === 'control' && ownKeys.has(combo)) return null;
  return keys.get(combo) ?? null;
}

/** {@link KeyPlace} of an event's target. */
export function keyPlaceOf(target: EventTarget | null, desk: Element | null): KeyPlace {
  // The second screen has another window's classes, so no `instanceof`.
  const element = target as Partial<Element> | null;
  if (element === null || typeof element.closest !== 'function' || element.tagName === 'BODY' || element.tagName === 'HTML') return 'cells';
  const closest = element.closest.bind(element);
  // Lists that open over a field take letters to find an entry; that of the series stands beside the cells and takes none.
  if (closest('input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable=true], [role=menu], [role=dialog], [role=listbox]:not([data-series-list])') !== null) return 'writing';
  // A case is opened by its tab, which keeps the focus, and so does any other button around the desk; keys they do not use are the desk's.
  if (desk === null || !desk.contains(target as Node)) return desk !== null && closest('[role=tab], button, a[href]') !== null ? 'control' : 'elsewhere';
  return closest('[data-cell]') !== null && closest('button, a[href]') === null ? 'cells' : closest('button, a[href], input, [role=option], [role=treeitem], [tabindex]') === null ? 'cells' : 'control';
}
