import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readCalipers, withLine } from './calipers.ts';
import type { CaliperLine, Calipers } from './calipers.ts';
import type { PaperScale } from './paper.ts';

interface Props {
  readonly calipers: Calipers;
  readonly size: { readonly widthMm: number; readonly heightMm: number };
  readonly scale: PaperScale;
  readonly onCalipers: (calipers: Calipers) => void;
}

const lines: readonly CaliperLine[] = ['x1Mm', 'x2Mm', 'y1Mm', 'y2Mm'];
/** Pixels to each side of a line in which it can be taken. */
const reachPx = 6;

const isUpright = (line: CaliperLine): boolean => line.startsWith('x');

/** Two upright and two level lines that are dragged or moved with the arrow keys (0.5 mm, with Shift 5 mm). */
export function CaliperLines({ calipers, size, scale, onCalipers }: Props) {
  const { t } = useTranslation('documents');
  const reading = readCalipers(calipers, scale.mmPerSecond, scale.mmPerMillivolt);
  const drag = (line: CaliperLine) => (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const paper = event.currentTarget.parentElement?.getBoundingClientRect();
    if (paper === undefined) return;
    const at = isUpright(line) ? event.clientX - paper.left : event.clientY - paper.top;
    onCalipers(withLine(calipers, line, at / scale.pxPerMm, size));
  };
  const key = (line: CaliperLine) => (event: KeyboardEvent) => {
    const back = isUpright(line) ? 'ArrowLeft' : 'ArrowUp';
    const forth = isUpright(line) ? 'ArrowRight' : 'ArrowDown';
    if (event.key !== back && event.key !== forth) return;
    event.preventDefault();
    event.stopPropagation();
    onCalipers(withLine(calipers, line, calipers[line] + (event.key === back ? -1 : 1) * (event.shiftKey ? 5 : 0.5), size));
  };
  return (
    <>
      {lines.map((line) => {
        const at = calipers[line] * scale.pxPerMm;
        const upright = isUpright(line);
        return (
          <div
            key={line} role="slider" tabIndex={0} aria-label={t(`ecg.caliper.${line}`)} aria-orientation={upright ? 'horizontal' : 'vertical'} className="mdt-caliper"
            aria-valuemin={0} aria-valuemax={Math.round(upright ? size.widthMm : size.heightMm)} aria-valuenow={Math.round(calipers[line] * 10) / 10}
            aria-valuetext={upright ? t('ecg.reading.time', { ms: reading.ms.toFixed(0), rate: reading.perMinute?.toFixed(0) ?? '–' }) : t('ecg.reading.voltage', { mv: reading.mv.toFixed(2) })}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={drag(line)} onKeyDown={key(line)} data-testid={`caliper-${line}`}
            style={{ position: 'absolute', touchAction: 'none', cursor: upright ? 'ew-resize' : 'ns-resize', ...(upright ? { left: at - reachPx, top: 0, bottom: 0, width: 2 * reachPx } : { top: at - reachPx, left: 0, right: 0, height: 2 * reachPx }) }}
          >
            <div style={{ position: 'absolute', background: upright ? '#36c4a7' : '#6fb1ff', ...(upright ? { left: reachPx - 0.5, width: 1, top: 0, bottom: 0 } : { top: reachPx - 0.5, height: 1, left: 0, right: 0 }) }} />
          </div>
        );
      })}
    </>
  );
}
