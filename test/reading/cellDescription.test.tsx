// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { useEffect, useRef } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lettersOf } from '../../renderer/viewport/furniture.ts';
import { describeAfterMs, useCellDescription } from '../../renderer/reading/cells/useCellDescription.ts';
import type { DeskCell } from '../../renderer/reading/cells/useDeskCells.ts';
import type { CellRenderer } from '../../renderer/viewport/cellRenderer.ts';
import type { SliceSource } from '../../renderer/viewport/sliceSource.ts';
import { transformOf } from '../../renderer/viewport/transform.ts';
import { sourceOf } from '../viewport/fakeSource.ts';
import { startWords, zhang } from './support.tsx';

beforeAll(() => startWords());
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const source = sourceOf('axial');
const drawnOf = (of: SliceSource) => {
  const slice = of.slice(0);
  if (slice === null) throw new Error('The slice is not read.');
  return { frame: slice, sliceIndex: 0, transform: transformOf(slice, 400, 400, 1, null, slice.origin) };
};

const film = (edgeLetters: { right: string; bottom: string } | null) => lettersOf({ space: 'image', edgeLetters }, drawnOf(source).transform);
const wait = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const nothing = (): void => undefined;

function Picture({ slice }: { readonly slice: number }) {
  const cell = useRef<HTMLElement>(null);
  const shows = { kind: 'volume', series: { patient: zhang } };
  const onRenderer = useCellDescription(cell, { shows, scene: { source, slice } } as unknown as DeskCell, nothing);
  useEffect(() => onRenderer(0, { drawn: drawnOf(source) } as unknown as CellRenderer), [onRenderer]);
  return (
    <section ref={cell}>
      <div className="viewport" data-testid="picture">
        <div className="viewport-corner">{'2026-01-05 · CT\n轴位'}</div><div className="viewport-corner">{`层 ${slice}/40`}</div><div className="viewport-corner viewport-bottom-right">-800 HU</div>
      </div>
    </section>
  );
}

describe('the description of a picture', () => {
  it('says patient, series, slice and edges once the picture stands, and nothing while it moves', () => {
    const { getByTestId, rerender } = render(<Picture slice={1} />);
    const words = (): string | null => getByTestId('picture').getAttribute('aria-description');
    wait(describeAfterMs);
    expect(words()).toBe('张三 · A1001 · 1960-01-02；2026-01-05 · CT；轴位；层 1/40；四边方位：上 A、下 P、左 R、右 L');
    for (let slice = 2; slice < 12; slice++) {
      rerender(<Picture slice={slice} />);
      wait(describeAfterMs / 2);
      expect(words()).toContain('层 1/40');
    }
    wait(describeAfterMs);
    expect(words()).toContain('层 11/40');
  });

  it('has the letters of a film from what it says of itself, and none where it says nothing', () => {
    expect(film({ right: 'L', bottom: 'F' })).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(film(null)).toBeNull();
  });
});
