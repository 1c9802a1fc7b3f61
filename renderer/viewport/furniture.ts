import type { Pointer } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { dot, scale } from '../../shared/geometry/vector.ts';
import { sideLetters } from './sideLetters.ts';
import type { SliceSource } from './sliceSource.ts';
import { screenDirections, toScreen } from './transform.ts';
import type { Transform } from './transform.ts';

export const canvasFont = '"Noto Sans SC Variable", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';

/** Text with a dark rim, readable on any grey. */
export function rimmedText(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = 'rgba(0, 0, 0, 0.85)';
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** What stands at each edge of the picture. */
export type EdgeLetters = Readonly<Record<'left' | 'right' | 'top' | 'bottom', string>>;

/** The patient's side at each edge of the picture, from its directions alone. */
export function edgeLetters(transform: Transform): EdgeLetters {
  const { right, down } = screenDirections(transform);
  return { left: sideLetters(scale(right, -1)), right: sideLetters(right), top: sideLetters(scale(down, -1)), bottom: sideLetters(down) };
}

const opposite: Readonly<Record<string, string>> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' };
const against = (letters: string): string => letters.replaceAll(/[LRAPHF]/g, (letter) => opposite[letter] ?? letter);

/** Letters of a flat image, which says only what lies at its right and lower edge (PatientOrientation); none while it is turned by anything but quarters. */
export function flatEdgeLetters({ matrix }: Transform, { right, bottom }: { readonly right: string; readonly bottom: string }): EdgeLetters | null {
  const [xx, xy, yx, yy] = matrix;
  const along = (x: number, y: number): string | null => (x === 1 ? right : x === -1 ? against(right) : y === 1 ? bottom : y === -1 ? against(bottom) : null);
  const [toRight, toBottom] = [along(xx, xy), along(yx, yy)];
  if (toRight === null || toBottom === null) return null;
  return { left: against(toRight), right: toRight, top: against(toBottom), bottom: toBottom };
}

/** Letters at the edges of a picture as it is drawn; null where its image does not say how the patient lies. */
export function lettersOf({ space, edgeLetters: stated }: Pick<SliceSource, 'space' | 'edgeLetters'>, transform: Transform): EdgeLetters | null {
  if (space === 'patient') return edgeLetters(transform);
  return stated === null ? null : flatEdgeLetters(transform, stated);
}

export function drawEdgeLetters(context: CanvasRenderingContext2D, { widthPx, heightPx }: Transform, letters: EdgeLetters): void {
  context.font = `600 ${Math.min(22, Math.max(15, Math.round(widthPx / 80)))}px ${canvasFont}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  rimmedText(context, letters.left, 8, heightPx / 2, '#ffd166');
  context.textAlign = 'right';
  rimmedText(context, letters.right, widthPx - 8, heightPx / 2, '#ffd166');
  context.textAlign = 'center';
  rimmedText(context, letters.top, widthPx / 2, 14, '#ffd166');
  rimmedText(context, letters.bottom, widthPx / 2, heightPx - 14, '#ffd166');
}

/** Crosshair with a gap round its point, so that what it marks stays visible. */
export function drawCrosshair(context: CanvasRenderingContext2D, transform: Transform, [x, y]: readonly [number, number]): void {
  const gap = 14;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(x - gap, y);
  context.moveTo(x + gap, y);
  context.lineTo(transform.widthPx, y);
  context.moveTo(x, 0);
  context.lineTo(x, y - gap);
  context.moveTo(x, y + gap);
  context.lineTo(x, transform.heightPx);
  context.lineWidth = 1;
  context.strokeStyle = 'rgba(90, 200, 245, 0.8)';
  context.stroke();
}

const barLengthsMm = [200, 100, 50, 20, 10, 5, 2, 1];

/** Longest round length that takes at most `mostPx`. */
export function barLengthMm(pxPerMm: number, mostPx: number): number {
  return barLengthsMm.find((length) => length * pxPerMm <= mostPx) ?? 1;
}

/** Pictures lower than this, CSS px, have no room for the bar between the upper corner's text and the letter. */
const lowPx = 290;

/** Where the scale bar stands: near the right edge over its letter, on a low picture beside the letter. */
export function scaleBarPlace({ widthPx, heightPx, pxPerMm }: Pick<Transform, 'widthPx' | 'heightPx' | 'pxPerMm'>): { readonly lengthMm: number; readonly x: number; readonly top: number; readonly bottom: number } {
  const isLow = heightPx < lowPx;
  const lengthMm = barLengthMm(pxPerMm, heightPx * (isLow ? 0.2 : 0.28));
  const lengthPx = lengthMm * pxPerMm;
  const bottom = heightPx / 2 + (isLow ? lengthPx / 2 : -24);
  return { lengthMm, x: widthPx - (isLow ? 30 : 12), top: bottom - lengthPx, bottom };
}

/** Vertical bar of a round length. */
export function drawScaleBar(context: CanvasRenderingContext2D, transform: Transform): void {
  const { lengthMm, x, top, bottom } = scaleBarPlace(transform);
  context.beginPath();
  context.moveTo(x - 5, top);
  context.lineTo(x, top);
  context.lineTo(x, bottom);
  context.lineTo(x - 5, bottom);
  // A dark rim, for pictures that are white.
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgba(0, 0, 0, 0.7)';
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = 'rgba(235, 240, 245, 0.95)';
  context.stroke();
  context.font = `12px ${canvasFont}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  rimmedText(context, lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`, x - 9, (top + bottom) / 2, '#e8eef4');
}

/** Colour of a person's pointer, the same on every console. */
export function personColour(personId: string): string {
  let hash = 0;
  for (const letter of personId) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `hsl(${hash % 360}, 90%, 68%)`;
}

/** Arrow and name of everybody pointing in this plane; paler when their point lies on another slice. */
export function drawPointers(context: CanvasRenderingContext2D, transform: Transform, pointers: readonly Pointer[], slicePoint: Vector3, normal: Vector3): void {
  context.font = `600 13px ${canvasFont}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const pointer of pointers) {
    if (pointer.pointMm === null) continue;
    const [x, y] = toScreen(transform, pointer.pointMm);
    const offSliceMm = Math.abs(dot(pointer.pointMm, normal) - dot(slicePoint, normal));
    context.globalAlpha = offSliceMm > 2.5 ? 0.4 : 1;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 6, y + 16);
    context.lineTo(x + 9, y + 9);
    context.lineTo(x + 16, y + 6);
    context.closePath();
    context.fillStyle = personColour(pointer.personId);
    context.strokeStyle = '#000';
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    rimmedText(context, pointer.name, x + 18, y + 14, personColour(pointer.personId));
  }
  context.globalAlpha = 1;
}
