import { describe, expect, it } from 'vitest';
import { cellSlice } from '../../../renderer/viewport/cellPlace.ts';
import { pointedAt } from '../../../renderer/viewport/deskActions.ts';
import { edgeLetters } from '../../../renderer/viewport/furniture.ts';
import { readoutAt } from '../../../renderer/viewport/readout.ts';
import type { SliceSource } from '../../../renderer/viewport/sliceSource.ts';
import { toPatient } from '../../../renderer/viewport/transform.ts';
import { dot, length } from '../../../shared/geometry/vector.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { changeView } from '../../../shared/meeting/view.ts';
import { volumeOf } from '../../volume/buildForTest.ts';
import { deskView, distance, drawn, figureOf, firstCell, heightPx, placed, planeOf, sliceOf, widthPx, writtenAt } from './desk.ts';
import { expected } from './expected.ts';

const { series, gradient, offset } = expected();

/** What is at the right and at the bottom, and on which axis planes lie behind each other: the same for every patient, however acquired. */
const conventions = [
  { plane: 'axial', letters: { left: 'R', right: 'L', top: 'A', bottom: 'P' }, right: [1, 0, 0], down: [0, 1, 0], axis: 2, sides: ['H', 'F'] },
  { plane: 'sagittal', letters: { left: 'A', right: 'P', top: 'H', bottom: 'F' }, right: [0, 1, 0], down: [0, 0, -1], axis: 0, sides: ['L', 'R'] },
  { plane: 'coronal', letters: { left: 'R', right: 'L', top: 'H', bottom: 'F' }, right: [1, 0, 0], down: [0, 0, -1], axis: 1, sides: ['P', 'A'] },
] as const;

const cases = series.flatMap((one) => conventions.map((convention) => ({ ...one, ...convention })));

/** Value drawn at the pixel nearest to a point, and where that pixel lies. */
function drawnAt(source: SliceSource, index: number, point: Vector3): { readonly value: number; readonly place: Vector3; readonly halfPixelMm: number } {
  const slice = sliceOf(source, index);
  if (slice.kind !== 'grey') throw new Error('colour');
  const { origin, xDirection, yDirection, columnSpacingMm, rowSpacingMm, columns, pixels, slope, intercept } = slice;
  const column = Math.round((dot(point, xDirection) - dot(origin, xDirection)) / columnSpacingMm);
  const row = Math.round((dot(point, yDirection) - dot(origin, yDirection)) / rowSpacingMm);
  const at = (axis: 0 | 1 | 2): number => origin[axis] + xDirection[axis] * column * columnSpacingMm + yDirection[axis] * row * rowSpacingMm;
  return { value: (pixels[row * columns + column] ?? Number.NaN) * slope + intercept, place: [at(0), at(1), at(2)], halfPixelMm: Math.hypot(columnSpacingMm, rowSpacingMm) / 2 };
}

describe.each(cases)('$name cut $plane', ({ files, plane, letters, right, down, axis, sides, inside, slope, toleranceMm }) => {
  it('has the letters of the display convention, turned and flipped with the picture', async () => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, plane);
    const lettersAfter = (...steps: readonly (number | 'flip')[]) => edgeLetters(placed(source, 0, firstCell(deskView(volume, { plane, steps, zoom: 1, centre: null }))));
    expect(lettersAfter()).toEqual(letters);
    expect(lettersAfter(90)).toEqual({ top: letters.left, right: letters.top, bottom: letters.right, left: letters.bottom });
    expect(lettersAfter(180)).toEqual({ top: letters.bottom, right: letters.left, bottom: letters.top, left: letters.right });
    expect(lettersAfter('flip')).toEqual({ ...letters, left: letters.right, right: letters.left });
    expect(lettersAfter(270, 'flip')).toEqual({ top: letters.right, right: letters.top, bottom: letters.left, left: letters.bottom });
  });

  it('reads the voxel nearest to a place, and shows the function painted in', async () => {
    const source = planeOf(await volumeOf(files), plane);
    for (const { place, nearest, linear } of inside) {
      const index = source.indexAt(place);
      expect(readoutAt(place, source, index, null).sample).toMatchObject({ kind: 'value', value: nearest, unit: 'HU' });
      const pixel = drawnAt(source, index, place);
      // Half a stored step of painting, half of rounding what was interpolated.
      expect(Math.abs(pixel.value - dot(gradient, pixel.place) - offset)).toBeLessThan(slope + length(gradient) * toleranceMm);
      // And the pixel is the one at the place: no farther than half a pixel and half a step between planes.
      const stepMm = Math.max(...Array.from({ length: source.count - 1 }, (_, k) => (source.positionMm(k + 1) ?? Number.NaN) - (source.positionMm(k) ?? Number.NaN)));
      expect(distance(pixel.place, place)).toBeLessThan(Math.hypot(pixel.halfPixelMm, stepMm / 2) + toleranceMm);
      expect(Math.abs(pixel.value - linear)).toBeLessThan(slope + length(gradient) * (Math.hypot(pixel.halfPixelMm, stepMm / 2) + toleranceMm));
    }
  });

  it('has the places the display convention gives around the point in the middle, with true lengths, and writes them', async () => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, plane);
    for (const { place: centre } of inside) {
      const view = deskView(volume, { plane, steps: [], zoom: 3, centre });
      const index = cellSlice(changeView(view, pointedAt(view, 0, [source], centre)), 0, source);
      expect(index).toBe(source.indexAt(centre));
      const transform = placed(source, index, firstCell(view));
      const [rightMm, downMm] = [70 / transform.pxPerMm, -95 / transform.pxPerMm];
      const point = toPatient(transform, widthPx / 2 + 70, heightPx / 2 - 95);
      const positionMm = (source.positionMm(index) ?? Number.NaN) * source.normal[axis];
      const wanted = ([0, 1, 2] as const).map((one) => (one === axis ? positionMm : centre[one] + right[one] * rightMm + down[one] * downMm)) as [number, number, number];
      expect(distance(point, wanted)).toBeLessThan(1e-6);
      const { topRight } = writtenAt(source, index, view, 320, 240);
      expect(topRight[1]).toBe(`${sides[positionMm < 0 ? 1 : 0]} ${Math.abs(positionMm).toFixed(1)} mm`);
      expect(figureOf(drawn('length', source, index, firstCell(view), [[320, 240], [390, 145]]), 'length')).toBeCloseTo(Math.hypot(rightMm, downMm), 6);
      expect(figureOf(drawn('angle', source, index, firstCell(view), [[390, 240], [320, 240], [320, 145]]), 'angle')).toBeCloseTo(90, 6);
    }
  });
});
