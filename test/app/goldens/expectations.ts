import { defaultIsodoseLevels } from '../../../shared/rt/dose/isodoseLevels.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { flat, flatValue } from './flatPicture.ts';
import { phantomValue, upperValue } from './phantomValue.ts';

/** What a scene must show at a place of its picture, from closed forms: the attributes of the phantom and the layout of a cell of 400 × 300. */
export interface Expectation {
  readonly places: readonly (readonly [number, number])[];
  /** Red, green, blue expected at a place; null where only the picture itself is compared. */
  readonly colourAt: (x: number, y: number, drawn: { readonly pxPerMm: number; readonly positionMm: number | null }) => readonly [number, number, number];
}

/** Window 0 / 1000 by the exact function. */
const grey = (value: number): number => Math.max(0, Math.min(255, (value / 1000 + 0.5) * 255));
const same = (level: number): readonly [number, number, number] => [level, level, level];

/** Places well inside every picture. */
const inside: readonly (readonly [number, number])[] = [[200, 150], [150, 110], [260, 200], [170, 190], [231, 97]];

/** Middle of the phantom. */
const middle: Vector3 = [0, 0, 42];
const widthMm = 65 * 0.9;
const heightMm = 47 * 1.3;
const depthMm = 33 * 2;
const fit = (acrossMm: number, downMm: number): number => Math.min(400 / acrossMm, 300 / downMm);

/** In-plane mm from the middle of the cell to the middle of a pixel. */
const offset = (x: number, y: number, scale: number): readonly [number, number] => [(x + 0.5 - 200) / scale, (y + 0.5 - 150) / scale];

const axialScale = fit(widthMm, heightMm);
const axialPoint = (x: number, y: number, scale = axialScale, [cx, cy, cz]: Vector3 = middle): Vector3 => {
  const [dx, dy] = offset(x, y, scale);
  return [cx + dx, cy + dy, cz];
};
const half = Math.SQRT1_2;

/** Column and row of the flat picture under a pixel of the cell; mirrored, so columns run to the left. */
function flatPixel(x: number, y: number): readonly [number, number] {
  const [dx, dy] = offset(x, y, fit(flat.columns, flat.rows * flat.aspectRatio) * flat.zoom);
  return [Math.round(flat.centre[0] - dx), Math.round((flat.centre[1] + dy) / flat.aspectRatio)];
}

export const expectations: Readonly<Record<string, Expectation>> = {
  axial: { places: inside, colourAt: (x, y) => same(grey(phantomValue(axialPoint(x, y)))) },
  // Left and right exchanged, then a quarter clockwise: what runs to the right of the screen runs to the front of the patient, what runs down runs to his right.
  'axial-turned-flipped-inverted': {
    places: inside,
    colourAt: (x, y) => {
      const [dx, dy] = offset(x, y, fit(heightMm, widthMm));
      return same(255 - grey(phantomValue([-dy, -dx, 42])));
    },
  },
  'axial-zoomed': { places: inside, colourAt: (x, y) => same(grey(phantomValue(axialPoint(x, y, axialScale * 3, [6, -8, 42])))) },
  coronal: {
    places: inside,
    colourAt: (x, y) => {
      const [dx, dy] = offset(x, y, fit(widthMm, depthMm));
      return same(grey(phantomValue([dx, 0, 42 - dy])));
    },
  },
  sagittal: {
    places: inside,
    colourAt: (x, y) => {
      const [dx, dy] = offset(x, y, fit(heightMm, depthMm));
      return same(grey(phantomValue([0, dx, 42 - dy])));
    },
  },
  // The plane nearest to the middle along the normal (half, half, 0) × (0, 0, −1) = (−half, half, 0); its distance is told by the page.
  oblique: {
    places: [[200, 150], [180, 130], [230, 170]],
    colourAt: (x, y, { pxPerMm, positionMm }) => {
      const [dx, dy] = offset(x, y, pxPerMm);
      const along = positionMm ?? Number.NaN;
      return same(grey(phantomValue([half * dx - half * along, half * dx + half * along, 42 - dy])));
    },
  },
  // The value falls towards the head, so the greatest of a slab of 12 mm is 6 mm to the feet.
  mip: { places: inside, colourAt: (x, y) => { const [px, py, pz] = axialPoint(x, y); return same(grey(phantomValue([px, py, pz - 6]))); } },
  // Slice 20 lies 40 mm up and 40 · tan 15° towards the back, and so does its middle on the screen.
  tilted: {
    places: inside,
    colourAt: (x, y) => {
      const [dx, dy] = offset(x, y, axialScale);
      return same(grey(phantomValue([dx, 40 * Math.tan(Math.PI / 12) + dy, 50])));
    },
  },
  fusion: { places: inside, colourAt: (x, y) => same((grey(phantomValue(axialPoint(x, y))) + grey(upperValue(axialPoint(x, y)))) / 2) },
  // Hot iron has no green or blue in its lower half: half of the grey is left of them there.
  'fusion-colours': {
    places: [[270, 150], [300, 140]],
    colourAt: (x, y) => {
      const [below, above] = [grey(phantomValue(axialPoint(x, y))), grey(upperValue(axialPoint(x, y)))];
      if (above > 127) throw new Error(`The upper volume is too bright at ${x}, ${y} for this expectation.`);
      return [below / 2 + above, below / 2, below / 2];
    },
  },
  // Inside the dose: 38 % of the colour of 100 %. Beyond the dose grid: the image alone.
  'structure-and-wash': {
    places: [[60, 150], [330, 140], [215, 160], [180, 131]],
    colourAt: (x, y) => {
      const level = grey(phantomValue(axialPoint(x, y)));
      const isInDose = Math.abs(axialPoint(x, y)[0]) < 19;
      const hundred = defaultIsodoseLevels.find(({ percent }) => percent === 100)?.color ?? [Number.NaN, Number.NaN, Number.NaN];
      return isInDose ? [0, 1, 2].map((channel) => level * (1 - washPart) + (hundred[channel] ?? Number.NaN) * washPart) as [number, number, number] : same(level);
    },
  },
  // The box is 30 mm wide and passes through all slices; a plane leaning by 45° cuts it 30·√2 mm long, in a line 1.8 px wide.
  'structure-oblique': {
    places: [[200, 150], [200, 78], [149, 150], [148, 130], [251, 160], [180, 221], [180, 224], [146, 150], [254, 150], [200, 76], [200, 226]],
    colourAt: (x, y, { pxPerMm, positionMm }) => {
      const [dx, dy] = offset(x, y, pxPerMm);
      const lift = (positionMm ?? Number.NaN) - 42 * half;
      const fromLinePx = Math.min(Math.abs(Math.abs(dx) - 15), Math.abs(Math.abs(dy - lift) - 15 / half)) * pxPerMm;
      const covered = Math.max(0, Math.min(1, 1.4 - fromLinePx));
      const level = grey(phantomValue([dx, half * (dy + 42 * half - (positionMm ?? Number.NaN)), half * (dy + 42 * half + (positionMm ?? Number.NaN))]));
      return [0, 1, 2].map((channel) => level * (1 - covered) + (boxColour[channel] ?? Number.NaN) * covered) as [number, number, number];
    },
  },
  // Places in the corners of the block of overlay, and just beyond each of its borders.
  'flat-table-overlay': {
    places: [[200, 150], [139, 89], [260, 210], [134, 150], [265, 150], [200, 85], [200, 214], [60, 40], [350, 260]],
    colourAt: (x, y) => {
      const [column, row] = flatPixel(x, y);
      const { block } = flat;
      const isMarked = column >= block.column && column < block.column + block.columns && row >= block.row && row < block.row + block.rows;
      return isMarked ? [255, 123, 230] : same(255 * (flatValue(column, row) / 300) ** 2);
    },
  },
};

/** Pure red, lifted to be seen on black. */
const boxColour = [255, 86, 86];
/** 38 % in 256 steps. */
const washPart = 97 / 255;
