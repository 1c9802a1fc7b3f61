import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useBox } from '../useBox.ts';
import { CaliperLines } from './CaliperLines.tsx';
import { marchOut } from './calipers.ts';
import type { Calipers } from './calipers.ts';
import { drawEcg } from './drawEcg.ts';
import type { EcgScene } from './drawEcg.ts';
import { paperSizeMm } from './layout.ts';
import { useWheelZoom } from '../useWheelZoom.ts';

interface Props {
  readonly scene: Omit<EcgScene, 'marchMm'>;
  /** Null: no calipers on the paper. */
  readonly calipers: Calipers | null;
  readonly isMarching: boolean;
  readonly onCalipers: (calipers: Calipers) => void;
  /** Times the present size. */
  readonly onZoom: (factor: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly label: string;
}

/** The paper in a window that scrolls; one canvas of the window's size shows the part that is seen. */
export function EcgPaper({ scene, calipers, isMarching, onCalipers, onZoom, onKeyDown, label }: Props) {
  const { t } = useTranslation('documents');
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, devicePixelRatio } = useBox(scroller);
  useWheelZoom(scroller, onZoom);
  const size = paperSizeMm(scene.page, scene.scale.mmPerSecond);
  useEffect(() => {
    const frame = scroller.current;
    const target = canvas.current;
    if (frame === null || target === null || width === 0 || height === 0) return undefined;
    target.width = Math.round(width * devicePixelRatio);
    target.height = Math.round(height * devicePixelRatio);
    let request = 0;
    const draw = (): void => {
      request = 0;
      const context = target.getContext('2d', { alpha: false });
      if (context === null) return;
      const view = { left: frame.scrollLeft, top: frame.scrollTop, width, height, devicePixelRatio };
      const { pxPerMm } = scene.scale;
      const marchMm = calipers !== null && isMarching ? marchOut(calipers, view.left / pxPerMm, Math.min(size.widthMm, (view.left + width) / pxPerMm)) : [];
      drawEcg(context, { ...scene, marchMm }, view);
    };
    const onScroll = (): void => {
      if (request === 0) request = requestAnimationFrame(draw);
    };
    draw();
    frame.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      frame.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(request);
    };
  }, [scene, calipers, isMarching, width, height, devicePixelRatio, size.widthMm]);
  return (
    <div ref={scroller} tabIndex={0} role="region" aria-label={label} onKeyDown={onKeyDown} data-testid="ecg-paper" style={{ flex: 1, minWidth: 0, minHeight: 0, overflow: 'auto', background: '#0c1116', position: 'relative' }}>
      <div style={{ width: size.widthMm * scene.scale.pxPerMm, height: size.heightMm * scene.scale.pxPerMm, position: 'relative' }}>
        <canvas ref={canvas} role="img" aria-label={t('ecg.picture', { leads: [...new Set(scene.page.cells.map(({ lead }) => lead.name))].join(' ') })} style={{ position: 'sticky', left: 0, top: 0, width, height, display: 'block' }} />
        {calipers === null ? null : <CaliperLines calipers={calipers} size={size} scale={scene.scale} onCalipers={onCalipers} />}
      </div>
    </div>
  );
}
