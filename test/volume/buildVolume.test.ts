import { describe, expect, it } from 'vitest';
import { buildImageVolume } from '../../shared/volume/buildVolume.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { hasRealData, listReal, readReal } from '../dicom/realData.ts';
import { syntheticSeries } from './syntheticSeries.ts';
import type { SeriesShape } from './syntheticSeries.ts';

function refusal(shape: SeriesShape): string {
  try {
    buildImageVolume(syntheticSeries(shape));
  } catch (error) {
    if (error instanceof DicomError) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const twelve = (isSigned: boolean) => buildImageVolume(syntheticSeries({
  value: () => 0xf800 - 0x10000 + 1, change: () => ({ BitsStored: [12], HighBit: [11], PixelRepresentation: [isSigned ? 1 : 0] }),
})).voxels[0];

describe('buildImageVolume', () => {
  it('sorts by position along the normal, whatever the file order and instance number', () => {
    const [a, b, c] = syntheticSeries({ change: (k) => ({ InstanceNumber: String(9 - k) }) });
    const volume = buildImageVolume([c, a, b].flatMap((file) => file ?? []));
    expect(volume.sopInstanceUIDs).toEqual(['1.5.0', '1.5.1', '1.5.2']);
    expect(volume.geometry).toMatchObject({ columns: 5, rows: 4, slices: 3, origin: [-10, -20, 0], rowSpacingMm: 2, columnSpacingMm: 1.5, sliceOffsetsMm: [0, 3, 6] });
    expect([...volume.voxels.subarray(40, 45)]).toEqual([200, 201, 202, 203, 204]);
    expect(volume).toMatchObject({ slope: 1, intercept: -1024, unit: 'HU', patientPosition: 'HFS', warnings: [] });
    expect(volume.defaultWindow).toEqual({ centre: 40, width: 400 });
  });

  it('stacks along the normal also where it points to the feet', () => {
    const volume = buildImageVolume(syntheticSeries({ orientation: [1, 0, 0, 0, -1, 0] }));
    expect(volume.geometry.normal).toEqual([0, 0, -1]);
    expect(volume.geometry.origin[2]).toBe(6);
    expect(volume.sopInstanceUIDs).toEqual(['1.5.2', '1.5.1', '1.5.0']);
  });

  it('lays the voxels on the memory it is given, asking once for exactly what it needs', () => {
    const asked: number[] = [];
    const volume = buildImageVolume(syntheticSeries(), { allocate: (byteLength) => { asked.push(byteLength); return new SharedArrayBuffer(byteLength); } });
    expect(asked).toEqual([5 * 4 * 3 * 2]);
    expect(volume.voxels.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('warns about uneven spacing and repeated files', () => {
    expect(buildImageVolume(syntheticSeries({ zMm: [0, 3, 6, 12] })).warnings.join()).toContain('not evenly spaced');
    expect(buildImageVolume(syntheticSeries({ zMm: [0, 3, 6.01] })).warnings).toEqual([]);
    const files = syntheticSeries();
    expect(buildImageVolume([...files, ...files.slice(1, 2)]).warnings.join()).toContain('more than once');
  });

  it('shifts an intercept that differs by whole steps, and says so', () => {
    const volume = buildImageVolume(syntheticSeries({ change: (k) => ({ RescaleIntercept: k === 1 ? '-1000' : '-1024' }) }));
    expect([volume.voxels[0], volume.voxels[20]]).toEqual([0, 124]);
    expect(volume.warnings.join()).toContain('RescaleIntercept');
  });

  it('drops bits above BitsStored and extends the sign from the stored bit', () => {
    expect([twelve(true), twelve(false)]).toEqual([-2047, 0x801]);
  });

  it.each([
    ['same position', { zMm: [0, 3, 3] }, 'broken-value'],
    ['orientation', { change: (k: number) => (k === 1 ? { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] } : {}) }, 'broken-value'],
    ['size', { change: (k: number) => (k === 1 ? { Rows: [2], Columns: [10] } : {}) }, 'broken-value'],
    ['FrameOfReferenceUID', { change: (k: number) => (k === 1 ? { FrameOfReferenceUID: '7' } : {}) }, 'broken-value'],
    ['series', { change: (k: number) => (k === 1 ? { SeriesInstanceUID: '7' } : {}) }, 'broken-value'],
    ['RescaleSlope', { change: (k: number) => (k === 1 ? { RescaleSlope: '2' } : {}) }, 'unsupported'],
    ['sideways', { change: (k: number) => ({ ImagePositionPatient: [-10, -20 + k, 3 * k] }) }, 'unsupported'],
    ['incomplete', { change: () => ({ PixelData: new Uint8Array(8) }) }, 'truncated'],
    ['bits a pixel', { change: () => ({ BitsAllocated: [12] }) }, 'unsupported'],
    ['Rows', { change: () => ({ Rows: '' }) }, 'missing-attribute'],
    ['65535 rows', { change: () => ({ Rows: [65535], Columns: [65535] }) }, 'truncated'],
    ['0 rows', { change: () => ({ Rows: [0] }) }, 'broken-value'],
    ['not a number', { change: () => ({ ImagePositionPatient: '1\\abc\\3' }) }, 'broken-value'],
  ])('refuses with a reason: %s', (word, shape, reason) => {
    const text = refusal(shape);
    expect(text.startsWith(reason), text).toBe(true);
    if (!word.endsWith('rows')) expect(text).toContain(word);
  });
});

describe.runIf(hasRealData)('real series', () => {
  it('builds the 105 slices of rt-esophagus-imrt as pydicom reads them', () => {
    const volume = buildImageVolume(listReal('rt-esophagus-imrt/CT').map((file) => readReal(file)));
    expect(volume.geometry).toMatchObject({ columns: 512, rows: 512, slices: 105, origin: [-324.365234375, -559.365234375, -189] });
    expect(volume.geometry.sliceOffsetsMm.at(-1)).toBe(416);
    expect(volume.warnings).toEqual([]);
    // Sum of the stored values of all 105 files: pydicom 2.3.1 PixelData through Python's array module.
    let sum = 0;
    for (const value of volume.voxels) sum += value;
    expect(sum).toBe(4719565537);
  });

  it.each([
    ['syntaxes/ctimage/CTImage_JPEGLSLossless_1.2.840.10008.1.2.4.80.dcm', 'unsupported'],
    ['modalities/us/US-rgb.dcm', 'unsupported'],
    ['malformed/cornerstone/no-pixel-spacing.dcm', 'unsupported'],
    ['malformed/derived/rows-65535.dcm', 'missing-attribute'],
  ])('refuses %s as %s', (file, reason) => {
    try {
      buildImageVolume([readReal(file)]);
      expect.unreachable();
    } catch (error) {
      expect((error as DicomError).reason).toBe(reason);
    }
  });

  it('reads big endian pixels as the little endian ones', () => {
    const little = buildImageVolume([readReal('syntaxes/ctimage/CTImage_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm')]);
    const big = buildImageVolume([readReal('syntaxes/ctimage/CTImage_BigEndianExplicit_1.2.840.10008.1.2.2.dcm')]);
    expect(big.voxels).toEqual(little.voxels);
  });
});
