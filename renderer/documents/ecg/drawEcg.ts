import type { EcgMark } from './findings.ts';
import { baseLineMm, paperMargins, paperSizeMm, rowMm } from './layout.ts';
import type { EcgCell, EcgPage } from './layout.ts';
import { msToPx, mvToPx } from './paper.ts';
import type { PaperScale } from './paper.ts';
import { traceLines } from './trace.ts';

/** All that is on the paper. */
export interface EcgScene {
  readonly page: EcgPage;
  readonly samplingFrequencyHz: number;
  /** Time of the recording at the left edge of the page. */
  readonly startMs: number;
  readonly scale: PaperScale;
  /** Moments the device marked in this group; none where they are hidden. */
  readonly marks: readonly EcgMark[];
  /** Further caliper lines, in mm from the left of the paper. */
  readonly marchMm: readonly number[];
}

/** The part of the paper on the screen, in CSS pixels of the paper. */
export interface EcgWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
}

/** The part of a 2D context that is used, so that tests can note what is drawn. */
export type EcgContext = Pick<CanvasRenderingContext2D, 'setTransform' | 'fillRect' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'save' | 'restore' | 'rect' | 'clip' | 'fillText'> & {
  fillStyle: CanvasRenderingContext2D['fillStyle'];
  strokeStyle: CanvasRenderingContext2D['strokeStyle'];
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  font: string;
  textBaseline: CanvasTextBaseline;
};

const colours = { paper: '#0c1116', fine: '#2b1c22', bold: '#5a323c', trace: '#e6f4f1', label: '#8fe3d1', mark: '#f2b84b', markLine: '#f2b84b40', march: '#5bd3ba88' } as const;
/** Points stroked at a time: without a graphics card one long path costs several times as much as its pieces. */
const pieceLength = 64;
/** Below this a one millimetre grid is a grey haze. */
const finestGridPx = 2.5;
/** How high a trace without a unit is drawn: its whole range over this much paper. */
const uncalibratedMm = 20;

/** Draws the visible part of the paper; the work depends on its size and not on the recording's. */
export function drawEcg(context: EcgContext, scene: EcgScene, view: EcgWindow): void {
  drawGrid(context, scene, view);
  context.setTransform(view.devicePixelRatio, 0, 0, view.devicePixelRatio, -view.left * view.devicePixelRatio, -view.top * view.devicePixelRatio);
  drawMarch(context, scene, view);
  for (let row = 0; row < scene.page.rows; row++) drawPulse(context, scene, row);
  for (const cell of scene.page.cells) if (isVisible(cell, scene, view)) drawCell(context, scene, cell, view);
  drawMarks(context, scene, view);
}

/** X of a moment of the page, in CSS pixels of the paper. */
export const timeToX = (ms: number, scale: PaperScale): number => paperMargins.pulseMm * scale.pxPerMm + msToPx(ms, scale);

/** Grid lines at whole device pixels: 1 mm fine, 5 mm bold. */
function drawGrid(context: EcgContext, { page, scale }: EcgScene, view: EcgWindow): void {
  const ratio = view.devicePixelRatio;
  const { widthMm, heightMm } = paperSizeMm(page, scale.mmPerSecond);
  const width = Math.round(view.width * ratio);
  const height = Math.round(view.height * ratio);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  const right = Math.min(width, Math.round((widthMm * scale.pxPerMm - view.left) * ratio));
  const bottom = Math.min(height, Math.round((heightMm * scale.pxPerMm - view.top) * ratio));
  const lines = (stepMm: number, colour: string, thick: number): void => {
    context.fillStyle = colour;
    const step = stepMm * scale.pxPerMm;
    for (let index = Math.ceil(view.left / step); index * stepMm <= widthMm; index++) {
      const x = Math.round((index * step - view.left) * ratio);
      if (x > width) break;
      context.fillRect(x, 0, thick, bottom);
    }
    for (let index = Math.ceil(view.top / step); index * stepMm <= heightMm; index++) {
      const y = Math.round((index * step - view.top) * ratio);
      if (y > height) break;
      context.fillRect(0, y, right, thick);
    }
  };
  const thin = Math.max(1, Math.round(ratio / 2));
  if (scale.pxPerMm >= finestGridPx) lines(1, colours.fine, thin);
  lines(5, colours.bold, thin);
}

/** 1 mV for 200 ms before each row, as machines print it: 5 mm wide at 25 mm/s. */
function drawPulse(context: EcgContext, { scale }: EcgScene, row: number): void {
  const base = baseLineMm(row) * scale.pxPerMm;
  const up = base - mvToPx(1, scale);
  const x = scale.pxPerMm;
  const end = timeToX(0, scale) - scale.pxPerMm;
  const width = Math.min(msToPx(200, scale), end - x - 2 * scale.pxPerMm);
  context.strokeStyle = colours.trace;
  context.lineWidth = 1.2;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x, base);
  context.lineTo(x + scale.pxPerMm, base);
  context.lineTo(x + scale.pxPerMm, up);
  context.lineTo(x + scale.pxPerMm + width, up);
  context.lineTo(x + scale.pxPerMm + width, base);
  context.lineTo(end, base);
  context.stroke();
}

function isVisible(cell: EcgCell, { scale }: EcgScene, view: EcgWindow): boolean {
  // A high R wave reaches into the rows above; two rows are room for 5 mV at 10 mm/mV.
  const reach = 2 * rowMm;
  const centre = baseLineMm(cell.row);
  return timeToX(cell.toMs, scale) >= view.left && timeToX(cell.fromMs, scale) <= view.left + view.width
    && (centre + reach) * scale.pxPerMm >= view.top && (centre - reach) * scale.pxPerMm <= view.top + view.height;
}

function drawCell(context: EcgContext, scene: EcgScene, cell: EcgCell, view: EcgWindow): void {
  const { scale, samplingFrequencyHz, startMs } = scene;
  const { lead } = cell;
  const left = timeToX(cell.fromMs, scale);
  const right = timeToX(cell.toMs, scale);
  const base = baseLineMm(cell.row) * scale.pxPerMm;
  const { pxPerUnit, zero } = voltageScale(cell, scale);
  const lines = traceLines(
    lead.samples, left - msToPx(startMs + cell.recordedFromMs, scale), msToPx(1000 / samplingFrequencyHz, scale),
    Math.max(left, view.left), Math.min(right, view.left + view.width), 1 / view.devicePixelRatio,
  );
  context.save();
  context.beginPath();
  context.rect(left, view.top, right - left, view.height);
  context.clip();
  context.strokeStyle = colours.trace;
  context.lineWidth = 1.2;
  context.lineJoin = 'bevel';
  for (const line of lines) {
    // Each piece begins where the last one ended.
    for (let start = 0; start + 2 < line.length; start += 2 * pieceLength) {
      context.beginPath();
      const end = Math.min(line.length, start + 2 * pieceLength + 2);
      for (let index = start; index < end; index += 2) {
        const x = line[index] ?? 0;
        const y = base - ((line[index + 1] ?? 0) - zero) * pxPerUnit;
        if (index === start) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.stroke();
    }
  }
  context.restore();
  // The stroke between two leads of a row.
  context.fillStyle = colours.label;
  if (cell.fromMs > 0) context.fillRect(left - 0.5, base - 3 * scale.pxPerMm, 1, 6 * scale.pxPerMm);
  context.font = `600 ${Math.max(11, Math.min(16, 3.6 * scale.pxPerMm))}px "Noto Sans SC Variable", system-ui, sans-serif`;
  context.textBaseline = 'top';
  // Scrolled along, a trace keeps its name in sight.
  const labelX = Math.min(Math.max(left, view.left), right - 10 * scale.pxPerMm) + scale.pxPerMm;
  context.fillText(lead.millivoltsPerUnit === null ? `${lead.name} ?` : lead.name, labelX, base - 14 * scale.pxPerMm);
}

/** A trace that is no calibrated voltage fills its row, so that its shape at least can be seen. */
function voltageScale({ lead }: EcgCell, scale: PaperScale): { readonly pxPerUnit: number; readonly zero: number } {
  if (lead.millivoltsPerUnit !== null) return { pxPerUnit: mvToPx(lead.millivoltsPerUnit, scale), zero: 0 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of lead.samples) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  return range > 0 ? { pxPerUnit: (uncalibratedMm * scale.pxPerMm) / range, zero: (low + high) / 2 } : { pxPerUnit: 0, zero: 0 };
}

function drawMarch(context: EcgContext, { page, scale, marchMm }: EcgScene, view: EcgWindow): void {
  const { heightMm } = paperSizeMm(page, scale.mmPerSecond);
  context.fillStyle = colours.march;
  for (const xMm of marchMm) {
    const x = xMm * scale.pxPerMm;
    if (x >= view.left && x <= view.left + view.width) context.fillRect(x - 0.5, view.top, 1, Math.min(view.height, heightMm * scale.pxPerMm - view.top));
  }
}

/** Faint lines with a tick at the lower edge of the paper, each with its name where there is room. */
function drawMarks(context: EcgContext, { page, scale, marks, startMs, samplingFrequencyHz }: EcgScene, view: EcgWindow): void {
  if (!page.isContinuous) return;
  const bottom = paperSizeMm(page, scale.mmPerSecond).heightMm * scale.pxPerMm;
  context.font = '10px "Noto Sans SC Variable", system-ui, sans-serif';
  context.textBaseline = 'top';
  let labelFreeFrom = Number.NEGATIVE_INFINITY;
  for (const { sample, name } of marks) {
    const ms = ((sample - 1) / samplingFrequencyHz) * 1000 - startMs;
    const x = timeToX(ms, scale);
    if (ms < 0 || ms > page.lengthMs || x < view.left || x > view.left + view.width) continue;
    context.fillStyle = colours.markLine;
    context.fillRect(x - 0.5, view.top, 1, Math.max(0, bottom - view.top));
    context.fillStyle = colours.mark;
    context.fillRect(x - 0.5, bottom - 3 * scale.pxPerMm, 1, 3 * scale.pxPerMm);
    if (x < labelFreeFrom) continue;
    context.fillText(name, x + 2, bottom - 3.2 * scale.pxPerMm);
    labelFreeFrom = x + 6 * name.length + 6;
  }
}
