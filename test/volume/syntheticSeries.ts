import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { fileBytes } from '../dicom/elementBytes.ts';

export interface SeriesShape {
  readonly columns?: number;
  readonly rows?: number;
  readonly zMm?: readonly number[];
  readonly orientation?: readonly number[];
  readonly origin?: readonly [number, number];
  /** [row, column] as PixelSpacing. */
  readonly spacing?: readonly [number, number];
  /** Value of pixel (column, row) of slice k. */
  readonly value?: (i: number, j: number, k: number) => number;
  readonly change?: (k: number) => ElementsByKeyword;
}

/** Files of a small CT, one per slice. */
export function syntheticSeries(shape: SeriesShape = {}): Uint8Array[] {
  const { columns = 5, rows = 4, zMm = [0, 3, 6], orientation = [1, 0, 0, 0, 1, 0], origin = [-10, -20], spacing = [2, 1.5] } = shape;
  const value = shape.value ?? ((i, j, k) => i + 10 * j + 100 * k);
  return zMm.map((z, k) => {
    const pixels = new Int16Array(columns * rows);
    for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) pixels[j * columns + i] = value(i, j, k);
    return fileBytes({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: `1.5.${k}`, StudyInstanceUID: '1.3', SeriesInstanceUID: '1.4', FrameOfReferenceUID: '1.9',
      Modality: 'CT', PatientPosition: 'HFS', Rows: [rows], Columns: [columns], BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [1],
      SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', RescaleSlope: '1', RescaleIntercept: '-1024', ImageOrientationPatient: orientation,
      ImagePositionPatient: [...origin, z], PixelSpacing: spacing, PixelData: new Uint8Array(pixels.buffer), ...shape.change?.(k),
    });
  });
}
