import { describe, expect, it } from 'vitest';
import { volumeOf } from './buildForTest.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { hasRealData, listReal, readReal } from '../dicom/realData.ts';
import { syntheticSeries } from './syntheticSeries.ts';
import type { SeriesShape } from './syntheticSeries.ts';

async function refusal(shape: SeriesShape): Promise<string> {
  try {
    await volumeOf(syntheticSeries(shape));
  } catch (error) {
    if (error instanceof DicomError) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const twelve = async (isSigned: boolean): Promise<number | undefined> => (await volumeOf(syntheticSeries({
  value: () => 0xf800 - 0x10000 + 1, change: () => ({ BitsStored: [12], HighBit: [11], PixelRepresentation: [isSigned ? 1 : 0] }),
}))).voxels[0];

describe('buildImageVolume', () => {
  it('sorts by position along the normal, whatever the file order and instance number', async () => {
    const [a, b, c] = syntheticSeries({ change: (k) => ({ InstanceNumber: String(9 - k) }) });
    const volume = await volumeOf([c, a, b].flatMap((file) => file ?? []));
    expect(volume.sopInstanceUIDs).toEqual(['1.5.0', '1.5.1', '1.5.2']);
    expect(volume.geometry).toMatchObject({ columns: 5, rows: 4, slices: 3, origin: [-10, -20, 0], rowSpacingMm: 2, columnSpacingMm: 1.5, sliceOffsetsMm: [0, 3, 6] });
    expect([...volume.voxels.subarray(40, 45)]).toEqual([200, 201, 202, 203, 204]);
    expect(volume).toMatchObject({ slope: 1, intercept: -1024, unit: 'HU', patientPosition: 'HFS', warnings: [] });
    expect(volume.defaultWindow).toEqual({ centre: 40, width: 400 });
  });

  it('stacks along the normal also where it points to the feet', async () => {
    const volume = await volumeOf(syntheticSeries({ orientation: [1, 0, 0, 0, -1, 0] }));
    expect(volume.geometry.normal).toEqual([0, 0, -1]);
    expect(volume.geometry.origin[2]).toBe(6);
    expect(volume.sopInstanceUIDs).toEqual(['1.5.2', '1.5.1', '1.5.0']);
  });

  it('lays the voxels on the memory it is given, asking once for exactly what it needs', async () => {
    const asked: number[] = [];
    const volume = await volumeOf(syntheticSeries(), { allocate: (byteLength) => { asked.push(byteLength); return new SharedArrayBuffer(byteLength); } });
    expect(asked).toEqual([5 * 4 * 3 * 2]);
    expect(volume.voxels.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('warns about uneven spacing and repeated files', async () => {
    expect((await volumeOf(syntheticSeries({ zMm: [0, 3, 6, 12] }))).warnings.join()).toContain('not evenly spaced');
    expect((await volumeOf(syntheticSeries({ zMm: [0, 3, 6.01] }))).warnings).toEqual([]);
    const files = syntheticSeries();
    expect((await volumeOf([...files, ...files.slice(1, 2)])).warnings.join()).toContain('more than once');
  });

  it('drops bits above BitsStored and extends the sign from the stored bit', async () => {
    expect([await twelve(true), await twelve(false)]).toEqual([-2047, 0x801]);
  });

  it.each([
    ['same position', { zMm: [0, 3, 3] }, 'broken-value'],
    ['FrameOfReferenceUID', { change: (k: number) => (k === 1 ? { FrameOfReferenceUID: '7' } : {}) }, 'broken-value'],
    ['series', { change: (k: number) => (k === 1 ? { SeriesInstanceUID: '7' } : {}) }, 'broken-value'],
    ['RescaleSlope', { change: (k: number) => (k === 1 ? { RescaleSlope: '0' } : {}) }, 'broken-value'],
    ['colour', { change: () => ({ SamplesPerPixel: [3], PhotometricInterpretation: 'RGB', PixelData: new Uint8Array(240) }) }, 'unsupported'],
    ['sideways unevenly', { change: (k: number) => ({ ImagePositionPatient: [-10, k === 1 ? -16 : -20, 3 * k] }) }, 'unsupported'],
    ['incomplete', { change: () => ({ PixelData: new Uint8Array(8) }) }, 'truncated'],
    ['BitsAllocated', { change: () => ({ BitsAllocated: [12], BitsStored: [12], HighBit: [11] }) }, 'unsupported'],
    ['Rows', { change: () => ({ Rows: '' }) }, 'missing-attribute'],
    ['65535 rows', { change: () => ({ Rows: [65535], Columns: [65535] }) }, 'truncated'],
    ['0 rows', { change: () => ({ Rows: [0] }) }, 'broken-value'],
    ['not a number', { change: () => ({ ImagePositionPatient: '1\\abc\\3' }) }, 'broken-value'],
  ])('refuses with a reason: %s', async (word, shape, reason) => {
    const text = await refusal(shape);
    expect(text.startsWith(reason), text).toBe(true);
    if (!word.endsWith('rows')) expect(text).toContain(word);
  });
});

describe.runIf(hasRealData)('real series', () => {
  it('builds the 105 slices of rt-esophagus-imrt as pydicom reads them', async () => {
    const volume = await volumeOf(listReal('rt-esophagus-imrt/CT').map((file) => readReal(file)));
    expect(volume.geometry).toMatchObject({ columns: 512, rows: 512, slices: 105, origin: [-324.365234375, -559.365234375, -189] });
    expect(volume.geometry.sliceOffsetsMm.at(-1)).toBe(416);
    expect(volume.warnings).toEqual([]);
    // Sum of the stored values of all 105 files: pydicom 2.3.1 PixelData through Python's array module.
    let sum = 0;
    for (const value of volume.voxels) sum += value;
    expect(sum).toBe(4719565537);
  });

  it.each([
    ['modalities/us/US-rgb.dcm', 'unsupported'],
    ['malformed/cornerstone/no-pixel-spacing.dcm', 'unsupported'],
    ['malformed/derived/rows-65535.dcm', 'truncated'],
  ])('refuses %s as %s', async (file, reason) => {
    try {
      await volumeOf([readReal(file)]);
      expect.unreachable();
    } catch (error) {
      expect((error as DicomError).reason).toBe(reason);
    }
  });

  it('reads big endian pixels as the little endian ones', async () => {
    const little = await volumeOf([readReal('syntaxes/ctimage/CTImage_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm')]);
    const big = await volumeOf([readReal('syntaxes/ctimage/CTImage_BigEndianExplicit_1.2.840.10008.1.2.2.dcm')]);
    expect(big.voxels).toEqual(little.voxels);
  });
});
