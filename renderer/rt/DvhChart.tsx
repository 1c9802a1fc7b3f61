import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { dvhColumns } from './dvhSeries.ts';
import type { DvhAxes, DvhCurveOf } from './dvhSeries.ts';

/** A histogram with the look its structure has on the pictures. */
export interface DvhLine {
  readonly dvh: DvhCurveOf;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Round beads, for a stored curve. */
  readonly isBeads: boolean;
}

export interface DvhChartProps {
  readonly lines: readonly DvhLine[];
  readonly axes: DvhAxes;
  readonly cursorGy: number | null;
  readonly doseLabel: string;
  readonly volumeLabel: string;
  /** Null when the cursor may not be moved here. */
  readonly onCursor: ((doseGy: number) => void) | null;
}

const grid = { stroke: '#343a40', width: 1 };
const font = '12px "Noto Sans SC Variable", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';

/** Cumulative curves; the dose cursor is the shared one and is drawn from the props. */
export function DvhChart({ lines, axes, cursorGy, doseLabel, volumeLabel, onCursor }: DvhChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const drawnCursor = useRef<number | null>(null);
  const latest = useRef({ cursorGy, onCursor, axes });
  useLayoutEffect(() => {
    latest.current = { cursorGy, onCursor, axes };
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const axisStyle = { stroke: '#ced4da', grid, ticks: grid, font, labelFont: font, labelSize: 22 };
    const plot = new uPlot(
      {
        width: Math.max(100, element.clientWidth),
        height: Math.max(100, element.clientHeight),
        scales: { x: { time: false }, y: { range: (_plot, _least, most) => [0, axes.isRelativeVolume ? 102 : most * 1.03] } },
        axes: [{ ...axisStyle, label: doseLabel, size: 36 }, { ...axisStyle, label: volumeLabel, size: 52 }],
        legend: { show: false },
        cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
        series: [{}, ...lines.map(({ dvh, colour, dash, isBeads }) => ({ label: dvh.name, stroke: colour, width: isBeads ? 4 : 2, cap: isBeads ? ('round' as const) : ('butt' as const), dash: [...dash], points: { show: false } }))],
        hooks: { draw: [(drawn) => drawCursor(drawn, latest.current.cursorGy, latest.current.axes)] },
      },
      dvhColumns(lines.map((line) => line.dvh), axes) as uPlot.AlignedData,
      element,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: Math.max(100, element.clientWidth), height: Math.max(100, element.clientHeight) }));
    observer.observe(element);
    let frame = 0;
    const move = (event: PointerEvent): void => {
      const x = event.clientX - plot.over.getBoundingClientRect().left;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const shown = plot.posToVal(x, 'x');
        const { percentOfGy } = latest.current.axes;
        latest.current.onCursor?.(Math.max(0, Math.round((percentOfGy === null ? shown : (shown / 100) * percentOfGy) * 100) / 100));
      });
    };
    plot.over.addEventListener('pointermove', move);
    plot.over.addEventListener('pointerdown', move);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [lines, axes, doseLabel, volumeLabel]);

  useEffect(() => {
    if (drawnCursor.current === cursorGy) return;
    drawnCursor.current = cursorGy;
    chart.current?.redraw(false, false);
  }, [cursorGy]);

  return <div ref={host} className="dvh-chart" data-testid="dvh-chart" data-curves={lines.length} data-cursor-gy={cursorGy ?? ''} />;
}

function drawCursor(plot: uPlot, cursorGy: number | null, axes: DvhAxes): void {
  if (cursorGy === null) return;
  const x = plot.valToPos(axes.percentOfGy === null ? cursorGy : (cursorGy / axes.percentOfGy) * 100, 'x', true);
  const { ctx, bbox } = plot;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.strokeStyle = '#9fe0ff';
  ctx.lineWidth = window.devicePixelRatio;
  ctx.stroke();
  ctx.restore();
}
