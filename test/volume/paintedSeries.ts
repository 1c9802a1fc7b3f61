import { fileBytes } from '../dicom/elementBytes.ts';

export type Point = readonly [number, number, number];

/** How a series lies in the patient: what its attributes say, and nothing of how the product reads them. */
export interface SeriesPose {
  readonly name: string;
  readonly patientPosition: string;
  /** ImageOrientationPatient. */
  readonly row: Point;
  readonly column: Point;
  /** ImagePositionPatient of every slice. */
  readonly positions: readonly Point[];
}

export const columns = 13;
export const rows = 11;
/** Not square: 0.9 mm from row to row, 1.3 mm from column to column. */
export const rowSpacingMm = 0.9;
export const columnSpacingMm = 1.3;

/** Where the pixel in column i and row j of slice k lies (PS3.3 C.7.6.2.1.1). */
export function pixelPoint({ row, column, positions }: SeriesPose, i: number, j: number, k: number): Point {
  const [x, y, z] = positions[k] ?? [Number.NaN, Number.NaN, Number.NaN];
  const [along, down] = [i * columnSpacingMm, j * rowSpacingMm];
  return [x + row[0] * along + column[0] * down, y + row[1] * along + column[1] * down, z + row[2] * along + column[2] * down];
}

/** Value of one stored step: 32 bits reach ±21 000 with it. */
export const storedStep = 1e-5;

/** Files of a series that shows a function of the place in the patient at every pixel, last slice first. */
export function paintSeries(pose: SeriesPose, value: (point: Point) => number): Uint8Array[] {
  return pose.positions.map((position, k) => {
    const stored = new Int32Array(columns * rows);
    for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) stored[j * columns + i] = Math.round(value(pixelPoint(pose, i, j, k)) / storedStep);
    return fileBytes({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', SOPInstanceUID: `1.5.${k}`, StudyInstanceUID: '1.3', SeriesInstanceUID: '1.4', FrameOfReferenceUID: '1.9',
      Modality: 'MR', PatientPosition: pose.patientPosition, Rows: [rows], Columns: [columns], BitsAllocated: [32], BitsStored: [32], HighBit: [31], PixelRepresentation: [1],
      SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', RescaleSlope: String(storedStep), RescaleIntercept: '0',
      ImageOrientationPatient: [...pose.row, ...pose.column], ImagePositionPatient: position, PixelSpacing: [rowSpacingMm, columnSpacingMm], PixelData: new Uint8Array(stored.buffer),
    });
  }).reverse();
}

const degrees = Math.PI / 180;
const round = (value: number): number => Math.round(value * 1e8) / 1e8;
const lean = (angle: number): Point => [0, round(Math.cos(angle * degrees)), round(Math.sin(angle * degrees))];

/** Rows and columns turned by three angles, written with 8 decimals as scanners do. */
function turned(a: number, b: number, c: number): { readonly row: Point; readonly column: Point; readonly table: Point } {
  const [ca, sa, cb, sb, cc, sc] = [a, b, c].flatMap((angle) => [Math.cos(angle * degrees), Math.sin(angle * degrees)]) as [number, number, number, number, number, number];
  const matrix = [
    [cb * cc, sa * sb * cc - ca * sc, ca * sb * cc + sa * sc],
    [cb * sc, sa * sb * sc + ca * cc, ca * sb * sc - sa * cc],
    [-sb, sa * cb, ca * cb],
  ];
  const columnOf = (index: number): Point => matrix.map((line) => round(line[index] ?? 0)) as [number, number, number];
  return { row: columnOf(0), column: columnOf(1), table: columnOf(2) };
}

/** In a scanner the picture's rows and columns lie still and the patient is turned; tilted gantries lean against the table. */
const lies: readonly { readonly name: string; readonly patientPosition: string; readonly row: Point; readonly column: Point; readonly table: Point }[] = [
  { name: 'HFS', patientPosition: 'HFS', row: [1, 0, 0], column: [0, 1, 0], table: [0, 0, 1] },
  { name: 'HFP', patientPosition: 'HFP', row: [-1, 0, 0], column: [0, -1, 0], table: [0, 0, 1] },
  { name: 'HFDL', patientPosition: 'HFDL', row: [0, -1, 0], column: [1, 0, 0], table: [0, 0, 1] },
  { name: 'HFDR', patientPosition: 'HFDR', row: [0, 1, 0], column: [-1, 0, 0], table: [0, 0, -1] },
  { name: 'FFS', patientPosition: 'FFS', row: [-1, 0, 0], column: [0, 1, 0], table: [0, 0, 1] },
  { name: 'FFP', patientPosition: 'FFP', row: [1, 0, 0], column: [0, -1, 0], table: [0, 0, -1] },
  { name: 'FFDL', patientPosition: 'FFDL', row: [0, 1, 0], column: [1, 0, 0], table: [0, 0, 1] },
  { name: 'FFDR', patientPosition: 'FFDR', row: [0, -1, 0], column: [-1, 0, 0], table: [0, 0, -1] },
  { name: 'sagittal as acquired', patientPosition: 'HFS', row: [0, 1, 0], column: [0, 0, -1], table: [1, 0, 0] },
  { name: 'coronal as acquired', patientPosition: 'HFS', row: [1, 0, 0], column: [0, 0, -1], table: [0, 1, 0] },
  { name: 'oblique', patientPosition: 'HFS', ...turned(20, -35, 10) },
  { name: 'oblique near sagittal', patientPosition: 'FFS', ...turned(-75, 12, 80) },
  { name: 'gantry +15°', patientPosition: 'HFS', row: [1, 0, 0], column: lean(15), table: [0, 0, 1] },
  { name: 'gantry -15°', patientPosition: 'HFS', row: [1, 0, 0], column: lean(-15), table: [0, 0, 1] },
];

/** Ways along the table, mm, of slices spaced evenly and unevenly. */
const spacings = { even: [0, 2.4, 4.8, 7.2, 9.6, 12, 14.4], uneven: [0, 2.4, 4.8, 7.9, 10.3, 15.1, 17.5] } as const;

/** Every way to lie with even and with uneven slices, off whole numbers throughout. */
export const poses: readonly (SeriesPose & { readonly spacing: keyof typeof spacings })[] = lies.flatMap(({ name, table, ...lie }) =>
  (['even', 'uneven'] as const).map((spacing) => ({
    ...lie, name: `${name}, ${spacing}`, spacing,
    positions: spacings[spacing].map((way): Point => [-12.625 + table[0] * way, 40.3125 + table[1] * way, -101.4 + table[2] * way]),
  })));
