import { describe, expect, it } from 'vitest';
import { concat, dataSetBytes, fileBytes } from '../dicom/elementBytes.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { hasRealData, listReal, readReal } from '../dicom/realData.ts';
import { isPadding } from '../../shared/volume/types.ts';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeStack } from '../../shared/volume/planeStack.ts';
import { voxelToPatient } from '../../shared/volume/sample.ts';
import { volumeOf, volumesOf } from './buildForTest.ts';
import { syntheticSeries } from './syntheticSeries.ts';

const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values, (value) => value & 0xffff).buffer);

const paddedValue = (i: number): number => (i === 0 ? -2000 : i === 1 ? -1500 : 10 * i);

describe('forms of voxels', () => {
  it('keeps stored values of up to 16 bits, each in the type that holds them', async () => {
    const eight = await volumeOf(syntheticSeries({ change: (k) => ({ BitsAllocated: [8], BitsStored: [8], HighBit: [7], PixelRepresentation: [0], PixelData: new Uint8Array(20).fill(200 + k) }) }));
    expect(eight.voxels).toBeInstanceOf(Int16Array);
    expect([eight.voxels[0], eight.voxels[59]]).toEqual([200, 202]);
    const sixteen = await volumeOf(syntheticSeries({ value: () => -1, change: () => ({ PixelRepresentation: [0] }) }));
    expect(sixteen.voxels).toBeInstanceOf(Uint16Array);
    expect(sixteen.voxels[0]).toBe(65535);
  });

  it('turns slices with slopes of their own, as PET has, into final values', async () => {
    const slopes = ['2', '0.5', '1.25'];
    const pet = await volumeOf(syntheticSeries({ value: () => 100, change: (k) => ({ Modality: 'PT', Units: 'BQML', RescaleSlope: slopes[k] ?? '', RescaleIntercept: '0' }) }));
    expect(pet).toMatchObject({ slope: 1, intercept: 0, unit: 'BQML', paddingValue: null });
    expect([0, 20, 40].map((at) => pet.voxels[at])).toEqual([200, 50, 125]);
    const shifted = await volumeOf(syntheticSeries({ change: (k) => ({ RescaleIntercept: k === 1 ? '-1000' : '-1024' }) }));
    expect([shifted.voxels[0], shifted.voxels[20]]).toEqual([-1024, -900]);
  });

  it('reads 32 bits and floats', async () => {
    const wide = await volumeOf(syntheticSeries({ change: (k) => ({ BitsAllocated: [32], BitsStored: [32], HighBit: [31], PixelData: new Uint8Array(new Int32Array(20).fill(k * 100_000 - 7).buffer) }) }));
    expect([wide.voxels[0], wide.voxels[40]]).toEqual([-7 - 1024, 200_000 - 7 - 1024]);
    const maps = syntheticSeries({ change: () => ({ Modality: 'MR', RescaleSlope: '1', RescaleIntercept: '0' }) }).map((_, k) => floatSlice(k));
    const map = await volumeOf(maps);
    expect(map.voxels).toBeInstanceOf(Float32Array);
    expect(map).toMatchObject({ unit: 'mm2/s', slope: 1, intercept: 0 });
    expect(map.voxels[0]).toBe(Math.fround(Math.fround(0.5e-3) * 2 + 1));
    expect(Number.isNaN(map.voxels[1])).toBe(true);
  });

  it('keeps padding apart from values', async () => {
    const change = { PixelPaddingValue: words(-2000), PixelPaddingRangeLimit: words(-1500) };
    const volume = await volumeOf(syntheticSeries({ value: paddedValue, change: () => change }));
    expect(volume.paddingValue).toBe(-2000);
    expect([...volume.voxels.subarray(0, 5)]).toEqual([-2000, -2000, 20, 30, 40]);
    // Slices that disagree about padding cannot share one number for it.
    const mixed = await volumeOf(syntheticSeries({ value: paddedValue, change: (k) => (k === 1 ? {} : change) }));
    expect([...mixed.voxels.subarray(0, 5)].map((voxel) => isPadding(mixed, voxel))).toEqual([true, true, false, false, false]);
    expect([...mixed.voxels.subarray(20, 23)]).toEqual([-3024, -2524, -1004]);
  });

  it('keeps padding whose number needs more bits than are stored', async () => {
    const volume = await volumeOf(syntheticSeries({ value: (i) => (i === 0 ? 63536 : i === 1 ? 2096 : i), change: () => ({ BitsStored: [12], HighBit: [11], PixelRepresentation: [0], PixelPaddingValue: words(63536) }) }));
    expect([...volume.voxels.subarray(0, 3)].map((voxel) => isPadding(volume, voxel))).toEqual([true, false, false]);
    expect([...volume.voxels.subarray(1, 3)]).toEqual([2096, 2]);
  });

  it('does not mix padding into the values beside it', async () => {
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 2, 4, 8], value: (_i, _j, k) => (k === 3 ? -2000 : 100), change: () => ({ PixelPaddingValue: words(-2000) }) }));
    const { pixels, columns } = cutPlane(volume, planeStack(volume, { kind: 'coronal' }), 1, null);
    expect(new Set(pixels)).toEqual(new Set([100, -2000]));
    expect(pixels[columns]).toBe(-2000);
  });
});

describe('stacks', () => {
  it('keeps a scout of another orientation apart', async () => {
    const { volumes, refusals } = await volumesOf(syntheticSeries({ zMm: [0, 3, 6, 9], change: (k) => (k === 3 ? { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] } : {}) }));
    expect(volumes.map(({ geometry, volumeId, stackLabel }) => [geometry.slices, volumeId, stackLabel])).toEqual([[3, '1.4', 'axial 5 × 4'], [1, '1.4#2', 'sagittal 5 × 4']]);
    expect(refusals).toEqual([]);
  });

  it('keeps slices of another size apart', async () => {
    const { volumes } = await volumesOf(syntheticSeries({ zMm: [0, 3, 6, 9], change: (k) => (k === 3 ? { Rows: [2], Columns: [10] } : {}) }));
    expect(volumes.map(({ geometry, volumeId, stackLabel }) => [geometry.slices, volumeId, stackLabel])).toEqual([[3, '1.4', 'axial 5 × 4'], [1, '1.4#2', 'axial 10 × 2']]);
  });

  it.each([
    ['AcquisitionNumber', (k: number): ElementsByKeyword => ({ AcquisitionNumber: k < 3 ? '1' : '2' }), ['acquisition 1', 'acquisition 2']],
    ['TemporalPositionIdentifier', (k: number): ElementsByKeyword => ({ TemporalPositionIdentifier: k < 3 ? '1' : '2' }), ['temporal position 1', 'temporal position 2']],
    ['EchoNumbers', (k: number): ElementsByKeyword => ({ EchoNumbers: k < 3 ? '1' : '2' }), ['echo 1', 'echo 2']],
  ])('parts slices at one position by %s', async (_, change, labels) => {
    const { volumes } = await volumesOf(syntheticSeries({ zMm: [0, 3, 6, 0, 3, 6], value: (_i, _j, k) => k, change }));
    expect(volumes.map(({ stackLabel }) => stackLabel)).toEqual(labels);
    expect(volumes.map(({ voxels }) => [voxels[0], voxels[20], voxels[40]])).toEqual([[0, 1, 2], [3, 4, 5]]);
  });

  it('leaves acquisitions that lie one after the other together', async () => {
    const volume = await volumeOf(syntheticSeries({ change: (k) => ({ AcquisitionNumber: String(k) }) }));
    expect(volume.geometry.slices).toBe(3);
  });

  it('shows the stacks that can be shown when another is refused', async () => {
    const { volumes, refusals } = await volumesOf(syntheticSeries({ zMm: [0, 3, 6, 6], change: (k) => (k < 2 ? { Rows: [2], Columns: [10] } : {}) }));
    expect(volumes.map(({ geometry }) => geometry.slices)).toEqual([2]);
    expect(refusals.map(({ message }) => message).join()).toMatch(/1\.5\.2 and 1\.5\.3 .* lie at the same position/);
  });
});

/** A slice of a float map (PS3.3 A.75): value 0.0005 at every pixel, padding at the second; mapping 2x + 1. */
function floatSlice(k: number): Uint8Array {
  const pixels = new Float32Array(20).fill(0.5e-3);
  pixels[1] = -1;
  const file = fileBytes({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.30', SOPInstanceUID: `1.5.${k}`, SeriesInstanceUID: '1.4', FrameOfReferenceUID: '1.9', Modality: 'MR', Rows: [4], Columns: [5], BitsAllocated: [32],
    SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 3 * k], PixelSpacing: [1, 1],
    FloatPixelPaddingValue: new Uint8Array(Float32Array.of(-1).buffer),
    RealWorldValueMappingSequence: [{ RealWorldValueSlope: new Uint8Array(Float64Array.of(2).buffer), RealWorldValueIntercept: new Uint8Array(Float64Array.of(1).buffer), MeasurementUnitsCodeSequence: [{ CodeValue: 'mm2/s' }] }],
  });
  const header = concat([words(0x7fe0, 0x0008), new TextEncoder().encode('OF'), words(0, 80, 0)]);
  return concat([file, header, new Uint8Array(pixels.buffer)]);
}

/** An enhanced object: two stacks of three frames, interleaved. */
function enhancedFile(): Uint8Array {
  const perFrame = [0, 1, 2, 3, 4, 5].map((frame): ElementsByKeyword => ({
    FrameContentSequence: [{ StackID: frame % 2 === 0 ? 'A' : 'B', InStackPositionNumber: new Uint8Array(Uint32Array.of((frame >> 1) + 1).buffer) }],
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 5 * (frame >> 1)] }],
    PixelValueTransformationSequence: [{ RescaleSlope: frame % 2 === 0 ? '1' : '2', RescaleIntercept: '0', RescaleType: 'US' }],
  }));
  const file = fileBytes({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1', SOPInstanceUID: '1.5', SeriesInstanceUID: '1.4', FrameOfReferenceUID: '1.9', Modality: 'MR', NumberOfFrames: '6', Rows: [1], Columns: [2],
    BitsAllocated: [16], BitsStored: [12], HighBit: [11], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2',
    SharedFunctionalGroupsSequence: [{ PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }], PixelMeasuresSequence: [{ PixelSpacing: [1, 1] }], FrameVOILUTSequence: [{ WindowCenter: '7', WindowWidth: '9', VOILUTFunction: 'SIGMOID' }] }],
    PerFrameFunctionalGroupsSequence: perFrame,
  });
  return concat([file, dataSetBytes({ PixelData: words(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51) }, true)]);
}

describe('multi-frame objects', () => {
  it('puts the stacks of an enhanced object together frame by frame', async () => {
    const { volumes } = await volumesOf([enhancedFile()]);
    expect(volumes.map(({ stackLabel, voxels, slope, geometry }) => [stackLabel, [...voxels], slope, geometry.sliceOffsetsMm])).toEqual([
      ['stack A', [0, 1, 20, 21, 40, 41], 1, [0, 5, 10]],
      ['stack B', [10, 11, 30, 31, 50, 51], 2, [0, 5, 10]],
    ]);
    expect(volumes[0]).toMatchObject({ defaultWindow: { centre: 7, width: 9 }, windowShape: 'SIGMOID', sopInstanceUIDs: ['1.5', '1.5', '1.5'] });
  });

  it('stacks the frames of a grid by its offset vector', async () => {
    const [slice] = syntheticSeries({ zMm: [10], rows: 2, columns: 2, change: () => ({ NumberOfFrames: '3', GridFrameOffsetVector: '0\\-2\\-4', PixelData: words(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3) }) });
    const volume = await volumeOf(slice === undefined ? [] : [slice]);
    expect(volume.geometry).toMatchObject({ origin: [-10, -20, 6], sliceOffsetsMm: [0, 2, 4] });
    expect([0, 4, 8].map((at) => volume.voxels[at])).toEqual([3, 2, 1]);
  });
});

describe.runIf(hasRealData)('real sources', () => {
  it('reads an enhanced CT', async () => {
    const volume = await volumeOf([readReal('modalities/enhanced-and-lut/eCT_Supplemental.dcm')]);
    expect(volume.geometry).toMatchObject({ slices: 2, origin: [99.5, -301.5, -149], sliceOffsetsMm: [0, 10] });
    expect(volume).toMatchObject({ intercept: -1024, unit: 'HU', defaultWindow: { centre: 49, width: 102 } });
  });

  it('reads a float parametric map, padding and all', async () => {
    const volume = await volumeOf([readReal('modalities/enhanced-and-lut/parametric_map_float.dcm')]);
    expect(volume.voxels).toBeInstanceOf(Float32Array);
    expect(volume.geometry).toMatchObject({ columns: 128, rows: 128 });
    expect(volume).toMatchObject({ defaultWindow: { centre: 0.5, width: 1 }, windowShape: 'LINEAR_EXACT' });
  });

  it.each(['RLELossless_1.2.840.10008.1.2.5', 'JPEGLSLossless_1.2.840.10008.1.2.4.80', 'JPEG2000LosslessOnly_1.2.840.10008.1.2.4.90', 'JPEGProcess14SV1_1.2.840.10008.1.2.4.70', 'DeflatedExplicitVRLittleEndian_1.2.840.10008.1.2.1.99'])('makes of %s the volume of the plain slice', async (name) => {
    const plain = await volumeOf([readReal('syntaxes/ctimage/CTImage_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm')]);
    const packed = await volumeOf([readReal(`syntaxes/ctimage/CTImage_${name}.dcm`)]);
    expect(packed.voxels).toEqual(plain.voxels);
    expect([packed.slope, packed.intercept, packed.paddingValue, packed.unit]).toEqual([plain.slope, plain.intercept, plain.paddingValue, plain.unit]);
  });

  it('says that images were compressed with loss', async () => {
    const volume = await volumeOf([readReal('syntaxes/ctimage/CTImage_JPEGLSLossy_1.2.840.10008.1.2.4.81.dcm')]);
    expect(volume.marks.isLossy).toBe(true);
    expect(volume.warnings.join()).toContain('compressed with loss');
  });

  it('places the voxels of the oblique MR series where its attributes say', async () => {
    const { geometry, voxels, warnings } = await volumeOf(listReal('modalities/mr-series').map(readReal));
    expect(warnings).toEqual([]);
    expect([geometry.columns, geometry.rows, geometry.slices]).toEqual([256, 256, 6]);
    // Position of pixel (120, 100) of the uppermost image and its stored value: pydicom 2.3.1.
    const at = [120, 100, geometry.slices - 1] as const;
    voxelToPatient(geometry, at).forEach((coordinate, axis) => expect(coordinate).toBeCloseTo([-27.652723, -29.259553, -7.022903][axis] ?? 0, 3));
    expect(voxels[(at[2] * geometry.rows + at[1]) * geometry.columns + at[0]]).toBe(483);
  });
});
