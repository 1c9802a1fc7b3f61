import { beforeEach, describe, expect, it } from 'vitest';
import { AnnotationGesture } from '../../renderer/viewport/annotationGesture.ts';
import type { AnnotatingEvent } from '../../renderer/viewport/annotationGesture.ts';
import type { CellViewProps } from '../../renderer/viewport/cellProps.ts';
import type { SliceSource } from '../../renderer/viewport/sliceSource.ts';
import type { ToolName } from '../../renderer/viewport/tools.ts';
import { transformOf } from '../../renderer/viewport/transform.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import type { Draft } from '../../shared/annotation/draft.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { initialView } from '../../shared/meeting/view.ts';
import { sourceOf } from './fakeSource.ts';

const source = sourceOf('axial');
const slice = source.slice(2);
if (slice === null) throw new Error('The slice is not read.');
const drawn = { frame: slice, sliceIndex: 2, transform: transformOf(slice, 400, 400, 1, null, slice.origin) };

let kept: Annotation[];
let asked: Annotation[];
let drafts: (Draft | null)[];
let gesture: AnnotationGesture;

const event = (tool: ToolName, x: number, y: number, canChange = true): AnnotatingEvent => {
  const point: Vector3 = [x, y, 8];
  const props = {
    scene: { view: initialView, annotations: kept, studyDate: '20240301' }, canChange, author: '何静', tool,
    annotationActions: {
      add: (annotation: Annotation) => kept.push(annotation),
      change: (annotation: Annotation) => { kept = kept.map((one) => (one.id === annotation.id ? annotation : one)); },
      select: () => undefined,
      askText: (annotation: Annotation) => asked.push(annotation),
    },
  } as unknown as CellViewProps;
  return { point, drawn, source, tool, props };
};

beforeEach(() => {
  [kept, asked, drafts] = [[], [], []];
  gesture = new AnnotationGesture((draft) => drafts.push(draft));
});

const click = (tool: ToolName, x: number, y: number): void => {
  gesture.down(event(tool, x, y));
  gesture.up(event(tool, x, y));
};

describe('drawing', () => {
  it('makes a length by a drag, with who drew it, when the study was and on which image', () => {
    gesture.down(event('length', 2, 2));
    gesture.move(event('length', 5, 6));
    gesture.up(event('length', 5, 6));
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ kind: 'length', author: '何静', studyDate: '20240301', savedIn: null, points: [[2, 2, 8], [5, 6, 8]] });
    expect(kept[0]?.figures[0]).toMatchObject({ quantity: 'length', value: 5, unit: 'mm' });
    expect(kept[0]?.place).toMatchObject({ space: 'patient', sopInstanceUID: 'c', volumeId: '1.2.3' });
    expect(gesture.isActive).toBe(false);
  });

  it('makes an angle by three clicks and shows what is drawn between them', () => {
    click('angle', 12, 2);
    gesture.move(event('angle', 4, 2));
    expect(drafts.at(-1)?.floating).toEqual([4, 2, 8]);
    click('angle', 4, 2);
    expect(kept).toHaveLength(0);
    click('angle', 4, 12);
    expect(kept[0]?.figures[0]).toMatchObject({ quantity: 'angle', value: 90 });
  });

  it('reads the value of a probe at once and asks for the words of an arrow', () => {
    click('probe', 3, 4);
    expect(kept[0]?.figures[0]).toMatchObject({ quantity: 'value', value: -824 });
    gesture.down(event('arrow', 9, 9));
    gesture.up(event('arrow', 14, 14));
    expect(asked.map(({ kind }) => kind)).toEqual(['arrow']);
  });

  it('sets no point with the click that makes a cell the active one, and draws with a drag there', () => {
    for (const tool of ['length', 'bidirectional', 'angle', 'freehand', 'probe'] as const) {
      gesture.down(event(tool, 2, 2), true);
      gesture.up(event(tool, 2, 2));
      expect([gesture.isActive, drafts.at(-1), kept.length], tool).toEqual([false, null, 0]);
    }
    gesture.down(event('length', 2, 2), true);
    gesture.move(event('length', 5, 6));
    gesture.up(event('length', 5, 6));
    expect(kept.map(({ points }) => points)).toEqual([[[2, 2, 8], [5, 6, 8]]]);
    click('angle', 12, 2);
    expect(drafts.at(-1)?.placed).toEqual([[12, 2, 8]]);
  });

  it('gives up a single point for a double click, and no more than that', () => {
    click('angle', 12, 2);
    click('angle', 12, 2);
    expect([gesture.abandonPoint(), gesture.isActive]).toEqual([true, false]);
    click('angle', 12, 2);
    click('angle', 4, 2);
    expect([gesture.abandonPoint(), gesture.isActive]).toEqual([false, true]);
    gesture.abandon();
    expect([gesture.isActive, drafts.at(-1)]).toEqual([false, null]);
  });

  it('gives up what is begun, and a freehand line too short to enclose anything', () => {
    gesture.down(event('length', 2, 2));
    expect(gesture.cancel()).toBe(true);
    gesture.down(event('freehand', 2, 2));
    gesture.up(event('freehand', 2, 2));
    expect([kept.length, gesture.isActive, drafts.at(-1)]).toEqual([0, false, null]);
  });

  it('draws nothing while somebody else drives', () => {
    gesture.down(event('length', 2, 2, false));
    gesture.up(event('length', 5, 6, false));
    expect(kept).toHaveLength(0);
  });
});

describe('editing', () => {
  it('moves an end by its handle and measures again', () => {
    gesture.down(event('length', 2, 2));
    gesture.up(event('length', 5, 6));
    expect(gesture.down(event('select', 5, 6))).toBe(true);
    gesture.move(event('select', 8, 10));
    gesture.up(event('select', 8, 10));
    expect(kept[0]?.points[1]).toEqual([8, 10, 8]);
    expect(kept[0]?.figures[0]?.value).toBe(10);
  });

  it('moves the whole by its line, and leaves it where the mouse only pressed', () => {
    gesture.down(event('length', 2, 2));
    gesture.up(event('length', 12, 2));
    const before = kept[0];
    click('select', 7, 2);
    expect(kept[0]).toBe(before);
    gesture.down(event('select', 7, 2));
    gesture.move(event('select', 7, 5));
    gesture.up(event('select', 7, 5));
    expect(kept[0]?.points).toEqual([[2, 5, 8], [12, 5, 8]]);
  });
});

describe('on an image by itself', () => {
  // 20 columns 1 wide and 10 rows 2 high: from -0.5 to 19.5 and from -1 to 19.
  const flat: SliceSource = { ...source, space: 'image', raster: () => 'none', place: () => ({ space: 'image', seriesInstanceUID: '1.2.3', sopInstanceUID: 'c', frame: 0, columnSpacingMm: 1, rowSpacingMm: 2, isCalibrated: true }) };
  const on = (tool: ToolName, x: number, y: number): AnnotatingEvent => ({ ...event(tool, x, y), source: flat });

  it('keeps what is drawn inside it', () => {
    gesture.down(on('length', -30, 4));
    gesture.move(on('length', 5, 90));
    gesture.up(on('length', 5, 90));
    expect(kept[0]?.points.map(([x, y]) => [x, y])).toEqual([[-0.5, 4], [5, 19]]);
  });

  it('keeps a moved end and a moved whole inside it', () => {
    gesture.down(on('length', 2, 2));
    gesture.up(on('length', 12, 2));
    gesture.down(on('select', 12, 2));
    gesture.move(on('select', 40, 4));
    gesture.up(on('select', 40, 4));
    expect(kept[0]?.points.map(([x, y]) => [x, y])).toEqual([[2, 2], [19.5, 4]]);
    gesture.down(on('select', 7, 2 + 10 / 17.5));
    gesture.move(on('select', 0, -50));
    gesture.up(on('select', 0, -50));
    expect(kept[0]?.points.map(([x, y]) => [x, y])).toEqual([[-0.5, -1], [17, 1]]);
  });

  it('goes beyond a slice of a volume, where the patient goes on', () => {
    gesture.down(event('length', -30, 4));
    gesture.up(event('length', 5, 4));
    expect(kept[0]?.points[0]).toEqual([-30, 4, 8]);
  });
});
