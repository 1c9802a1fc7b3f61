import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellRenderer } from '../../viewport/cellRenderer.ts';
import type { DeskCell } from './useDeskCells.ts';
import { lettersOf } from '../../viewport/furniture.ts';
import { cellDescription } from './cellDescription.ts';

/** A picture that has stood this long is described, ms: nothing is while slices follow each other. */
export const describeAfterMs = 400;

/**
 * Keeps the words of a cell's picture on its element, for screen readers: letters, slice and window are drawn, and nobody
 * hears a canvas. They are put there without a render, and once the picture stands.
 *
 * @param cell the cell's element
 * @param onRenderer told of the renderer as well
 * @returns what the picture has to tell its renderer to
 */
export function useCellDescription(cell: RefObject<HTMLElement | null>, { shows, scene }: DeskCell, onRenderer: (index: number, renderer: CellRenderer | null) => void): (index: number, renderer: CellRenderer | null) => void {
  const { t, i18n } = useTranslation('reading');
  const rendererRef = useRef<CellRenderer | null>(null);
  const patient = shows.kind === 'volume' || shows.kind === 'flat' ? shows.series.patient : null;
  useEffect(() => {
    const { source } = scene;
    if (patient === null || source === null) return undefined;
    const timer = setTimeout(() => {
      const picture = cell.current?.querySelector('.viewport');
      const drawn = rendererRef.current?.drawn ?? null;
      if (!picture || drawn === null) return;
      const corners = [...picture.querySelectorAll('.viewport-corner:not(.viewport-bottom-right)')].map((corner) => corner.textContent);
      const words = cellDescription({ patient, corners, letters: lettersOf(source, drawn.transform) }, t, i18n.language);
      if (picture.getAttribute('aria-description') !== words) picture.setAttribute('aria-description', words);
    }, describeAfterMs);
    return () => clearTimeout(timer);
  }, [cell, patient, scene, t, i18n.language]);
  return useCallback((index, renderer) => {
    rendererRef.current = renderer;
    onRenderer(index, renderer);
  }, [onRenderer]);
}
