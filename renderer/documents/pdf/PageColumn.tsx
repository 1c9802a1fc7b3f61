import { useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { PageCanvas } from './PageCanvas.tsx';
import type { PdfPages } from './openPdf.ts';
import { columnHeight, gapPoints, pagesIn, topsOf } from './pageStack.ts';
import type { Box } from '../useBox.ts';

interface Props {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly box: Box;
  readonly pages: PdfPages;
  readonly scale: number;
  readonly label: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** Upper edge of what is seen, in points. */
  readonly onScroll?: (point: number) => void;
  /** Makes a page something to click on, as in a list of pages. */
  readonly onPage?: (page: number) => void;
  readonly current?: number;
  readonly pageLabel?: (page: number) => string;
}

/** Pages one below the other; only those near the window have a picture. */
export function PageColumn({ scroller, box, pages, scale, label, onKeyDown, onScroll, onPage, current, pageLabel }: Props) {
  const [top, setTop] = useState(0);
  const { sizes } = pages;
  const tops = topsOf(sizes);
  const width = Math.max(...sizes.map((size) => size.width), 1) + 2 * gapPoints;
  const [first, end] = pagesIn(tops, sizes, top / scale, (top + box.height) / scale);
  const scrolled = (): void => {
    const at = scroller.current?.scrollTop ?? 0;
    setTop(at);
    onScroll?.(at / scale);
  };
  return (
    <div ref={scroller} onScroll={scrolled} onKeyDown={onKeyDown} tabIndex={onPage === undefined ? 0 : -1} role="region" aria-label={label} style={{ overflow: 'auto', height: '100%', background: '#20262c' }} data-testid={onPage === undefined ? 'pdf-pages' : 'pdf-list'}>
      <div style={{ position: 'relative', height: columnHeight(sizes) * scale, width: Math.max(width * scale, box.width), minWidth: '100%' }}>
        {sizes.slice(first, end).map((size, offset) => {
          const page = first + offset;
          const place = { position: 'absolute', top: (tops[page] ?? 0) * scale, left: `calc(50% - ${(size.width * scale) / 2}px)`, width: size.width * scale, height: size.height * scale } as const;
          const picture = <PageCanvas pages={pages} page={page} scale={scale} devicePixelRatio={box.devicePixelRatio} />;
          if (onPage === undefined) return <div key={page} style={{ ...place, boxShadow: '0 1px 4px #0009' }}>{picture}</div>;
          return (
            <button key={page} type="button" onClick={() => onPage(page)} aria-label={pageLabel?.(page)} aria-current={page === current ? 'page' : undefined} style={{ ...place, padding: 0, border: 0, cursor: 'pointer', outline: page === current ? '2px solid var(--mantine-color-teal-5)' : undefined, outlineOffset: 2 }}>
              {picture}
              <span style={{ position: 'absolute', right: 2, bottom: 2, background: '#000b', color: '#fff', fontSize: 11, padding: '0 4px', borderRadius: 3 }}>{page + 1}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
