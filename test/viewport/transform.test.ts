import { describe, expect, it } from 'vitest';
import { edgeLetters, barLengthMm } from '../../renderer/viewport/furniture.ts';
import { sideLetters, nearestIndex, scrollCrosshair } from '../../renderer/viewport/planes.ts';
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

describe('scrolling', () => {
  const positions = [-10, -6, -2, 2, 6];
  it('steps from slice to slice and stops at the ends', () => {
    expect(scrollCrosshair([1, 2, -5.9], 'axial', positions, 1)).toEqual([1, 2, -2]);
    expect(scrollCrosshair([1, 2, 6], 'axial', positions, 3)).toEqual([1, 2, 6]);
    expect(scrollCrosshair([1, 2, -2], 'coronal', positions, -1)).toEqual([1, -2, -2]);
  });
  it('finds the nearest position in an uneven list', () => {
    expect(nearestIndex([0, 1, 5, 20], 3.2)).toBe(2);
    expect(nearestIndex([0], 3.2)).toBe(0);
  });
  it('chooses a round scale bar that fits', () => {
    expect(barLengthMm(2, 150)).toBe(50);
    expect(barLengthMm(0.01, 150)).toBe(200);
  });
});
