import { describe, expect, it } from 'vitest';
import { barLengthMm, edgeLetters, flatEdgeLetters, scaleBarPlace } from '../../renderer/viewport/furniture.ts';
import { sideLetters } from '../../renderer/viewport/sideLetters.ts';
import { toPatient, toScreen, transformOf } from '../../renderer/viewport/transform.ts';
import type { SliceFrame } from '../../renderer/viewport/transform.ts';
import { sideCoordinate } from '../../renderer/viewport/cornerText.ts';

const axial: SliceFrame = { columns: 512, rows: 256, columnSpacingMm: 0.8, rowSpacingMm: 1.2, origin: [-200, -150, 30], xDirection: [1, 0, 0], yDirection: [0, 1, 0] };
const sagittal: SliceFrame = { columns: 256, rows: 100, columnSpacingMm: 1.2, rowSpacingMm: 4, origin: [12, -150, 200], xDirection: [0, 1, 0], yDirection: [0, 0, -1] };
const coronal: SliceFrame = { columns: 512, rows: 100, columnSpacingMm: 0.8, rowSpacingMm: 4, origin: [-200, 5, 200], xDirection: [1, 0, 0], yDirection: [0, 0, -1] };

describe('transform', () => {
  it('fits the whole image at zoom 1 with its middle in the middle', () => {
    const transform = transformOf(axial, 900, 600, 1, null, axial.origin);
    expect(transform.pxPerMm).toBeCloseTo(Math.min(900 / 409.6, 600 / 307.2), 12);
    const [x, y] = toScreen(transform, [-200 + 0.8 * 255.5, -150 + 1.2 * 127.5, 30]);
    expect(x).toBeCloseTo(450, 9);
    expect(y).toBeCloseTo(300, 9);
  });

  it.each([['axial', axial], ['sagittal', sagittal], ['coronal', coronal]] as const)('takes a point of the %s plane to the screen and back within 1e-9 mm', (_name, frame) => {
    const transform = transformOf(frame, 811, 633, 2.7, [3, -20, 41], frame.origin);
    const [x, y] = [123.4, 501.7];
    const point = toPatient(transform, x, y);
    const back = toScreen(transform, point);
    expect(back[0]).toBeCloseTo(x, 9);
    expect(back[1]).toBeCloseTo(y, 9);
  });

  it('keeps points read from the screen in the slice', () => {
    expect(toPatient(transformOf(axial, 900, 600, 1, null, axial.origin), 10, 10)[2]).toBeCloseTo(30, 12);
    expect(toPatient(transformOf(sagittal, 900, 600, 1, null, sagittal.origin), 10, 10)[0]).toBeCloseTo(12, 12);
    expect(toPatient(transformOf(coronal, 900, 600, 1, null, coronal.origin), 10, 10)[1]).toBeCloseTo(5, 12);
  });
});

describe('orientation letters', () => {
  it('puts the patient right on the left of an axial picture, anterior at the top', () => {
    expect(edgeLetters(transformOf(axial, 100, 100, 1, null, axial.origin))).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });
  it('puts anterior on the left of a sagittal picture and the head at the top', () => {
    expect(edgeLetters(transformOf(sagittal, 100, 100, 1, null, sagittal.origin))).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
  });
  it('puts the patient right on the left of a coronal picture and the head at the top', () => {
    expect(edgeLetters(transformOf(coronal, 100, 100, 1, null, coronal.origin))).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  });
  it('names both sides of an oblique direction, the stronger first', () => {
    expect(sideLetters([0.8, 0, -0.6])).toBe('LF');
    expect(sideLetters([0.1, -0.99, 0])).toBe('A');
  });
  it('writes coordinates with the side they lie on', () => {
    expect(sideCoordinate(2, -17)).toBe('F 17.0 mm');
    expect(sideCoordinate(0, 7.04)).toBe('L 7.0 mm');
    expect(sideCoordinate(1, -0.01)).toBe('P 0.0 mm');
  });
});

const turnedLetters = (rotationDegrees: number, isFlipped: boolean) => edgeLetters(transformOf(axial, 100, 100, 1, null, axial.origin, { rotationDegrees, isFlipped }));

describe('turned pictures', () => {
  const turns = [0, 90, 180, 270, 33].flatMap((rotationDegrees) => [false, true].map((isFlipped) => ({ rotationDegrees, isFlipped })));

  it.each(turns)('takes points there and back ($rotationDegrees°, flipped $isFlipped) and keeps lengths', (turn) => {
    const transform = transformOf(coronal, 811, 633, 1.7, [3, 5, 41], coronal.origin, turn);
    const [a, b] = [toPatient(transform, 100, 200), toPatient(transform, 400, 600)];
    expect(toScreen(transform, a)[0]).toBeCloseTo(100, 9);
    expect(toScreen(transform, b)[1]).toBeCloseTo(600, 9);
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeCloseTo(500 / transform.pxPerMm, 9);
  });

  it('turns clockwise: what was up is at the right', () => {
    expect(turnedLetters(90, false)).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
    expect(turnedLetters(0, true)).toEqual({ left: 'L', right: 'R', top: 'A', bottom: 'P' });
    expect(turnedLetters(180, true)).toEqual({ left: 'R', right: 'L', top: 'P', bottom: 'A' });
  });

  it('turns the letters of a flat image with it, and writes none at an odd angle', () => {
    const flat: SliceFrame = { columns: 10, rows: 20, columnSpacingMm: 1, rowSpacingMm: 1, origin: [0, 0, 0], xDirection: [1, 0, 0], yDirection: [0, 1, 0] };
    const letters = (rotationDegrees: number, isFlipped: boolean) => flatEdgeLetters(transformOf(flat, 100, 100, 1, null, flat.origin, { rotationDegrees, isFlipped }), { right: 'L', bottom: 'F' });
    expect(letters(0, false)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(letters(90, false)).toEqual({ left: 'F', right: 'H', top: 'R', bottom: 'L' });
    expect(letters(0, true)).toEqual({ left: 'L', right: 'R', top: 'H', bottom: 'F' });
    expect(letters(45, false)).toBeNull();
  });

  it('fits a picture lying on its side into the cell', () => {
    const transform = transformOf(axial, 900, 300, 1, null, axial.origin, { rotationDegrees: 90, isFlipped: false });
    expect(transform.pxPerMm).toBeCloseTo(Math.min(900 / 307.2, 300 / 409.6), 12);
  });

  it('chooses a round scale bar that fits', () => {
    expect(barLengthMm(2, 150)).toBe(50);
    expect(barLengthMm(0.01, 150)).toBe(200);
  });

  it('puts the scale bar over the letter, and on a low picture beside it, clear of four lines of the corners', () => {
    expect(scaleBarPlace({ widthPx: 400, heightPx: 300, pxPerMm: 1 })).toEqual({ lengthMm: 50, x: 388, top: 76, bottom: 126 });
    for (const heightPx of [170, 200, 240, 289]) {
      const { top, bottom, x } = scaleBarPlace({ widthPx: 200, heightPx, pxPerMm: heightPx / 500 });
      expect(top, `height ${heightPx}`).toBeGreaterThan(61);
      expect(bottom - top, `height ${heightPx}`).toBeGreaterThan(10);
      expect(bottom).toBeLessThan(heightPx - 61);
      // The letter takes 8 to 23 px from the edge.
      expect(200 - x).toBeGreaterThan(23);
    }
  });
});
