/** What of a keyboard event tells which keys are pressed. */
export interface PressedKeys {
  /** KeyboardEvent.key. */
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** Command on a Mac, taken for Ctrl. */
  readonly metaKey: boolean;
}

/** Keys pressed together, as `Ctrl+Shift+Z`, `ArrowUp`, `?`; letters in capitals, one text for one combination. */
export type KeyCombo = string & { readonly __text?: 'keyCombo' };

const named: ReadonlySet<string> = new Set([
  'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'Enter', 'Escape', 'Tab', 'Backspace', 'Delete', 'Insert', 'Space',
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
]);
const lone: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'Dead', 'Process', 'Unidentified']);
const modifiers = ['Ctrl', 'Alt', 'Shift'] as const;

const isLetter = (key: string): boolean => /^[A-Z]$/.test(key);
/** A sign says by itself whether Shift made it, so that `?` is one key on every keyboard. */
const keepsShift = (key: string): boolean => isLetter(key) || named.has(key);

/** Name of the key without modifiers, or null for a key that cannot be used. */
function keyName(key: string): string | null {
  if (key === ' ' || key === 'Space') return 'Space';
  if (named.has(key)) return key;
  // One character, outside the control codes; `ß` has no capital of one character and stays.
  if (!/^[^\p{Cc}]$/u.test(key)) return null;
  return key.toUpperCase().length === key.length ? key.toUpperCase() : key;
}

const join = (key: string, ctrl: boolean, alt: boolean, shift: boolean): KeyCombo => [...(ctrl ? ['Ctrl'] : []), ...(alt ? ['Alt'] : []), ...(shift && keepsShift(key) ? ['Shift'] : []), key].join('+');

/** The combination of an event; null while only a modifier is down or the key has no stable name (input methods, dead keys). */
export function comboOf(event: PressedKeys): KeyCombo | null {
  if (lone.has(event.key)) return null;
  const key = keyName(event.key);
  return key === null ? null : join(key, event.ctrlKey || event.metaKey, event.altKey, event.shiftKey);
}

/** Reads a written combination; case and order of modifiers do not matter. Null where it is none. */
export function parseCombo(text: string): KeyCombo | null {
  const trimmed = text.trim();
  // The plus sign is itself a key: `+`, `Ctrl++`.
  const parts = trimmed.endsWith('+') ? [...trimmed.slice(0, -1).split('+').filter((part) => part !== ''), '+'] : trimmed.split('+');
  const last = parts.at(-1)?.trim() ?? '';
  const found = parts.slice(0, -1).map((part) => modifiers.find((name) => name.toLowerCase() === part.trim().toLowerCase()));
  if (found.some((name) => name === undefined) || new Set(found).size !== found.length) return null;
  const key = [...named].find((name) => name.toLowerCase() === last.toLowerCase()) ?? (last.length === 0 ? null : keyName(last));
  if (key === null || lone.has(last)) return null;
  return join(key, found.includes('Ctrl'), found.includes('Alt'), found.includes('Shift'));
}

const signs: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', PageUp: 'PgUp', PageDown: 'PgDn', Escape: 'Esc', Delete: 'Del', Backspace: '⌫', Enter: '↵' };

/** A combination as people read it: `Ctrl+↑`. */
export function formatCombo(combo: KeyCombo): string {
  const key = combo.endsWith('+') ? '+' : (combo.split('+').at(-1) ?? combo);
  const before = combo.slice(0, combo.length - key.length);
  return before + (signs[key] ?? key);
}
