import { describe, expect, it } from 'vitest';
import { comboOf, formatCombo, parseCombo } from '../../shared/viewing/keyCombo.ts';
import { conflictOf, deskCommandNames, deskCommands, doubledKeys, keymap, keysOf, readShortcuts, withDefault, withKey } from '../../shared/viewing/shortcuts.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {}) => comboOf({ key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });

describe('key combinations', () => {
  it('names letters in capitals whatever Shift or Caps Lock make of them, and keeps Shift for letters', () => {
    expect(press('w')).toBe('W');
    expect(press('W')).toBe('W');
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+Z');
  });

  it('takes a sign as it is, however the keyboard makes it', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('+', { shiftKey: true })).toBe('+');
    expect(press('+')).toBe('+');
  });

  it('takes Command for Ctrl and the space bar for Space', () => {
    expect(press('s', { metaKey: true })).toBe('Ctrl+S');
    expect(press(' ')).toBe('Space');
  });

  it('is nothing while a modifier alone is down or an input method writes', () => {
    expect(['Shift', 'Control', 'Alt', 'Process', 'Dead', 'Unidentified'].map((key) => press(key))).toEqual([null, null, null, null, null, null]);
  });

  it('reads what it writes, in any case and order of modifiers', () => {
    expect(parseCombo('shift+CTRL+z')).toBe('Ctrl+Shift+Z');
    expect(parseCombo('Ctrl++')).toBe('Ctrl++');
    expect(parseCombo('+')).toBe('+');
    expect(parseCombo('pageup')).toBe('PageUp');
    for (const command of deskCommandNames) for (const combo of deskCommands[command].keys) expect(parseCombo(combo)).toBe(combo);
  });

  it('reads no nonsense', () => {
    expect(['', 'Ctrl', 'Hyper+A', 'Ctrl+Ctrl+A', 'AB'].map((text) => parseCombo(text))).toEqual([null, null, null, null, null]);
  });

  it('shows arrows and plus signs', () => {
    expect(formatCombo('Alt+ArrowUp')).toBe('Alt+↑');
    expect(formatCombo('Ctrl++')).toBe('Ctrl++');
    expect(formatCombo('W')).toBe('W');
  });
});

describe('commands and keys', () => {
  it('has no key twice in the table', () => expect(doubledKeys()).toEqual([]));

  it('leads every default key to its command', () => {
    const map = keymap({});
    for (const command of deskCommandNames) for (const combo of deskCommands[command].keys) expect(map.get(combo)).toBe(command);
  });

  it('names the command a key would be taken from, and takes it', () => {
    expect(conflictOf({}, 'toolLength', 'W')).toBe('toolWindow');
    const changed = withKey({}, 'toolLength', 'W');
    expect(keymap(changed).get('W')).toBe('toolLength');
    expect(keymap(changed).get('L')).toBeUndefined();
    expect(keysOf(changed, 'toolWindow')).toEqual([]);
    expect(doubledKeys(changed)).toEqual([]);
  });

  it('keeps the other keys of the command that loses one', () => {
    expect(keysOf(withKey({}, 'fit', '='), 'zoomIn')).toEqual(['+']);
  });

  it('gives default keys back, save those another command has got', () => {
    const taken = withKey({}, 'toolLength', 'W');
    expect(keysOf(withDefault(taken, 'toolWindow'), 'toolWindow')).toEqual([]);
    expect(withDefault(withDefault(taken, 'toolLength'), 'toolWindow')).toEqual({});
  });

  it('ignores broken entries of the preference and keeps the good ones', () => {
    expect(readShortcuts({ toolLength: ['ctrl+l'], toolAngle: 'A', nothing: ['B'], undo: ['??', 7], redo: ['Hyper+A', 'F2'] })).toEqual({ toolLength: ['Ctrl+L'], redo: ['F2'] });
    for (const broken of [null, undefined, 3, 'x', [], ['a']]) expect(readShortcuts(broken)).toEqual({});
  });
});
