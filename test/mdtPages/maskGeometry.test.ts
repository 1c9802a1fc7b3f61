import { describe, expect, it } from 'vitest';
import { boxBetween, grown, insideOf, middleBox, moved, placeAt, resized } from '../../renderer/mdt/deidentify/maskGeometry.ts';
import { beginHistory, changed, redone, undone } from '../../renderer/mdt/deidentify/maskHistory.ts';
import { boxAfterKey, historyKey } from '../../renderer/mdt/deidentify/maskKeys.ts';
import { isIdentifying, mayShowFace } from '../../renderer/mdt/deidentify/seriesRules.ts';
import type { PixelBox } from '../../shared/deid/burnIn.ts';

const size = { columns: 640, rows: 480 };
const box = (x: number, y: number, width: number, height: number): PixelBox => ({ x, y, width, height });
/** Park–Miller: the same numbers in every run. */
function seededRandom(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const isOnPicture = (b: PixelBox): boolean => [b.x, b.y, b.width, b.height].every(Number.isInteger) && b.x >= 0 && b.y >= 0 && b.width >= 1 && b.height >= 1 && b.x + b.width <= size.columns && b.y + b.height <= size.rows;

describe('a mask', () => {
  it('is in stored pixels whatever size and proportions the picture has on the screen', () => {
    const rect = { left: 100, top: 50, width: 320, height: 480 };
    expect(placeAt(100, 50, rect, size)).toEqual({ x: 0, y: 0 });
    expect(placeAt(260, 290, rect, size)).toEqual({ x: 320, y: 240 });
    expect(placeAt(420, 530, rect, size)).toEqual({ x: 640, y: 480 });
  });

  it('covers every pixel the drag touched, in any direction, and never leaves the picture', () => {
    expect(boxBetween({ x: 10.2, y: 20.9 }, { x: 30.1, y: 40 }, size)).toEqual(box(10, 20, 21, 20));
    expect(boxBetween({ x: 30.1, y: 40 }, { x: 10.2, y: 20.9 }, size)).toEqual(box(10, 20, 21, 20));
    expect(boxBetween({ x: -50, y: -1 }, { x: 9999, y: 3 }, size)).toEqual(box(0, 0, 640, 3));
    expect(boxBetween({ x: 640, y: 480 }, { x: 640, y: 480 }, size)).toEqual(box(639, 479, 1, 1));
  });

  it('keeps its size when moved against an edge, and the far corner when a corner is dragged', () => {
    expect(moved(box(10, 10, 100, 50), -30, 1000, size)).toEqual(box(0, 430, 100, 50));
    expect(resized(box(10, 10, 100, 50), 'nw', { x: 50, y: 30 }, size)).toEqual(box(50, 30, 60, 30));
    expect(resized(box(10, 10, 100, 50), 'se', { x: 5, y: 5 }, size)).toEqual(box(5, 5, 5, 5));
    expect(resized(box(10, 10, 100, 50), 'ne', { x: 700, y: 20 }, size)).toEqual(box(10, 20, 630, 40));
  });

  it('stays whole pixels on the picture through any thousand drags and keys', () => {
    const random = seededRandom(20261122);
    const any = (low: number, high: number): number => low + random() * (high - low);
    let current = middleBox(size);
    for (let step = 0; step < 1000; step += 1) {
      const place = { x: any(-100, 800), y: any(-100, 600) };
      const key = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'][Math.floor(any(0, 4))] ?? '';
      const next = [
        () => boxBetween(place, { x: any(-100, 800), y: any(-100, 600) }, size), () => moved(current, any(-700, 700), any(-700, 700), size), () => resized(current, (['nw', 'ne', 'sw', 'se'] as const)[Math.floor(any(0, 4))] ?? 'se', place, size),
        () => boxAfterKey(current, { key, shiftKey: random() < 0.5, ctrlKey: random() < 0.5, metaKey: false }, size),
      ][Math.floor(any(0, 4))]?.();
      if (!next || next === 'removed') throw new Error('a step did nothing');
      expect(isOnPicture(next)).toBe(true);
      current = next;
    }
  });

  it('proposed for a larger picture is cut to this one, and dropped where nothing is left of it', () => {
    expect(insideOf(box(600, 0, 200, 20), size)).toEqual(box(600, 0, 40, 20));
    expect(insideOf(box(640, 0, 10, 10), size)).toBeNull();
  });
});

const press = (key: string, own: object = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...own });

describe('keys', () => {
  const at = box(100, 100, 50, 20);
  it.each([
    ['ArrowLeft', {}, box(99, 100, 50, 20)], ['ArrowDown', { shiftKey: true }, box(100, 110, 50, 20)], ['ArrowRight', { ctrlKey: true }, box(100, 100, 51, 20)], ['ArrowUp', { ctrlKey: true, shiftKey: true }, box(100, 100, 50, 10)],
    ['Delete', {}, 'removed'], ['Backspace', {}, 'removed'], ['a', {}, null], ['Tab', {}, null],
  ] as const)('%s with %j', (key, own, after) => expect(boxAfterKey(at, press(key, own), size)).toEqual(after));

  it('never shrink a mask to nothing', () => expect(grown(box(0, 0, 3, 1), -10, -10, size)).toEqual(box(0, 0, 1, 1)));

  it('take back with Ctrl+Z and do again with Ctrl+Y or Ctrl+Shift+Z', () => {
    expect([press('z', { ctrlKey: true }), press('Z', { ctrlKey: true, shiftKey: true }), press('y', { metaKey: true }), press('z')].map(historyKey)).toEqual(['undo', 'redo', 'redo', null]);
  });
});

describe('history', () => {
  const [a, b, c] = [box(0, 0, 1, 1), box(1, 1, 1, 1), box(2, 2, 1, 1)];
  it('takes back one whole drag at once and does it again', () => {
    let history = beginHistory([a]);
    history = changed(history, [b], 'drag 1');
    history = changed(history, [c], 'drag 1');
    history = changed(history, [c, a], 'drag 2');
    expect(undone(history).boxes).toEqual([c]);
    expect(undone(undone(history)).boxes).toEqual([a]);
    expect(undone(undone(undone(history))).boxes).toEqual([a]);
    expect(redone(redone(undone(undone(history)))).boxes).toEqual([c, a]);
  });
  it('forgets what was taken back once something else is done', () => {
    const other = changed(undone(changed(beginHistory([a]), [b])), [c]);
    expect(redone(other)).toEqual(other);
  });
});

describe('what gives a patient away', () => {
  const patient = { patientID: 'ZH00123', patientName: 'Wang^XiaoDong=王^小东', birthDate: null, sex: null };
  it.each([['T-001', false], ['case zh00123', true], ['xiaodong1', true], ['王某', true], ['小东', true], ['', false], ['W1', false]])('%s: %s', (pseudonym, isGiveaway) => expect(isIdentifying(pseudonym, patient)).toBe(isGiveaway));
  it.each([
    ['CT', 'HEAD', null, true], ['MR', null, 'Brain T1', true], ['CT', null, '鼻咽增强', true], ['CT', 'HEADNECK', null, true], ['MR', null, 'HN_mask', true], ['MR', 'LSPINE', 'Facet joints, early phase', false], ['CT', 'CHEST', 'Thorax', false], ['US', 'HEAD', null, false],
  ])('%s of %s, %s: face %s', (modality, bodyPart, description, isFace) => expect(mayShowFace({ modality, bodyPart, description })).toBe(isFace));
});
