// @vitest-environment happy-dom
import * as Y from 'yjs';
import { afterEach, describe, expect, it } from 'vitest';
import { moveIndex, spliceOf } from '../../renderer/mdt/minutes/splice.ts';
import { TextBinding } from '../../renderer/mdt/minutes/textBinding.ts';
import { encodeMinutes, minutesLength, openMinutes, sectionText, typeAs } from '../../shared/minutes/document.ts';
import { seededRandom } from '../mdt/support.ts';
import { author } from '../minutes/support.ts';

const bindings: TextBinding[] = [];
afterEach(() => {
  for (const binding of bindings.splice(0)) binding.destroy();
  document.body.replaceChildren();
});

/** An area bound to a text, and a colleague's copy whose changes arrive when `receive` is called. */
function bound(start = '', limit = 1000) {
  const doc = openMinutes();
  const text = sectionText(doc, 'course');
  const origin = {};
  if (start !== '') typeAs(doc, author('before'), null, () => text.insert(0, start));
  const colleague = openMinutes(encodeMinutes(doc));
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: 0 });
  const area = document.createElement('textarea');
  document.body.append(area);
  const carets: ({ anchor: number; head: number } | null)[] = [];
  let tooLong = 0;
  const binding = new TextBinding({
    area, text, origin, undo, type: (change) => typeAs(doc, author('chen'), origin, change), room: () => limit - minutesLength(doc), onTooLong: () => (tooLong += 1), onCaret: (caret) => carets.push(caret),
  });
  bindings.push(binding);
  area.focus();
  return {
    area, text, undo, carets, doc, tooLong: () => tooLong,
    /** What a key or a paste does in a browser: the area changes first, then says so. */
    enter: (at: number, remove: number, insert: string): void => {
      area.value = area.value.slice(0, at) + insert + area.value.slice(at + remove);
      area.setSelectionRange(at + insert.length, at + insert.length);
      area.dispatchEvent(new Event('input'));
    },
    compose: (at: number, remove: number, ...steps: string[]): void => {
      area.dispatchEvent(new CompositionEvent('compositionstart'));
      const [before, after] = [area.value.slice(0, at), area.value.slice(at + remove)];
      for (const step of steps) {
        area.value = before + step + after;
        area.setSelectionRange(at + step.length, at + step.length);
        area.dispatchEvent(new Event('input'));
      }
    },
    composed: () => area.dispatchEvent(new CompositionEvent('compositionend')),
    receive: (change: (theirs: Y.Text) => void): void => {
      Y.applyUpdate(colleague, encodeMinutes(doc));
      typeAs(colleague, author('he', 'zhuhai'), null, () => change(sectionText(colleague, 'course')));
      Y.applyUpdate(doc, encodeMinutes(colleague), 'remote');
    },
    press: (key: string, shiftKey = false): void => {
      area.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, shiftKey, cancelable: true }));
    },
  };
}

describe('typing', () => {
  it('goes into the text, at the caret where letters repeat', () => {
    const { enter, text, area } = bound('aaa');
    const deltas: unknown[] = [];
    text.observe((event) => deltas.push(event.delta));
    enter(1, 0, 'a');
    expect(deltas).toEqual([[{ retain: 1 }, { insert: 'a' }]]);
    expect(area.value).toBe(text.toJSON());
  });

  it('never cuts a character of two units', () => {
    expect(spliceOf('𠮷', '𠮶', 2)).toEqual({ at: 0, remove: 2, insert: '𠮶' });
    expect(spliceOf('x𠮷', 'x𠀀𠮷', 3)).toEqual({ at: 1, remove: 0, insert: '𠀀' });
  });

  it('beyond the room there is puts the area back and says so', () => {
    const { enter, text, area, tooLong } = bound('abc', 5);
    enter(3, 0, 'defg');
    expect([area.value, text.toJSON(), tooLong()]).toEqual(['abc', 'abc', 1]);
    enter(3, 0, 'de');
    expect(text.toJSON()).toBe('abcde');
  });

  it('tells where the caret is, and that it has left', () => {
    const { area, carets } = bound('abc');
    area.setSelectionRange(1, 3, 'backward');
    area.dispatchEvent(new Event('select'));
    area.blur();
    expect(carets.slice(-2)).toEqual([{ anchor: 3, head: 1 }, null]);
  });
});

describe('a change of somebody else', () => {
  it('leaves the selection on the same characters, wherever it is made', () => {
    const { area, receive } = bound('一二三四五六');
    const selected = (): string => area.value.slice(area.selectionStart, area.selectionEnd);
    area.setSelectionRange(2, 4, 'backward');
    receive((theirs) => theirs.insert(0, '前'));
    expect([selected(), area.selectionDirection]).toEqual(['三四', 'backward']);
    receive((theirs) => theirs.insert(theirs.length, '后'));
    receive((theirs) => theirs.delete(0, 2));
    expect(selected()).toBe('三四');
    receive((theirs) => theirs.insert(theirs.toJSON().indexOf('四'), '中'));
    expect(selected()).toBe('三中四');
    receive((theirs) => theirs.delete(0, theirs.length));
    expect([area.value, area.selectionStart, area.selectionEnd]).toEqual(['', 0, 0]);
  });

  it('at the caret stays behind it', () => {
    const { area, receive } = bound('ab');
    area.setSelectionRange(1, 1);
    receive((theirs) => theirs.insert(1, 'X'));
    expect([area.value, area.selectionStart]).toEqual(['aXb', 1]);
  });
});

describe('an input method that composes', () => {
  it('is not disturbed by others, and its word goes where it was typed', () => {
    const { area, text, compose, composed, receive } = bound('患者');
    compose(2, 0, 'y', 'yi', 'yiban');
    receive((theirs) => theirs.insert(0, '该'));
    receive((theirs) => theirs.insert(theirs.length, '。'));
    expect([area.value, text.toJSON()]).toEqual(['患者yiban', '该患者。']);
    compose(2, 5, '一般');
    composed();
    expect([text.toJSON(), area.value, area.selectionStart]).toEqual(['该患者一般。', '该患者一般。', 5]);
  });

  it('over a selection takes out what was seen, not what somebody put into it', () => {
    const { area, text, compose, composed, receive } = bound('甲乙丙丁');
    compose(1, 2, 'x');
    receive((theirs) => theirs.insert(2, '新'));
    receive((theirs) => theirs.delete(0, 1));
    compose(1, 1, '换');
    composed();
    expect(text.toJSON()).toBe('换新丁');
    expect(area.value).toBe('换新丁');
  });

  it('shows what others typed when it is given up', () => {
    const { area, compose, composed, receive, text } = bound('ab');
    compose(2, 0, 'x', '');
    receive((theirs) => theirs.insert(0, '0'));
    composed();
    expect([area.value, text.toJSON()]).toEqual(['0ab', '0ab']);
  });

  it('sends nothing of the letters in between', () => {
    const { text, compose, composed } = bound();
    let changes = 0;
    text.observe(() => (changes += 1));
    compose(0, 0, 'f', 'fang', '放疗');
    composed();
    expect([text.toJSON(), changes]).toEqual(['放疗', 1]);
  });
});

describe('undo', () => {
  it('takes back own changes only, and brings them again', () => {
    const { area, enter, receive, press, text } = bound('基线');
    enter(2, 0, '甲');
    receive((theirs) => theirs.insert(0, '他人'));
    enter(area.value.length, 0, '乙');
    press('z');
    press('z');
    press('z');
    expect([text.toJSON(), area.value]).toEqual(['他人基线', '他人基线']);
    press('z', true);
    press('y');
    expect(area.value).toBe('他人基线甲乙');
    expect(area.selectionStart).toBe(6);
  });

  it('follows the menu of the browser too', () => {
    const { area, enter, text } = bound();
    enter(0, 0, 'a');
    const event = new InputEvent('beforeinput', { inputType: 'historyUndo', cancelable: true });
    area.dispatchEvent(event);
    expect([text.toJSON(), event.defaultPrevented]).toEqual(['', true]);
  });
});

it('moves an index as the text moves under it', () => {
  expect(moveIndex([{ retain: 2 }, { insert: 'xy' }, { delete: 1 }], 2, 'caret')).toEqual({ index: 2, isGone: false });
  expect(moveIndex([{ retain: 2 }, { delete: 2 }], 3, 'caret')).toEqual({ index: 2, isGone: true });
  expect(moveIndex([{ retain: 2 }, { insert: 'xy' }], 2, 'character')).toEqual({ index: 4, isGone: false });
  expect(moveIndex([{ insert: 'ab' }, { delete: 1 }], 3, 'caret')).toEqual({ index: 4, isGone: false });
});

it('ends with the area equal to the text after random typing, composing and changes of others (seeds 1 to 40)', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seededRandom(seed);
    const pick = (most: number): number => Math.floor(random() * (most + 1));
    const { area, enter, compose, composed, receive, text } = bound('会诊讨论：');
    for (let step = 0; step < 30; step += 1) {
      const at = pick(area.value.length);
      const remove = pick(Math.min(2, area.value.length - at));
      const change = (theirs: Y.Text): void => {
        if (random() < 0.3 && theirs.length > 2) theirs.delete(pick(theirs.length - 2), 1);
        else theirs.insert(pick(theirs.length), `[${step}]`);
      };
      if (random() < 0.4) enter(at, remove, `甲${step}`);
      else if (random() < 0.5) receive(change);
      else {
        compose(at, remove, 'p', 'pin');
        receive(change);
        compose(at, 3, `拼${step}`);
        composed();
      }
    }
    expect(area.value, `seed ${seed}`).toBe(text.toJSON());
  }
});
