import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { sampleTrilinear } from '../../../shared/volume/sample.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { concat, dataSetBytes, fileBytes } from '../../dicom/elementBytes.ts';
import { hasRealData, readReal } from '../../dicom/realData.ts';

/** 3 × 2 × 4 voxels; stored value of frame f is 100 f + 10 row + column. */
const stored = Array.from({ length: 24 }, (_, index) => 100 * Math.floor(index / 6) + 10 * (Math.floor(index / 3) % 2) + (index % 3));

const attributesOf: ElementsByKeyword = {
  SOPClassUID: sopClass.rtDose, SOPInstanceUID: '1.1', FrameOfReferenceUID: '9', DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN',
  Rows: [2], Columns: [3], NumberOfFrames: '4', BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2',
  PixelSpacing: [2, 2.5], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-10, -20, 30], GridFrameOffsetVector: [0, 3, 6, 10],
  DoseGridScaling: '0.01', PixelData: new Uint8Array(new Uint16Array(stored).buffer), ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '5.5' }],
};

const dose = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({ ...attributesOf, ...change });

/** An item of encapsulated pixel data. */
const item = (value: Uint8Array): Uint8Array => concat([new Uint8Array(Uint16Array.of(0xfffe, 0xe000, value.length, 0).buffer), value]);

/** The same with every frame as two literal runs: high bytes, then low bytes (PS3.5 annex G). */
function rleDose(transferSyntaxUID = '1.2.840.10008.1.2.5'): Uint8Array {
  const { PixelData: _, ...rest } = attributesOf;
  const frames = [0, 1, 2, 3].map((frame) => {
    const values = stored.slice(frame * 6, frame * 6 + 6);
    const header = Uint32Array.from({ length: 16 }, (_unused, index) => [2, 64, 71][index] ?? 0);
    return item(concat([new Uint8Array(header.buffer), Uint8Array.of(5, ...values.map((value) => value >> 8)), Uint8Array.of(5, ...values.map((value) => value & 255))]));
  });
  const open = new Uint8Array(Uint16Array.of(0x7fe0, 0x0010, 0x424f, 0, 0xffff, 0xffff).buffer);
  const end = new Uint8Array(Uint16Array.of(0xfffe, 0xe0dd, 0, 0).buffer);
  return concat([fileBytes(rest, { transferSyntaxUID }), open, item(new Uint8Array()), ...frames, end]);
}

function reasonOf(change: ElementsByKeyword): string {
  try {
    readDose(dose(change));
  } catch (error) {
    if (error instanceof RtError) return error.reason;
    throw error;
  }
  return 'none';
}

const frames = (order: readonly number[]) => new Uint8Array(new Uint16Array(order.flatMap((frame) => stored.slice(frame * 6, frame * 6 + 6))).buffer);

/** Absolute offsets of planes turned about the x axis by an angle in radians. */
const tilted = (angle: number): ElementsByKeyword => ({ ImageOrientationPatient: [1, 0, 0, 0, Math.cos(angle), Math.sin(angle)], GridFrameOffsetVector: [30, 33, 36, 40] });

describe('readDose', () => {
  it('scales stored values onto the grid of the object', () => {
    const grid = readDose(dose());
    expect(grid.geometry).toMatchObject({ columns: 3, rows: 2, slices: 4, origin: [-10, -20, 30], columnSpacingMm: 2.5, rowSpacingMm: 2, sliceOffsetsMm: [0, 3, 6, 10] });
    expect(grid).toMatchObject({ units: 'GY', planUID: '5.5', doseSummationType: 'PLAN', warnings: [] });
    expect(grid.maximum).toBeCloseTo(3.12, 6);
    expect(sampleTrilinear(grid.geometry, grid.dose, [-10 + 2.5, -20 + 1, 38])).toBeCloseTo((250 + 5 + 1) / 100, 5);
  });

  it('reads absolute offsets of planes that are a little off the axial, and names the tilt where they are far off', () => {
    const { sliceOffsetsMm } = readDose(dose(tilted(0.003))).geometry;
    expect([...sliceOffsetsMm]).toEqual([0, 3, 6, 10].map((z) => expect.closeTo(z / Math.cos(0.003), 6)));
    expect(() => readDose(dose(tilted(0.3)))).toThrow('the planes are not axial');
  });

  it('refuses stored values with bits outside BitsStored instead of reading another dose', () => {
    expect(reasonOf({ BitsStored: [8], HighBit: [7] })).toBe('broken-value');
    expect(reasonOf({ BitsStored: [8], HighBit: [7], PixelRepresentation: [1] })).toBe('broken-value');
    expect(readDose(dose({ BitsStored: [12], HighBit: [11] })).maximum).toBeCloseTo(3.12, 6);
  });

  it('reads units written in small letters', () => {
    expect(readDose(dose({ DoseUnits: 'Gy' })).units).toBe('GY');
    expect(reasonOf({ DoseUnits: 'CGY' })).toBe('unsupported');
  });

  it('reads relative, absolute and downward offsets to the same dose at every patient point', () => {
    const grids = [
      readDose(dose()),
      readDose(dose({ GridFrameOffsetVector: [30, 33, 36, 40] })),
      readDose(dose({ ImagePositionPatient: [-10, -20, 40], GridFrameOffsetVector: [0, -4, -7, -10], PixelData: frames([3, 2, 1, 0]) })),
      readDose(dose({ ImagePositionPatient: [-10, -20, 40], GridFrameOffsetVector: [40, 36, 33, 30], PixelData: frames([3, 2, 1, 0]) })),
    ];
    for (const grid of grids) {
      expect(grid.geometry.origin).toEqual([-10, -20, 30]);
      expect(grid.geometry.sliceOffsetsMm).toEqual([0, 3, 6, 10]);
      expect([...grid.dose]).toEqual([...(grids[0]?.dose ?? [])]);
    }
  });

  it('honours a column direction that runs to anterior: planes then go to the feet', () => {
    const { geometry } = readDose(dose({ ImageOrientationPatient: [1, 0, 0, 0, -1, 0] }));
    expect(geometry.normal[2]).toBe(-1);
    expect(readDose(dose({ ImageOrientationPatient: [1, 0, 0, 0, -1, 0], GridFrameOffsetVector: [30, 27, 24, 20] })).geometry).toEqual(geometry);
  });

  it('reads 32 bit and lays the dose on the memory it is given', () => {
    const bytes = dose({ BitsAllocated: [32], BitsStored: [32], HighBit: [31], PixelData: new Uint8Array(new Uint32Array(stored.map((value) => value * 65536)).buffer) });
    const grid = readDose(bytes, { allocate: (byteLength) => new SharedArrayBuffer(byteLength) });
    expect(grid.dose.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(grid.maximum).toBeCloseTo(312 * 655.36, 0);
  });

  it.each([
    ['missing-attribute', { DoseGridScaling: '' }],
    ['broken-value', { DoseGridScaling: 'abc' }],
    ['broken-value', { DoseGridScaling: '0' }],
    ['broken-value', { GridFrameOffsetVector: [0, 3, 6] }],
    ['broken-value', { GridFrameOffsetVector: [0, 3, 2, 6] }],
    ['broken-value', { GridFrameOffsetVector: [5, 8, 11, 14] }],
    ['missing-attribute', { GridFrameOffsetVector: '' }],
    ['unsupported', { DoseUnits: 'CGY' }],
    ['missing-attribute', { DoseUnits: '' }],
    ['broken-value', { NumberOfFrames: '-5' }],
    ['unsupported', { BitsAllocated: [8], BitsStored: [8], HighBit: [7] }],
    ['unsupported', { SamplesPerPixel: [3], PhotometricInterpretation: 'RGB', PixelData: new Uint8Array(24 * 6) }],
  ])('refuses as %s: %o', (reason, change) => {
    expect(reasonOf(change)).toBe(reason);
  });

  it('takes no memory for frames that are not there', () => {
    let asked = 0;
    const offsets = Array.from({ length: 5000 }, (_, index) => index);
    expect(() => readDose(dose({ NumberOfFrames: '5000', GridFrameOffsetVector: offsets }), { allocate: (size) => { asked += size; return new ArrayBuffer(size); } })).toThrow('incomplete');
    expect(asked).toBe(0);
  });

  it('reads RLE and deflated doses as the plain one', () => {
    const plain = readDose(dose());
    expect(readDose(rleDose()).dose).toEqual(plain.dose);
    const whole = dose();
    const start = 132 + 8 + 20;
    const deflated = concat([whole.subarray(0, 132), dataSetBytes({ TransferSyntaxUID: '1.2.840.10008.1.2.1.99' }, true), deflateRawSync(whole.subarray(start))]);
    expect(readDose(deflated).dose).toEqual(plain.dose);
  });

  it('refuses lossy compression by name', () => {
    expect(() => readDose(rleDose('1.2.840.10008.1.2.4.50'))).toThrow('JPEG Baseline');
  });

  it('says where a dose below nothing is no difference, and which dose names no plan', () => {
    const negative = { PixelRepresentation: [1], PixelData: new Uint8Array(Int16Array.from(stored, (value) => value - 50).buffer) };
    expect(readDose(dose(negative)).warnings).toMatchObject([{ code: 'dose-negative', values: { minimum: -0.5 } }]);
    expect(readDose(dose({ ...negative, DoseType: 'ERROR' })).warnings.map(({ code }) => code)).toEqual(['dose-not-physical']);
    expect(readDose(dose({ ReferencedRTPlanSequence: [] })).warnings.map(({ code }) => code)).toEqual(['dose-plan-absent']);
    expect(readDose(dose({ ReferencedRTPlanSequence: [], DoseSummationType: 'PLAN_OVERVIEW' })).warnings).toEqual([]);
  });

  it('lists every plan of a sum, and fraction group and beams of a dose of less than a plan', () => {
    const beams = { ReferencedSOPInstanceUID: '5.5', ReferencedFractionGroupSequence: [{ ReferencedFractionGroupNumber: '1', ReferencedBeamSequence: [{ ReferencedBeamNumber: '3' }, { ReferencedBeamNumber: 'x' }] }] };
    const grid = readDose(dose({ DoseSummationType: 'BEAM', ReferencedRTPlanSequence: [beams, { ReferencedSOPInstanceUID: '6.6' }] }));
    expect(grid).toMatchObject({ doseSummationType: 'BEAM', planUID: '5.5', planUIDs: ['5.5', '6.6'], referencedBeams: [{ fractionGroup: 1, beamNumbers: [3] }] });
    expect(grid.warnings.map(({ code }) => code)).toEqual(['dose-value-unreadable']);
  });

  it('keeps relative dose apart from Gy', () => {
    const grid = readDose(dose({ DoseUnits: 'RELATIVE' }));
    expect(grid.units).toBe('RELATIVE');
    expect(grid.warnings.map(({ message }) => message).join()).toContain('not Gy');
  });
});

describe.runIf(hasRealData)('real doses', () => {
  // Maximum, mean, and the voxel at a third of the grid: pydicom 2.3.1 PixelData through Python's array module.
  it.each([
    ['rt-esophagus-imrt/RD.dcm', 1_275_440, 50.59563446, 3.7657351840823416, 4.836476314413182],
    ['rt-aria-qa/RD.dcm', 13_440, 20.16302, 6.586154963541667, 0],
    ['rt-pinnacle-prostate/RD.dcm', 1_033_950, 69.30432, 6.719017626867838, 5.33403],
    ['syntaxes/pydicom/rtdose.dcm', 1500, 1.254, 1.0132733333333332, 1.25],
    ['syntaxes/pydicom/rtdose_expb.dcm', 1500, 1.254, 1.0132733333333332, 1.25],
    ['syntaxes/pydicom/rtdose_rle.dcm', 1500, 1.254, 1.0132733333333332, 1.25],
  ])('reads %s as pydicom does, from a Buffer too', (file, voxels, maximum, mean, third) => {
    const { dose: values, maximum: ours } = readDose(readReal(file));
    let sum = 0;
    for (const value of values) sum += value;
    expect(values).toHaveLength(voxels);
    expect(ours).toBeCloseTo(maximum, 5);
    expect(sum / voxels).toBeCloseTo(mean, 5);
    expect(values[Math.floor(voxels / 3)]).toBeCloseTo(third, 5);
  });

  it('takes absolute offsets of rt-aria-qa to the same grid and refuses a short vector and a missing scaling', () => {
    const absolute = readDose(readReal('malformed/derived/rd-offset-vector-absolute.dcm'));
    const plain = readDose(readReal('rt-aria-qa/RD.dcm'));
    expect(absolute.dose).toEqual(plain.dose);
    absolute.geometry.sliceOffsetsMm.forEach((offset, k) => expect(offset).toBeCloseTo(plain.geometry.sliceOffsetsMm[k] ?? 0, 6));
    expect(() => readDose(readReal('malformed/derived/rd-offset-vector-short.dcm'))).toThrow('53 entries for 56 frames');
    expect(() => readDose(readReal('malformed/derived/rd-no-scaling.dcm'))).toThrow('DoseGridScaling');
    expect(readDose(readReal('malformed/derived/rd-relative.dcm')).units).toBe('RELATIVE');
    expect(readDose(readReal('malformed/derived/rd-iop-flipped-y.dcm')).geometry.columnDirection).toEqual([0, -1, 0]);
  });
});
