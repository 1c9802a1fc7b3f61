import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { caseUIDs } from '../../../shared/rt/phantom/caseIdentity.ts';
import { FIELD_OF_VIEW_MM, imageObjects } from '../../../shared/rt/phantom/imageObjects.ts';
import { hash3, nearlyNormal } from '../../../shared/rt/phantom/noise.ts';
import type { BenchSeries } from './page/scrollEngine.ts';

const size = 512;
/** Painted planes are this far apart; between planes values are mixed. */
const planeMm = 4;
const intervals = 60;
const lowestMm = -118;
const noiseHU = 12;

/** How many slices, a multiple of 60, and what tells its patient, study and objects from those of other series. */
export interface PhantomSeries {
  readonly slices: number;
  readonly seed: string;
}

/**
 * Writes a CT of 512 × 512 signed 16 bit, by default of 300 slices, of the sample case's chest: `ct/*.dcm`, the same voxels as one file
 * `voxels.raw` ([k][j][i], little endian), and `series.json` which describes them. Every voxel carries its own noise.
 */
export async function writePhantomSeries(folder: string, { slices, seed }: PhantomSeries = { slices: 300, seed: 'scroll' }): Promise<void> {
  const planes = intervals + 1;
  const perPlane = slices / intervals;
  const identity = {
    patientName: 'Bench^Scroll', patientID: `BENCH-${seed}`, patientSex: 'O' as const, patientBirthDate: '19600101', seed,
    planesMm: Array.from({ length: planes }, (_, n) => lowestMm + n * planeMm), ...caseUIDs(`bench/${seed}`, slices),
  };
  const painted = [...imageObjects(identity, size)];
  const voxels = new Int16Array(size * size * slices);
  const sliceMm = planeMm / perPlane;
  await mkdir(join(folder, 'ct'), { recursive: true });
  const fileUrls: string[] = [];
  for (let k = 0; k < slices; k += 1) {
    const below = painted[Math.floor(k / perPlane)];
    const above = painted[Math.floor(k / perPlane) + 1];
    if (!(below?.PixelData instanceof Uint16Array) || !(above?.PixelData instanceof Uint16Array)) throw new Error('The phantom has too few planes.');
    const slice = voxels.subarray(k * size * size, (k + 1) * size * size);
    mix(slice, below.PixelData, above.PixelData, (k % perPlane) / perPlane, k);
    const corner = below.ImagePositionPatient as readonly number[];
    const z = lowestMm + k * sliceMm;
    const name = `${String(k).padStart(3, '0')}.dcm`;
    fileUrls.push(`/series/ct/${name}`);
    await writeFile(join(folder, 'ct', name), writeDicom({
      ...below, SOPInstanceUID: identity.imageUIDs[k] ?? '', InstanceNumber: k + 1, SliceThickness: sliceMm, ImagePositionPatient: [corner[0] ?? 0, corner[1] ?? 0, z], SliceLocation: z,
      BitsStored: 16, HighBit: 15, PixelRepresentation: 1, RescaleIntercept: 0, PixelData: slice,
    }));
  }
  const pixelMm = FIELD_OF_VIEW_MM / size;
  const corner = painted[0]?.ImagePositionPatient as readonly number[];
  const series: Omit<BenchSeries, 'voxels'> = { columns: size, rows: size, slices, pixelMm, sliceMm, origin: [corner[0] ?? 0, corner[1] ?? 0, lowestMm], window: { centre: 40, width: 400 }, fileUrls };
  await writeFile(join(folder, 'voxels.raw'), voxels);
  await writeFile(join(folder, 'series.json'), JSON.stringify(series));
}

/** HU between two planes of stored values (HU + 1024), with noise. */
function mix(slice: Int16Array, below: Uint16Array, above: Uint16Array, weight: number, seed: number): void {
  for (let n = 0; n < slice.length; n += 1) {
    const value = (below[n] ?? 0) * (1 - weight) + (above[n] ?? 0) * weight;
    slice[n] = Math.round(value - 1024 + noiseHU * nearlyNormal(hash3(n, seed, 5, 1)));
  }
}
