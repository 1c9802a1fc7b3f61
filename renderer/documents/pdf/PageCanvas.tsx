import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PdfPages } from './openPdf.ts';

interface Props {
  readonly pages: PdfPages;
  readonly page: number;
  /** CSS pixels to a point. */
  readonly scale: number;
  readonly devicePixelRatio: number;
}

/** While somebody zooms, the old picture is stretched; a sharp one is drawn once the size stays. */
const settleMs = 120;
/** A canvas has limits of its own; beyond this the picture is drawn smaller and stretched. */
const maxCanvasPixels = 32 * 1024 * 1024;

/** One page as a picture. */
export function PageCanvas({ pages, page, scale, devicePixelRatio }: Props) {
  const { t } = useTranslation('documents');
  const host = useRef<HTMLDivElement>(null);
  const [isBroken, setBroken] = useState(false);
  const size = pages.sizes[page] ?? { width: 1, height: 1 };
  const pixels = size.width * size.height * (scale * devicePixelRatio) ** 2;
  const pxPerPoint = scale * devicePixelRatio * Math.min(1, Math.sqrt(maxCanvasPixels / pixels));
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // A new canvas each time: the old picture stays until the new one is complete.
      const canvas = document.createElement('canvas');
      Object.assign(canvas.style, { width: '100%', height: '100%', display: 'block' });
      const draw = async (): Promise<void> => {
        await pages.draw(page, canvas, pxPerPoint, stop.signal);
        if (stop.signal.aborted) return;
        host.current?.replaceChildren(canvas);
        setBroken(false);
      };
      draw().catch(() => !stop.signal.aborted && setBroken(true));
    }, host.current?.hasChildNodes() === true ? settleMs : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [pages, page, pxPerPoint]);
  return (
    <div role="img" aria-label={t('pdf.page', { page: page + 1, pages: pages.sizes.length })} style={{ width: '100%', height: '100%', background: '#fff', position: 'relative' }}>
      <div ref={host} style={{ width: '100%', height: '100%' }} />
      {isBroken ? <div role="alert" style={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', color: '#a11', fontSize: 13 }}>{t('pdf.pageBroken', { page: page + 1 })}</div> : null}
    </div>
  );
}
