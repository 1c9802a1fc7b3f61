import { describe, expect, it } from 'vitest';
import { cellSlice } from '../../../renderer/viewport/cellPlace.ts';
import { movedTo, panned, pointedAt, zoomed } from '../../../renderer/viewport/deskActions.ts';
import { edgeLetters } from '../../../renderer/viewport/furniture.ts';
import { readoutAt } from '../../../renderer/viewport/readout.ts';
import { toPatient, toScreen } from '../../../renderer/viewport/transform.ts';
import { changeView } from '../../../shared/meeting/view.ts';
import { patientToVoxel, voxelToPatient } from '../../../shared/volume/sample.ts';
import { volumeOf } from '../../volume/buildForTest.ts';
import { deskView, distance, firstCell, placed, planeOf, sliceOf, writtenAt } from './desk.ts';
import { expected } from './expected.ts';

const { series } = expected();

/** What an observer facing the scanner has to the right and at the bottom, told by hand from the words of PS3.3 C.7.3.1.1.2. */
const seenFacingTheScanner: Readonly<Record<string, readonly [right: string, bottom: string]>> = {
  HFS: ['L', 'P'], HFP: ['R', 'A'], HFDL: ['A', 'L'], HFDR: ['P', 'R'], FFS: ['R', 'P'], FFP: ['L', 'A'], FFDL: ['P', 'L'], FFDR: ['A', 'R'],
};

it('holds every patient position, acquisitions along each plane, obliques and tilted gantries', () => {
  expect(series.map(({ name }) => name)).toEqual([...Object.keys(seenFacingTheScanner), 'coronal', 'sagittal', 'oblique', 'oblique, feet first', 'tilt +12', 'tilt -20', 'oblique, few decimals']);
});

describe.each(series)('$name as acquired', ({ files, slices, voxels, views, toleranceMm }) => {
  it('has its slices in order along the normal, each at its position', async () => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, 'acquired');
    expect(source.count).toBe(slices.length);
    slices.forEach(({ sopInstanceUID, positionMm, text }, k) => {
      expect(source.imageOf(k)).toEqual({ sopInstanceUID, frame: 0 });
      expect(source.place(k)).toMatchObject({ sopInstanceUID, frame: 0 });
      expect(Math.abs((source.positionMm(k) ?? Number.NaN) - positionMm)).toBeLessThan(1e-6);
      expect(writtenAt(source, k, deskView(volume, { steps: [], zoom: 1, centre: null }), 320, 240).topRight).toEqual([`Slice ${k + 1}/${slices.length}`, text]);
    });
  });

  it('has its voxels where the attributes put them, and finds them there', async () => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, 'acquired');
    for (const { index, place } of voxels) {
      expect(distance(voxelToPatient(volume.geometry, index), place)).toBeLessThan(toleranceMm);
      patientToVoxel(volume.geometry, place).forEach((found, axis) => expect(Math.abs(found - (index[axis] ?? 0))).toBeLessThan(2 * toleranceMm));
      const view = deskView(volume, { steps: [], zoom: 1, centre: null });
      expect(cellSlice(changeView(view, pointedAt(view, 0, [source], place)), 0, source)).toBe(index[2]);
      expect(cellSlice(changeView(view, movedTo(view, 0, [source], index[2])), 0, source)).toBe(index[2]);
    }
  });

  it.each(views)('$name shows the letters of its edges', async ({ steps, zoom, centre, letters, pxPerMm }) => {
    const volume = await volumeOf(files);
    const transform = placed(planeOf(volume, 'acquired'), 0, firstCell(deskView(volume, { steps, zoom, centre })));
    expect(edgeLetters(transform)).toEqual(letters);
    expect(transform.pxPerMm).toBeCloseTo(pxPerMm, 9);
  });

  it.each(views)('$name has the place and the value under every pixel, and writes them', async ({ pixels, ...shown }) => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, 'acquired');
    const view = deskView(volume, shown);
    for (const { k, x, y, place, text, value } of pixels) {
      const transform = placed(source, k, firstCell(view));
      const point = toPatient(transform, x, y);
      expect(distance(point, place)).toBeLessThan(toleranceMm);
      const [backX, backY] = toScreen(transform, place);
      expect(Math.hypot(backX - x, backY - y)).toBeLessThan(toleranceMm * shown.pxPerMm);
      const { sample } = readoutAt(source.pointIn(k, point), source, k, null);
      expect(sample).toEqual(value === null ? { kind: 'outside' } : { kind: 'value', value, unit: 'HU', text: value.toFixed(1) });
      expect(writtenAt(source, k, view, x, y).bottomRight).toEqual([value === null ? 'outside image' : `${value.toFixed(1)} HU`, text]);
    }
  });

  it.each(views)('$name keeps the place under the mouse while zooming, and takes it along while moving', async ({ pixels, ...shown }) => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, 'acquired');
    const view = deskView(volume, shown);
    for (const { k, x, y, place } of pixels) {
      const drawn = { transform: placed(source, k, firstCell(view)), frame: sliceOf(source, k), sliceIndex: k };
      const nearer = placed(source, k, firstCell(changeView(view, zoomed(view, 0, drawn, 1.5, x, y))));
      expect(nearer.pxPerMm).toBeCloseTo(shown.pxPerMm * 1.5, 9);
      // The middle of a cell is kept in hundredths of a millimetre.
      const middleMm = 0.005 * Math.sqrt(3) + toleranceMm;
      expect(distance(toPatient(nearer, x, y), place)).toBeLessThan(middleMm);
      const aside = placed(source, k, firstCell(changeView(view, panned(0, drawn.transform, 31, -17))));
      expect(distance(toPatient(aside, x + 31, y - 17), place)).toBeLessThan(middleMm);
    }
  });
});

it.each(Object.entries(seenFacingTheScanner))('%s is seen as by one who faces the scanner', async (position, sides) => {
  const volume = await volumeOf(series.find(({ name }) => name === position)?.files ?? []);
  const { right, bottom } = edgeLetters(placed(planeOf(volume, 'acquired'), 0, firstCell(deskView(volume, { steps: [], zoom: 1, centre: null }))));
  expect([right, bottom]).toEqual(sides);
  expect(volume.patientPosition).toBe(position);
});
