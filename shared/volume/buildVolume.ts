import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from '../dicom/attributes.ts';
import { DataSet, parseDataSet } from '../dicom/dataSet.ts';
import { frameCount, nativePixels, swapBytes } from '../dicom/nativePixels.ts';
import { readPlane } from '../dicom/readPlane.ts';
import { chooseWindow } from './chooseWindow.ts';
import { stackSlices } from './stackSlices.ts';
import type { PlacedSlice } from './stackSlices.ts';
import type { ImageVolume } from './types.ts';

export interface VolumeOptions {
  /** Where the voxels go: a SharedArrayBuffer where the host has one. Called once, after everything is checked. */
  readonly allocate?: (byteLength: number) => ArrayBufferLike;
}

interface Slice extends PlacedSlice {
  readonly dataSet: DataSet;
  readonly seriesUID: string;
  readonly frameOfReferenceUID: string;
  readonly isSigned: boolean;
  readonly bitsStored: number;
  readonly slope: number;
  readonly intercept: number;
}

/**
 * One volume of the slices of a series: single-frame, uncompressed, one 16 bit sample a pixel.
 *
 * Voxels are stored values [k][j][i] with bits outside BitsStored removed. Slices whose intercept differs by whole
 * steps of the common slope are shifted to the first one's, and `warnings` says so. Not covered: compressed pixel
 * data, enhanced multi-frame objects, 8 and 32 bit, a slope that changes from slice to slice.
 *
 * @throws {DicomError} unsupported | truncated | missing-attribute | broken-value
 */
export function buildImageVolume(files: readonly (Uint8Array | DataSet)[], options: VolumeOptions = {}): ImageVolume {
  const warnings: string[] = [];
  const given = dropRepeated(files.map((file) => readSlice(file instanceof DataSet ? file : parseDataSet(file))), warnings);
  const first = given[0];
  if (first === undefined) throw new DicomError('missing-attribute', 'There is no image to make a volume of.');
  for (const slice of given) requireSameSeries(first, slice);
  const { slices, geometry, warnings: spacing } = stackSlices(given, first.seriesUID);
  warnings.push(...spacing);

  const pixelsPerSlice = geometry.rows * geometry.columns;
  const sources = slices.map(({ dataSet }) => nativePixels(dataSet, pixelsPerSlice * 2));
  const buffer = (options.allocate ?? ((byteLength) => new ArrayBuffer(byteLength)))(pixelsPerSlice * 2 * slices.length);
  const voxels = first.isSigned ? new Int16Array(buffer) : new Uint16Array(buffer);
  const bytes = new Uint8Array(buffer);
  slices.forEach((slice, k) => {
    const source = sources[k];
    if (source === undefined) return;
    bytes.set(source, k * pixelsPerSlice * 2);
    const target = voxels.subarray(k * pixelsPerSlice, (k + 1) * pixelsPerSlice);
    if (!slice.dataSet.isLittleEndian) swapBytes(bytes.subarray(k * pixelsPerSlice * 2, (k + 1) * pixelsPerSlice * 2), 2);
    keepStoredBits(target, slice.bitsStored, slice.isSigned);
    shiftIntercept(target, slice, first, warnings);
  });

  const { dataSet, slope, intercept } = first;
  const modality = dataSet.text('Modality') ?? 'OT';
  if (modality === 'CT' && !dataSet.has('RescaleSlope')) warnings.push(`${nameAttribute('RescaleSlope')} is absent; stored values are taken as HU`);
  return {
    seriesInstanceUID: first.seriesUID,
    frameOfReferenceUID: first.frameOfReferenceUID,
    modality,
    geometry,
    voxels,
    slope,
    intercept,
    unit: unitOf(dataSet, modality),
    sopInstanceUIDs: slices.map((slice) => slice.sopInstanceUID),
    defaultWindow: chooseWindow(dataSet, modality, middleSlice(voxels, pixelsPerSlice, slices.length), slope, intercept),
    patientPosition: dataSet.text('PatientPosition'),
    warnings,
  };
}

function readSlice(dataSet: DataSet): Slice {
  const sopInstanceUID = dataSet.requireText('SOPInstanceUID');
  if (frameCount(dataSet) > 1) throw unsupported(sopInstanceUID, 'holds several frames in one object');
  if ((dataSet.number('SamplesPerPixel') ?? 1) !== 1) throw unsupported(sopInstanceUID, 'is a colour image');
  const bitsAllocated = dataSet.requireNumber('BitsAllocated');
  const bitsStored = dataSet.number('BitsStored') ?? bitsAllocated;
  const highBit = dataSet.number('HighBit') ?? bitsStored - 1;
  if (bitsAllocated !== 16) throw unsupported(sopInstanceUID, `has ${bitsAllocated} bits a pixel instead of 16`);
  if (bitsStored < 1 || bitsStored > 16) throw new DicomError('broken-value', `Image ${sopInstanceUID}: ${nameAttribute('BitsStored')} is ${bitsStored} of ${bitsAllocated} allocated.`);
  if (highBit !== bitsStored - 1) throw unsupported(sopInstanceUID, `keeps its values in bits up to ${highBit} instead of ${bitsStored - 1}`);
  const slope = dataSet.number('RescaleSlope') ?? 1;
  if (slope === 0) throw new DicomError('broken-value', `Image ${sopInstanceUID}: ${nameAttribute('RescaleSlope')} is 0.`);
  return {
    dataSet,
    sopInstanceUID,
    seriesUID: dataSet.requireText('SeriesInstanceUID'),
    frameOfReferenceUID: dataSet.requireText('FrameOfReferenceUID'),
    plane: readPlane(dataSet),
    isSigned: dataSet.number('PixelRepresentation') === 1,
    bitsStored,
    slope,
    intercept: dataSet.number('RescaleIntercept') ?? 0,
  };
}

function dropRepeated(slices: readonly Slice[], warnings: string[]): readonly Slice[] {
  const byUid = new Map(slices.map((slice) => [slice.sopInstanceUID, slice]));
  if (byUid.size < slices.length) warnings.push(`${slices.length - byUid.size} images were given more than once; one copy of each is used`);
  return [...byUid.values()];
}

function requireSameSeries(first: Slice, slice: Slice): void {
  const refuse = (reason: 'broken-value' | 'unsupported', what: string): DicomError =>
    new DicomError(reason, `Image ${slice.sopInstanceUID} ${what} than the rest of series ${first.seriesUID}; they make no single volume.`, { detail: { sopInstanceUID: slice.sopInstanceUID } });
  if (slice.seriesUID !== first.seriesUID) throw refuse('broken-value', 'belongs to another series');
  if (slice.frameOfReferenceUID !== first.frameOfReferenceUID) throw refuse('broken-value', 'has another FrameOfReferenceUID');
  if (slice.isSigned !== first.isSigned) throw refuse('unsupported', 'has another PixelRepresentation');
  if (slice.slope !== first.slope) throw refuse('unsupported', `has another RescaleSlope (${slice.slope} and ${first.slope})`);
  if (!Number.isInteger((slice.intercept - first.intercept) / first.slope)) throw refuse('unsupported', `has another RescaleIntercept (${slice.intercept} and ${first.intercept})`);
}

/** Bits above BitsStored are not part of the value (PS3.5 8.1.1); signed values are extended from the stored sign bit. */
function keepStoredBits(voxels: Int16Array | Uint16Array, bitsStored: number, isSigned: boolean): void {
  if (bitsStored === 16) return;
  const unused = 32 - bitsStored;
  if (isSigned) for (let index = 0; index < voxels.length; index++) voxels[index] = ((voxels[index] ?? 0) << unused) >> unused;
  else for (let index = 0; index < voxels.length; index++) voxels[index] = ((voxels[index] ?? 0) << unused) >>> unused;
}

function shiftIntercept(voxels: Int16Array | Uint16Array, slice: Slice, first: Slice, warnings: string[]): void {
  const shift = (slice.intercept - first.intercept) / first.slope;
  if (shift === 0) return;
  const [lowest, highest] = first.isSigned ? [-32768, 32767] : [0, 65535];
  for (let index = 0; index < voxels.length; index++) {
    const value = (voxels[index] ?? 0) + shift;
    if (value < lowest || value > highest) throw unsupported(slice.sopInstanceUID, 'has a RescaleIntercept that does not fit the rest of its series');
    voxels[index] = value;
  }
  const warning = 'RescaleIntercept (0028,1052) differs between slices; stored values are shifted to that of the first';
  if (!warnings.includes(warning)) warnings.push(warning);
}

function unsupported(sopInstanceUID: string, what: string): DicomError {
  return new DicomError('unsupported', `Image ${sopInstanceUID} ${what}, which cannot be shown as a volume yet.`, { detail: { sopInstanceUID } });
}

function unitOf(dataSet: DataSet, modality: string): string {
  const stated = dataSet.text(modality === 'PT' ? 'Units' : 'RescaleType');
  if (modality === 'CT') return stated === null || stated === 'US' ? 'HU' : stated;
  return stated ?? '';
}

function middleSlice(voxels: Int16Array | Uint16Array, pixelsPerSlice: number, slices: number): Int16Array | Uint16Array {
  const start = (slices >> 1) * pixelsPerSlice;
  return voxels.subarray(start, start + pixelsPerSlice);
}
