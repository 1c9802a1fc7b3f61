// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/react';
import { useRef, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CellViewProps } from '../../renderer/viewport/cellProps.ts';
import type { CellRenderer } from '../../renderer/viewport/cellRenderer.ts';
import type { CellScene } from '../../renderer/viewport/scene.ts';
import type { ToolName } from '../../renderer/viewport/tools.ts';
import { transformOf } from '../../renderer/viewport/transform.ts';
import { useCellInput } from '../../renderer/viewport/useCellInput.ts';
import type { Draft } from '../../shared/annotation/draft.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import { sourceOf } from './fakeSource.ts';

const source = sourceOf('axial');
const slice = source.slice(2);
if (slice === null) throw new Error('The slice is not read.');
const drawn = { frame: slice, sliceIndex: 2, transform: transformOf(slice, 400, 400, 1, null, slice.origin) };

let draft: Draft | null;
let kept: Annotation[];

/** The second cell of a desk on which the first is active, with the mouse of a real one. */
function Cell({ tool, sliceIndex = 2 }: { readonly tool: ToolName; readonly sliceIndex?: number }) {
  const [view, setView] = useState(initialView);
  const root = useRef<HTMLDivElement>(null);
  const renderer = useRef({ drawn, setDraft: (next: Draft | null) => (draft = next), setHover: () => undefined } as unknown as CellRenderer);
  const props: CellViewProps = {
    scene: { index: 1, view, source, sliceIndex, annotations: [], studyDate: null } as unknown as CellScene, sources: [null, source], tool, canChange: true, author: '何静', label: '格',
    annotationActions: { add: (annotation) => kept.push(annotation), change: vi.fn(), select: vi.fn(), askText: vi.fn() }, onView: (change) => setView((now) => changeView(now, change)),
  };
  useCellInput(props, renderer, root);
  return <div ref={root} tabIndex={0} data-testid="cell" data-active={view.activeCell === 1} data-maximised={view.maximisedCell} />;
}

beforeEach(() => {
  [draft, kept] = [null, []];
  Element.prototype.setPointerCapture = vi.fn();
});
afterEach(cleanup);

function press(cell: HTMLElement, from: readonly [number, number], to = from): void {
  fireEvent.pointerDown(cell, { button: 0, clientX: from[0], clientY: from[1] });
  if (to !== from) fireEvent.pointerMove(cell, { clientX: to[0], clientY: to[1] });
  fireEvent.pointerUp(cell, { clientX: to[0], clientY: to[1] });
}

describe('a drawing tool in a cell that is not the active one', () => {
  it('makes it the active one with a click, and sets the first point with the next', () => {
    const cell = render(<Cell tool="length" />).getByTestId('cell');
    press(cell, [100, 100]);
    expect([cell.dataset['active'], draft]).toEqual(['true', null]);
    press(cell, [100, 100]);
    expect(draft?.placed).toHaveLength(1);
  });

  it('draws with the drag that makes it the active one', () => {
    const cell = render(<Cell tool="length" />).getByTestId('cell');
    press(cell, [100, 100], [200, 100]);
    expect([cell.dataset['active'], draft, kept.map(({ kind }) => kind)]).toEqual(['true', null, ['length']]);
  });
});

describe('a figure half drawn', () => {
  it('is given up with another tool and on another slice', () => {
    const { getByTestId, rerender } = render(<Cell tool="angle" />);
    for (const other of [<Cell key="cell" tool="scroll" />, <Cell key="cell" tool="angle" sliceIndex={3} />]) {
      rerender(<Cell key="cell" tool="angle" />);
      const cell = getByTestId('cell');
      if (cell.dataset['active'] !== 'true') press(cell, [100, 100]);
      press(cell, [100, 100]);
      expect(draft?.placed).toHaveLength(1);
      rerender(other);
      expect(draft).toBeNull();
    }
  });

  it('of one point gives way to a double click, which makes the cell large', () => {
    const cell = render(<Cell tool="length" />).getByTestId('cell');
    press(cell, [100, 100]);
    press(cell, [100, 100]);
    fireEvent.dblClick(cell);
    expect([draft, cell.dataset['maximised']]).toEqual([null, '1']);
  });
});
