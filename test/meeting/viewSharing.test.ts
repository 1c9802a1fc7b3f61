import { describe, expect, it } from 'vitest';
import { ViewSharing } from '../../renderer/meeting/viewSharing.ts';
import type { Presenter } from '../../shared/meeting/signalling.ts';
import { applyViewPatch, changeView, emptySharedView, initialView, wholeView, type SharedView, type View, type ViewChange, type ViewPatch } from '../../shared/meeting/view.ts';

/** mulberry32 */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const randomFields = (random: () => number): ViewChange => ({
  ...(random() < 0.5 ? { 'cells.0.zoom': 1 + random() } : {}),
  ...(random() < 0.5 ? { crosshairMm: [random(), random(), random()] as [number, number, number] } : {}),
  ...(random() < 0.3 ? { visibleStructures: [1, 2, Math.floor(random() * 9)] } : {}),
  ...(random() < 0.3 ? { dvhCursorGy: random() < 0.5 ? null : random() * 60 } : {}),
});

const apply = (list: readonly ViewPatch[]): SharedView => list.reduce(applyViewPatch, emptySharedView);

describe('applyViewPatch', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 20261122])('gives the same view in any order and with repetition (seed %i)', (seed) => {
    const random = seeded(seed);
    const patches: ViewPatch[] = Array.from({ length: 60 }, (_, index) => ({ epoch: Math.floor(index / 20), counter: (index % 20) + 1, senderId: `d${Math.floor(index / 20)}`, sentAtMs: index, fields: randomFields(random) }));
    const expected = apply(patches);
    for (let round = 0; round < 20; round += 1) {
      const shuffled = [...patches, ...patches.filter(() => random() < 0.5)].map((patch) => ({ patch, key: random() })).sort((a, b) => a.key - b.key).map(({ patch }) => patch);
      expect(apply(shuffled)).toEqual(expected);
    }
  });

  it('returns the same object when a patch brings nothing newer', () => {
    const patch: ViewPatch = { epoch: 1, counter: 1, senderId: 'a', sentAtMs: 0, fields: { 'cells.0.zoom': 2 } };
    const once = applyViewPatch(emptySharedView, patch);
    expect(applyViewPatch(once, patch)).toBe(once);
    expect(applyViewPatch(once, { ...patch, epoch: 0, counter: 9, fields: { 'cells.0.zoom': 3 } })).toBe(once);
  });
});

interface Desk {
  readonly sharing: ViewSharing;
  readonly sent: ViewPatch[];
  readonly shown: View[];
  readonly frame: () => void;
}

function desk(): Desk {
  const sent: ViewPatch[] = [];
  const shown: View[] = [];
  let waiting: (() => void) | null = null;
  const sharing = new ViewSharing({
    send: (patch) => sent.push(patch),
    onView: (view) => shown.push(view),
    scheduleFrame: (callback) => {
      waiting = callback;
      return () => {
        waiting = null;
      };
    },
    nowMs: () => 1000,
  });
  return { sharing, sent, shown, frame: () => waiting?.() };
}

const presents = (deviceId: string | null, epoch: number): Presenter => ({ deviceId, personId: deviceId, epoch });
const patch = (epoch: number, counter: number, fields: ViewChange, senderId = 'b'): ViewPatch => ({ epoch, counter, senderId, sentAtMs: 0, fields });

describe('presenting', () => {
  it('sends one patch a frame, with the last value of each field', () => {
    const { sharing, sent, frame } = desk();
    sharing.joined('a', presents('a', 1), []);
    sent.length = 0;
    for (let z = 0; z < 50; z += 1) sharing.present({ crosshairMm: [0, 0, z], 'cells.0.zoom': 2 });
    expect(sent).toHaveLength(0);
    frame();
    expect(sent.map(({ fields }) => fields)).toEqual([{ crosshairMm: [0, 0, 49], 'cells.0.zoom': 2 }]);
    frame();
    expect(sent).toHaveLength(1);
  });

  it('shows the own change at once', () => {
    const { sharing, shown } = desk();
    sharing.joined('a', presents('a', 1), []);
    expect(sharing.present({ 'cells.0.zoom': 3 })).toBe('presented');
    expect(shown.at(-1)?.cells[0]?.zoom).toBe(3);
  });

  it('starts with one whole view, so that everybody is equal whatever they missed', () => {
    const { sharing, sent } = desk();
    sharing.joined('a', presents('b', 1), [patch(1, 4, { 'cells.0.zoom': 4 })]);
    sharing.setPresenter(presents('a', 2));
    expect(sent).toEqual([{ epoch: 2, counter: 1, senderId: 'a', sentAtMs: 1000, fields: wholeView(changeView(initialView, { 'cells.0.zoom': 4 })) }]);
  });

  it('presents what a roaming console looks at when it takes the token', () => {
    const { sharing, sent } = desk();
    sharing.joined('a', presents('b', 1), []);
    sharing.present({ 'cells.0.zoom': 7 });
    sharing.setPresenter(presents('a', 2));
    expect(sent[0]?.fields['cells.0.zoom']).toBe(7);
    expect(sharing.role).toBe('presenter');
    expect(sharing.isFollowing).toBe(true);
  });

  it('counts on after the program was started again, so that followers do not take its patches for old ones', () => {
    const { sharing, sent } = desk();
    sharing.joined('a', presents('a', 1), [patch(1, 40, { 'cells.0.zoom': 4 }, 'a')]);
    expect(sent[0]).toMatchObject({ epoch: 1, counter: 41, fields: { 'cells.0.zoom': 4 } });
  });

  it('drops what waits for its frame when the token is taken', () => {
    const { sharing, sent, frame } = desk();
    sharing.joined('a', presents('a', 1), []);
    sent.length = 0;
    sharing.present({ 'cells.0.zoom': 3 });
    sharing.setPresenter(presents('b', 2));
    frame();
    expect(sent).toEqual([]);
  });

  it('sends everything again when the platform came back', () => {
    const { sharing, sent, frame } = desk();
    sharing.joined('a', presents('a', 1), []);
    sharing.present({ 'cells.0.zoom': 3 });
    frame();
    sharing.joined('a', presents('a', 1), []);
    expect(sent.at(-1)).toMatchObject({ epoch: 1, fields: wholeView(changeView(initialView, { 'cells.0.zoom': 3 })) });
  });
});

describe('following', () => {
  it('ignores patches of a former presenter and of who does not hold the token', () => {
    const { sharing } = desk();
    sharing.joined('a', presents('b', 5), []);
    expect(sharing.receive(patch(4, 99, { 'cells.0.zoom': 9 }))).toBe(false);
    expect(sharing.receive(patch(5, 1, { 'cells.0.zoom': 9 }, 'c'))).toBe(false);
    expect(sharing.view.cells[0]?.zoom).toBe(1);
    expect(sharing.receive(patch(5, 1, { 'cells.0.zoom': 2 }))).toBe(true);
    expect(sharing.view.cells[0]?.zoom).toBe(2);
  });

  it('holds a patch of a later epoch until the platform names that presenter', () => {
    const { sharing, shown } = desk();
    sharing.joined('a', presents('b', 1), []);
    sharing.receive(patch(2, 1, { 'cells.0.zoom': 6 }, 'c'));
    sharing.receive(patch(2, 1, { 'cells.0.zoom': 8 }, 'intruder'));
    expect(sharing.view.cells[0]?.zoom).toBe(1);
    sharing.setPresenter(presents('c', 2));
    expect(sharing.view.cells[0]?.zoom).toBe(6);
    expect(shown.at(-1)?.cells[0]?.zoom).toBe(6);
  });

  it('takes a patch once, though it comes by channel and by relay', () => {
    const { sharing, shown } = desk();
    sharing.joined('a', presents('b', 1), []);
    const before = shown.length;
    sharing.receive(patch(1, 1, { 'cells.0.zoom': 2 }));
    sharing.receive(patch(1, 1, { 'cells.0.zoom': 2 }));
    expect(shown).toHaveLength(before + 1);
  });

  it('roams on its own and comes back to what is presented then', () => {
    const { sharing, shown, sent } = desk();
    sharing.joined('a', presents('b', 1), [patch(1, 1, { 'cells.0.zoom': 2 })]);
    sharing.roam();
    sharing.present({ 'cells.0.zoom': 5 });
    sharing.receive(patch(1, 2, { 'cells.0.zoom': 3 }));
    expect([sharing.view.cells[0]?.zoom, sharing.role]).toEqual([5, 'roaming']);
    sharing.follow();
    expect([sharing.view.cells[0]?.zoom, sharing.role, shown.at(-1)?.cells[0]?.zoom]).toEqual([3, 'follower', 3]);
    expect(sent).toEqual([]);
  });

  it('accepts a platform that lost its count', () => {
    const { sharing } = desk();
    sharing.joined('a', presents('b', 9), [patch(9, 50, { 'cells.0.zoom': 2 })]);
    sharing.joined('a', presents('c', 1), []);
    expect(sharing.view.cells[0]?.zoom).toBe(2);
    sharing.receive(patch(1, 1, { 'cells.0.zoom': 3 }, 'c'));
    expect(sharing.view.cells[0]?.zoom).toBe(3);
  });
});
