import { describe, expect, it } from 'vitest';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeIndexAt, planeStack, pointInPlane } from '../../shared/volume/planeStack.ts';
import type { PlaneImage, PlaneOrientation, PlaneStack } from '../../shared/volume/planeStack.ts';
import { gridCentre, patientToVoxel, voxelToPatient } from '../../shared/volume/sample.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { volumeOf } from './buildForTest.ts';
import { columnSpacingMm, columns, paintSeries, pixelPoint, poses, rowSpacingMm, rows } from './paintedSeries.ts';
import type { Point, SeriesPose } from './paintedSeries.ts';

/** Changes by 1.1 to 6 from voxel to voxel in every direction. */
const linear = ([x, y, z]: Point): number => 1.7 * x - 2.3 * y + 1.1 * z + 40;
const frequency: Point = [0.31, -0.23, 0.19];
const amplitude = 500;
const sine = (point: Point): number => amplitude * Math.sin(dot(point, frequency));

const oblique = { kind: 'oblique', xDirection: [0.8, 0.6, 0], yDirection: [-0.36, 0.48, -0.8] } as const;
const orientations: readonly PlaneOrientation[] = [{ kind: 'acquired' }, { kind: 'axial' }, { kind: 'sagittal' }, { kind: 'coronal' }, oblique];

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const pointOf = ({ origin, xDirection, yDirection, columnSpacingMm: across, rowSpacingMm: down }: PlaneImage, column: number, row: number): Point =>
  [0, 1, 2].map((axis) => (origin[axis] ?? 0) + (xDirection[axis] ?? 0) * column * across + (yDirection[axis] ?? 0) * row * down) as [number, number, number];

/** Slice number in the file of every slice of the volume. */
const filesOf = ({ sopInstanceUIDs }: ImageVolume): readonly number[] => sopInstanceUIDs.map((uid) => Number(uid.split('.').at(-1)));

/** The smallest distance, in voxels, from a point to the faces of the box of voxel centres; negative outside. Solved from the attributes alone. */
function depth({ row, column, positions }: SeriesPose, point: Point): number {
  const [first, last] = [positions[0] ?? point, positions.at(-1) ?? point];
  const table: Point = [last[0] - first[0], last[1] - first[1], last[2] - first[2]];
  const normal: Point = [row[1] * column[2] - row[2] * column[1], row[2] * column[0] - row[0] * column[2], row[0] * column[1] - row[1] * column[0]];
  const offset: Point = [point[0] - first[0], point[1] - first[1], point[2] - first[2]];
  const way = dot(offset, normal) / dot(table, normal);
  const inPlane: Point = [offset[0] - way * table[0], offset[1] - way * table[1], offset[2] - way * table[2]];
  const i = dot(inPlane, row) / columnSpacingMm;
  const j = dot(inPlane, column) / rowSpacingMm;
  return Math.min(i, columns - 1 - i, j, rows - 1 - j, way * (positions.length - 1), (1 - way) * (positions.length - 1));
}

/** Largest difference from what each pixel should show, where something is shown; and whether something is shown just where it should be. */
function compare(pose: SeriesPose, volume: ImageVolume, stack: PlaneStack, expected: (point: Point) => number): { readonly error: number; readonly shown: number; readonly misplaced: number } {
  let [error, shown, misplaced] = [0, 0, 0];
  for (let index = 0; index < stack.positionsMm.length; index++) {
    const image = cutPlane(volume, stack, index, null);
    for (let row = 0; row < image.rows; row++) {
      for (let column = 0; column < image.columns; column++) {
        const pixel = image.pixels[row * image.columns + column] ?? Number.NaN;
        const point = pointOf(image, column, row);
        const inside = depth(pose, point);
        if (Math.abs(inside) > 1e-2 && inside > 0 === Number.isNaN(pixel)) misplaced++;
        if (Number.isNaN(pixel)) continue;
        shown++;
        error = Math.max(error, Math.abs(pixel - expected(point)));
      }
    }
  }
  return { error, shown, misplaced };
}

/** Trilinear interpolation of a sine is off by at most an eighth of its second derivative along each edge of a voxel, summed. */
function sineBound({ row, column, positions }: SeriesPose): number {
  const edges = positions.slice(1).map((position, k): Point => { const [x, y, z] = positions[k] ?? position; return [position[0] - x, position[1] - y, position[2] - z]; });
  const alongSlices = Math.max(...edges.map((edge) => dot(edge, frequency) ** 2));
  return (amplitude / 8) * ((dot(row, frequency) * columnSpacingMm) ** 2 + (dot(column, frequency) * rowSpacingMm) ** 2 + alongSlices);
}

describe.each(poses)('a series that lies $name', (pose) => {
  it('has every voxel where position, orientation and spacing of its image put it, and finds it there again', async () => {
    const volume = await volumeOf(paintSeries(pose, linear));
    const files = filesOf(volume);
    for (let k = 0; k < files.length; k++) {
      for (const [i, j] of [[0, 0], [columns - 1, 0], [0, rows - 1], [5, 7], [columns - 1, rows - 1]] as const) {
        const expected = pixelPoint(pose, i, j, files[k] ?? 0);
        expect(distance(voxelToPatient(volume.geometry, [i, j, k]), expected)).toBeLessThan(1e-5);
        patientToVoxel(volume.geometry, expected).forEach((index, axis) => expect(index).toBeCloseTo([i, j, k][axis] ?? 0, 5));
        expect(volume.voxels[(k * rows + j) * columns + i]).toBeCloseTo(linear(expected), 3);
      }
    }
    const last = pose.positions.length - 1;
    const [low, high] = [pixelPoint(pose, 0, 0, 0), pixelPoint(pose, columns - 1, rows - 1, last)];
    expect(distance(gridCentre(volume.geometry), [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2])).toBeLessThan(1e-5);
  });

  it('has lengths between voxels as its attributes give them', async () => {
    const { geometry, sopInstanceUIDs } = await volumeOf(paintSeries(pose, linear));
    const files = sopInstanceUIDs.map((uid) => Number(uid.split('.').at(-1)));
    for (const [a, b] of [[[0, 0, 0], [12, 0, 0]], [[3, 1, 2], [3, 9, 2]], [[1, 10, 0], [11, 2, 6]], [[6, 6, 1], [7, 5, 5]]] as const) {
      const measured = distance(voxelToPatient(geometry, a), voxelToPatient(geometry, b));
      expect(measured).toBeCloseTo(distance(pixelPoint(pose, a[0], a[1], files[a[2]] ?? 0), pixelPoint(pose, b[0], b[1], files[b[2]] ?? 0)), 5);
    }
  });

  it.each(orientations)('shows a linear function of the place exactly in $kind planes', async (orientation) => {
    const volume = await volumeOf(paintSeries(pose, linear));
    const { error, shown, misplaced } = compare(pose, volume, planeStack(volume, orientation), linear);
    expect(error).toBeLessThan(1e-3);
    expect(misplaced).toBe(0);
    expect(shown).toBeGreaterThan(300);
  });

  it.each(orientations)('shows a sine no farther off than interpolation is in $kind planes', async (orientation) => {
    const volume = await volumeOf(paintSeries(pose, sine));
    expect(compare(pose, volume, planeStack(volume, orientation), sine).error).toBeLessThan(sineBound(pose) + 1e-3);
  });

  it('keeps the display convention, steps upwards through its planes and finds them again', async () => {
    const volume = await volumeOf(paintSeries(pose, linear));
    const expected = { axial: [[1, 0, 0], [0, 1, 0]], sagittal: [[0, 1, 0], [0, 0, -1]], coronal: [[1, 0, 0], [0, 0, -1]] } as const;
    for (const kind of ['axial', 'sagittal', 'coronal'] as const) {
      const { xDirection, yDirection } = planeStack(volume, { kind });
      expect(distance(xDirection, expected[kind][0])).toBeLessThan(1e-6);
      expect(distance(yDirection, expected[kind][1])).toBeLessThan(1e-6);
    }
    for (const orientation of orientations) {
      const stack = planeStack(volume, orientation);
      expect(stack.positionsMm.toSorted((a, b) => a - b)).toEqual(stack.positionsMm);
      stack.origins.forEach((origin, index) => {
        expect(dot(origin, stack.normal)).toBeCloseTo(stack.positionsMm[index] ?? 0, 6);
        expect(planeIndexAt(stack, origin)).toBe(index);
        const elsewhere: Point = [origin[0] + 30, origin[1] - 20, origin[2] + 10];
        const moved = pointInPlane(stack, index, elsewhere);
        expect(dot(moved, stack.normal)).toBeCloseTo(stack.positionsMm[index] ?? 0, 6);
        expect(distance(moved, elsewhere)).toBeCloseTo(Math.abs(dot(elsewhere, stack.normal) - (stack.positionsMm[index] ?? 0)), 6);
      });
    }
  });
});

describe('slices beside a straight line', () => {
  it('by less than half a pixel make a volume that says how far its positions are off', async () => {
    const upright = poses.find(({ name }) => name === 'HFS, even');
    if (upright === undefined) throw new Error('no such pose');
    const pose = { ...upright, positions: upright.positions.map(([x, y, z], k): Point => [x + (k === 3 ? 0.3 : 0), y, z]) };
    const { warnings, geometry } = await volumeOf(paintSeries(pose, linear));
    const [, told] = /up to ([\d.]+) mm beside a straight line/.exec(warnings.join()) ?? [];
    const off = Math.max(...pose.positions.map((position, k) => distance(voxelToPatient(geometry, [0, 0, k]), position)));
    expect(off).toBeGreaterThan(0.2);
    expect(Number(told)).toBeCloseTo(off, 2);
  });
});

describe('tilted gantries', () => {
  it.each([['gantry +15°, even'], ['gantry -15°, uneven']])('%s is built with its tilt named', async (name) => {
    const pose = poses.find((candidate) => candidate.name === name);
    if (pose === undefined) throw new Error(`no pose ${name}`);
    const { warnings } = await volumeOf(paintSeries(pose, linear));
    expect(warnings.filter((warning) => warning.includes('gantry tilt of 15.0°'))).toHaveLength(1);
  });

  it('shows every acquired slice from its own first pixel', async () => {
    const pose = poses.find(({ name }) => name === 'gantry +15°, even');
    if (pose === undefined) throw new Error('no such pose');
    const volume = await volumeOf(paintSeries(pose, linear));
    const stack = planeStack(volume, { kind: 'acquired' });
    const files = filesOf(volume);
    stack.origins.forEach((origin, k) => expect(distance(origin, pose.positions[files[k] ?? 0] ?? [0, 0, 0])).toBeLessThan(1e-5));
  });

  it('says nothing where slices are shifted by less than half a pixel, and takes planes along the axes as they are', async () => {
    const upright = poses.find(({ name }) => name === 'HFS, even');
    if (upright === undefined) throw new Error('no such pose');
    const pose = { ...upright, positions: upright.positions.map(([x, y, z], k): Point => [x, y + 0.06 * k, z]) };
    const volume = await volumeOf(paintSeries(pose, linear));
    expect(volume.warnings).toEqual([]);
    expect(planeStack(volume, { kind: 'sagittal' }).isExact).toBe(true);
    expect(distance(voxelToPatient(volume.geometry, [4, 4, 6]), pixelPoint(pose, 4, 4, 6))).toBeLessThan(1e-6);
  });
});
