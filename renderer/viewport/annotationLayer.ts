import { draftFigures, draftStrokes } from '../../shared/annotation/draft.ts';
import type { Draft } from '../../shared/annotation/draft.ts';
import { handleIndices } from '../../shared/annotation/hitTest.ts';
import type { PixelSource } from '../../shared/annotation/raster.ts';
import { isShownIn } from '../../shared/annotation/showing.ts';
import type { ShownPlane } from '../../shared/annotation/showing.ts';
import { strokesOf } from '../../shared/annotation/strokes.ts';
import type { Stroke } from '../../shared/annotation/strokes.ts';
import type { Annotation, AnnotationFigure } from '../../shared/annotation/types.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { annotationLabel } from './annotationLabel.ts';
import type { WhyWords } from './annotationLabel.ts';
import { canvasFont, rimmedText } from './furniture.ts';
import { toScreen } from './transform.ts';
import type { Transform } from './transform.ts';

const colours = { drawn: '#ffe066', saved: '#8ce99a', selected: '#ff922b', draft: '#74c0fc' } as const;
const lineHeightPx = 15;

/** Lines, handles and labels of the annotations of one slice. */
export class AnnotationLayer {
  draw(context: CanvasRenderingContext2D, annotations: readonly Annotation[], selectedId: string | null, transform: Transform, why?: WhyWords): void {
    for (const annotation of annotations) {
      const isSelected = annotation.id === selectedId;
      const colour = isSelected ? colours.selected : annotation.savedIn === null ? colours.drawn : colours.saved;
      drawStrokes(context, strokesOf(annotation.kind, annotation.points), transform, colour);
      drawEnds(context, annotation, transform, colour);
      if (isSelected) drawHandles(context, handleIndices(annotation.kind, annotation.points).map((index) => annotation.points[index]).filter((point) => point !== undefined), transform, colour);
      drawLabel(context, annotationLabel(annotation.kind, annotation.figures, annotation.text, annotation.lesion?.name ?? null, why), annotation.points, transform, colour);
    }
  }

  drawDraft(context: CanvasRenderingContext2D, draft: Draft, pixels: PixelSource, transform: Transform, why?: WhyWords): void {
    drawStrokes(context, draftStrokes(draft), transform, colours.draft);
    drawHandles(context, draft.placed.slice(0, draft.kind === 'freehand' ? 1 : undefined), transform, colours.draft);
    const figures: readonly AnnotationFigure[] = draft.kind === 'freehand' ? [] : draftFigures(draft, pixels);
    const points = draft.floating === null ? draft.placed : [...draft.placed, draft.floating];
    drawLabel(context, annotationLabel(draft.kind, figures, '', null, why), points, transform, colours.draft);
  }
}

/** Annotations that lie on what is shown. */
export const annotationsOn = (annotations: readonly Annotation[], shown: ShownPlane | null): readonly Annotation[] => (shown === null ? [] : annotations.filter((annotation) => isShownIn(annotation, shown)));

function drawStrokes(context: CanvasRenderingContext2D, strokes: readonly Stroke[], transform: Transform, colour: string): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const trace = ({ points, isClosed }: Stroke): void => {
    points.forEach((point, index) => {
      const [x, y] = toScreen(transform, point);
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    if (isClosed) context.closePath();
  };
  context.beginPath();
  strokes.forEach(trace);
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgba(0, 0, 0, 0.6)';
  context.stroke();
  context.lineWidth = 1.6;
  context.strokeStyle = colour;
  context.stroke();
}

/** The head of an arrow, the cross of a probe, short bars at the ends of what measures a length. */
function drawEnds(context: CanvasRenderingContext2D, { kind, points }: Annotation, transform: Transform, colour: string): void {
  const [first, second] = points;
  if (first === undefined) return;
  const [x, y] = toScreen(transform, first);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.6;
  context.beginPath();
  if (kind === 'probe') {
    context.moveTo(x - 7, y);
    context.lineTo(x + 7, y);
    context.moveTo(x, y - 7);
    context.lineTo(x, y + 7);
    context.stroke();
  } else if (kind === 'arrow' && second !== undefined) {
    const [tailX, tailY] = toScreen(transform, second);
    const angle = Math.atan2(tailY - y, tailX - x);
    context.moveTo(x, y);
    for (const side of [-0.4, 0.4]) context.lineTo(x + 13 * Math.cos(angle + side), y + 13 * Math.sin(angle + side));
    context.closePath();
    context.fill();
  } else if (kind === 'length' || kind === 'bidirectional') {
    for (let n = 0; n + 1 < points.length; n += 2) {
      const [from, to] = [points[n], points[n + 1]];
      if (from !== undefined && to !== undefined) drawBars(context, toScreen(transform, from), toScreen(transform, to));
    }
    context.stroke();
  }
}

function drawBars(context: CanvasRenderingContext2D, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void {
  const size = Math.hypot(x1 - x0, y1 - y0);
  if (size < 1) return;
  const [nx, ny] = [(-(y1 - y0) / size) * 5, ((x1 - x0) / size) * 5];
  for (const [x, y] of [[x0, y0], [x1, y1]] as const) {
    context.moveTo(x - nx, y - ny);
    context.lineTo(x + nx, y + ny);
  }
}

function drawHandles(context: CanvasRenderingContext2D, points: readonly Vector3[], transform: Transform, colour: string): void {
  context.lineWidth = 1.5;
  for (const point of points) {
    const [x, y] = toScreen(transform, point);
    context.beginPath();
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = 'rgba(0, 0, 0, 0.55)';
    context.fill();
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** Beside the point farthest to the right, kept inside the cell. */
function drawLabel(context: CanvasRenderingContext2D, lines: readonly string[], points: readonly Vector3[], transform: Transform, colour: string): void {
  if (lines.length === 0 || points.length === 0) return;
  const onScreen = points.map((point) => toScreen(transform, point));
  const [right, level] = onScreen.reduce((best, at) => (at[0] > best[0] ? at : best));
  context.font = `600 13px ${canvasFont}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const widthPx = Math.max(...lines.map((line) => context.measureText(line).width));
  const heightPx = lines.length * lineHeightPx;
  const x = Math.max(4, right + 10 + widthPx > transform.widthPx - 26 ? Math.min(...onScreen.map(([at]) => at)) - 10 - widthPx : right + 10);
  const y = Math.max(lineHeightPx, Math.min(transform.heightPx - heightPx, level - heightPx / 2 + lineHeightPx / 2));
  lines.forEach((line, index) => rimmedText(context, line, x, y + index * lineHeightPx, colour));
}
