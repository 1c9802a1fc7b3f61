import { z } from 'zod';
import { parseCombo } from './keyCombo.ts';
import type { KeyCombo } from './keyCombo.ts';

/** Chapters of the list of shortcuts, in the order shown. */
export const commandGroups = ['navigate', 'tools', 'window', 'picture', 'layout', 'annotation', 'radiotherapy', 'desk'] as const;
export type CommandGroup = (typeof commandGroups)[number];

const group = <N extends string>(name: CommandGroup, keys: Readonly<Record<N, string>>): Readonly<Record<N, { readonly group: CommandGroup; readonly keys: readonly KeyCombo[] }>> =>
  Object.fromEntries(Object.entries<string>(keys).map(([command, combos]) => [command, { group: name, keys: combos === '' ? [] : combos.split(' ') }])) as unknown as Readonly<Record<N, { group: CommandGroup; keys: readonly KeyCombo[] }>>;

/** Every command of the desk with its chapter and its keys when nobody changed them. */
export const deskCommands = {
  ...group('navigate', {
    slicePrevious: 'ArrowUp ArrowLeft', sliceNext: 'ArrowDown ArrowRight', slicesBack: 'PageUp', slicesOn: 'PageDown', sliceFirst: 'Home', sliceLast: 'End', seriesPrevious: 'Shift+ArrowUp', seriesNext: 'Shift+ArrowDown',
    cellLeft: 'Alt+ArrowLeft', cellRight: 'Alt+ArrowRight', cellUp: 'Alt+ArrowUp', cellDown: 'Alt+ArrowDown', cinePlay: 'Space', cineFaster: '>', cineSlower: '<',
  }),
  ...group('tools', {
    toolCrosshair: 'X', toolScroll: 'B', toolWindow: 'W', toolZoom: 'Z', toolPan: 'P', toolSelect: 'V', toolLength: 'L', toolAngle: 'A', toolCobb: 'Shift+A', toolBidirectional: 'D', toolEllipse: 'E', toolRectangle: 'R', toolFreehand: 'G', toolProbe: 'Q', toolArrow: 'N',
  }),
  ...group('window', { preset1: '1', preset2: '2', preset3: '3', preset4: '4', preset5: '5', preset6: '6', preset7: '7', preset8: '8', preset9: '9', windowOpening: 'Shift+W', invert: 'Shift+I', suv: 'U' }),
  ...group('picture', { zoomIn: '+ =', zoomOut: '-', fit: '0', oneToOne: '*', rotateRight: ']', rotateLeft: '[', flipHorizontal: 'H', flipVertical: 'Shift+H', reset: 'Backspace', planeAcquired: 'Alt+Q', planeAxial: 'Alt+A', planeSagittal: 'Alt+S', planeCoronal: 'Alt+C', mpr: 'M', slab: 'Shift+M' }),
  ...group('layout', {
    layout1x1: 'Ctrl+1', layout1x2: 'Ctrl+2', layout2x2: 'Ctrl+4', layout2x3: 'Ctrl+6', layout3x4: '', maximise: 'Enter', swapLeft: 'Alt+Shift+ArrowLeft', swapRight: 'Alt+Shift+ArrowRight', swapUp: 'Alt+Shift+ArrowUp', swapDown: 'Alt+Shift+ArrowDown', hangAgain: 'Ctrl+H', link: 'C', referenceLines: 'Shift+R', crosshair: 'Shift+X',
  }),
  ...group('annotation', { annotations: 'O', overlays: 'Shift+O', undo: 'Ctrl+Z', redo: 'Ctrl+Y Ctrl+Shift+Z', copy: 'Ctrl+C', paste: 'Ctrl+V', remove: 'Delete', keyImage: 'K', saveReport: 'Ctrl+S', savePicture: 'Shift+K', cite: '' }),
  ...group('radiotherapy', { isodoseLines: 'I', doseWash: 'Shift+D', structures: 'S' }),
  ...group('desk', { seriesPanel: 'Ctrl+B', sidePanel: 'Ctrl+L', tagBrowser: 'T', greyCheck: '', fullScreen: 'F F11', secondScreen: 'Ctrl+Shift+S', help: '?' }),
} as const;

export type DeskCommand = keyof typeof deskCommands;
export const deskCommandNames = Object.keys(deskCommands) as readonly DeskCommand[];

/** A person's own keys by command; a command that is not in it keeps its default ones, one with none has no key. */
export type ShortcutOverrides = Readonly<Partial<Record<DeskCommand, readonly KeyCombo[]>>>;

const keysSchema = z.array(z.string().max(40)).max(6);

/** Own keys from the preference; commands that are not known and keys that are none are left out. */
export function readShortcuts(value: unknown): ShortcutOverrides {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([command, keys]) => {
      const read = keysSchema.safeParse(keys);
      if (!read.success || !(command in deskCommands)) return [];
      return [[command, read.data.map(parseCombo).filter((combo) => combo !== null)]];
    }),
  );
}

/** Keys of a command as they are now. */
export const keysOf = (overrides: ShortcutOverrides, command: DeskCommand): readonly KeyCombo[] => overrides[command] ?? deskCommands[command].keys;

/** The command of every combination. Where two claim one, an own key goes before a default one, then the earlier in the table. */
export function keymap(overrides: ShortcutOverrides): ReadonlyMap<KeyCombo, DeskCommand> {
  const map = new Map<KeyCombo, DeskCommand>();
  const inOrder = [...deskCommandNames.filter((command) => overrides[command] !== undefined), ...deskCommandNames.filter((command) => overrides[command] === undefined)];
  for (const command of inOrder) for (const combo of keysOf(overrides, command)) if (!map.has(combo)) map.set(combo, command);
  return map;
}

/** The other command that has a combination; null where it is free. */
export function conflictOf(overrides: ShortcutOverrides, command: DeskCommand, combo: KeyCombo): DeskCommand | null {
  const holder = deskCommandNames.find((name) => name !== command && keysOf(overrides, name).includes(combo));
  return holder ?? null;
}

/** The command gets this combination and no other; whoever had it loses it. */
export function withKey(overrides: ShortcutOverrides, command: DeskCommand, combo: KeyCombo): ShortcutOverrides {
  const holder = conflictOf(overrides, command, combo);
  return { ...overrides, ...(holder === null ? {} : { [holder]: keysOf(overrides, holder).filter((key) => key !== combo) }), [command]: [combo] };
}

/** The command has its default keys again, but for those another command got in the meantime. */
export function withDefault(overrides: ShortcutOverrides, command: DeskCommand): ShortcutOverrides {
  const { [command]: _forgotten, ...others } = overrides;
  const wanted = deskCommands[command].keys;
  const free = wanted.filter((combo) => conflictOf(others, command, combo) === null);
  return free.length === wanted.length ? others : { ...others, [command]: free };
}

/** Keys two commands of the table claim; empty for a table without mistakes. */
export function doubledKeys(overrides: ShortcutOverrides = {}): readonly KeyCombo[] {
  const seen = new Map<KeyCombo, number>();
  for (const command of deskCommandNames) for (const combo of keysOf(overrides, command)) seen.set(combo, (seen.get(combo) ?? 0) + 1);
  return [...seen].filter(([, times]) => times > 1).map(([combo]) => combo);
}
