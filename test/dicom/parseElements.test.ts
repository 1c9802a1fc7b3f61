import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { concat, dataSetBytes, fileBytes } from './elementBytes.ts';

const minimal = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3', Modality: 'CT' } as const;
const deflatedSyntax = '1.2.840.10008.1.2.1.99';
const header = (transferSyntaxUID: string): Uint8Array => fileBytes({}, { transferSyntaxUID });
const element = (...bytes: readonly number[]): Uint8Array => new Uint8Array(bytes);

function errorOf(action: () => unknown): DicomError {
  try {
    action();
  } catch (error) {
    if (error instanceof DicomError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('deflated data sets', () => {
  it('are read as if they were not deflated', () => {
    const file = concat([header(deflatedSyntax), deflateSync(dataSetBytes({ ...minimal, Rows: [7] }, true))]);
    const dataSet = parseDataSet(file);
    expect([dataSet.text('SOPInstanceUID'), dataSet.number('Rows'), dataSet.transferSyntaxUID]).toEqual(['1.2.3', 7, deflatedSyntax]);
    expect(dataSet.warnings).toEqual([]);
  });

  it('say that offsets count in the inflated data', () => {
    const body = dataSetBytes({ ...minimal, StudyDescription: 'x'.repeat(50) }, true);
    const error = errorOf(() => parseDataSet(concat([header(deflatedSyntax), deflateSync(body.subarray(0, body.length - 20))])));
    expect(error.reason).toBe('truncated');
    expect(error.message).toContain('of the inflated data');
    expect(error.detail).toMatchObject({ tag: '(0008,1030)', isInflated: true });
  });

  it('are refused before they fill the memory', () => {
    const bomb = concat([header(deflatedSyntax), deflateSync(new Uint8Array(300 * 1024 * 1024), { level: 1 })]);
    expect(errorOf(() => parseDataSet(bomb)).reason).toBe('unsupported');
  });

  it('end in a DicomError wherever the stream is cut or damaged', () => {
    const file = concat([header(deflatedSyntax), deflateSync(dataSetBytes({ ...minimal, StudyDescription: 'abc'.repeat(20) }, true))]);
    const start = header(deflatedSyntax).length;
    for (let at = start + 1; at < file.length; at++) {
      const damaged = file.map((byte, index) => (index === at ? byte ^ 0x55 : byte));
      for (const bytes of [file.subarray(0, at), damaged]) {
        try {
          parseDataSet(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DicomError);
        }
      }
    }
  });
});

describe('the beginning of a file', () => {
  const whole = fileBytes({ ...minimal, StudyDescription: 'y'.repeat(4000), Rows: [4], PixelData: new Uint8Array(5000) });

  it('is enough up to the tag asked for, pixel data listed by its length', () => {
    const dataSet = parseDataSet(whole.subarray(0, whole.length - 5000), { until: 'x7fe00010', fileLength: whole.length });
    expect(dataSet.number('Rows')).toBe(4);
    expect(dataSet.pixelData()?.byteLength).toBe(5000);
    expect(dataSet.warnings).toEqual([]);
  });

  it('says how many bytes it lacks, and reading that many always leads to the end', () => {
    for (let length = 1; length < whole.length; length += 97) {
      let given = length;
      for (let attempt = 0; ; attempt++) {
        expect(attempt).toBeLessThan(15);
        try {
          expect(parseDataSet(whole.subarray(0, given), { fileLength: whole.length }).pixelData()?.byteLength).toBe(5000);
          break;
        } catch (error) {
          expect((error as DicomError).detail['needBytes']).toBeGreaterThan(given);
          given = Number((error as DicomError).detail['needBytes']);
        }
      }
    }
  });

  it('does not ask for more than the file has', () => {
    const claimed = whole.length - 100;
    const dataSet = parseDataSet(whole.subarray(0, claimed - 1000), { until: 'x7fe00010', fileLength: claimed });
    expect(dataSet.pixelData()?.byteLength).toBe(4900);
    expect(dataSet.warnings.join()).toContain('is cut: 4900 of its 5000 bytes are there');
  });
});

describe('elements that are not as they should be', () => {
  const base = fileBytes(minimal);

  it('reads OV, SV and UV with four bytes of length', () => {
    const table = element(0xe0, 0x7f, 1, 0, 0x4f, 0x56, 0, 0, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    const next = dataSetBytes({ PixelData: new Uint8Array(6) }, true);
    expect(parseDataSet(concat([base, table, next])).pixelData()?.byteLength).toBe(6);
  });

  it('keeps a value of unknown VR as bytes, whichever form its length has', () => {
    const rest = dataSetBytes({ Rows: [9] }, true);
    for (const strange of [element(0x28, 0, 2, 0, 0x5a, 0x5a, 2, 0, 1, 0), element(0x28, 0, 2, 0, 0x5a, 0x5a, 0, 0, 2, 0, 0, 0, 1, 0), element(0x28, 0, 2, 0, 2, 0, 0, 0, 1, 0)]) {
      const dataSet = parseDataSet(concat([base, strange, rest]));
      expect(dataSet.number('Rows')).toBe(9);
      expect(dataSet.number('SamplesPerPixel')).toBe(1);
      expect(dataSet.warnings.join()).toMatch(new RegExp(`SamplesPerPixel \\(0028,0002\\) at byte ${base.length} has (the unknown VR "ZZ"|no VR)`));
    }
  });

  it('leaves out what follows the pixel data and is no element, and says so', () => {
    const image = fileBytes({ ...minimal, PixelData: new Uint8Array(4) });
    const dataSet = parseDataSet(concat([image, new TextEncoder().encode('appended by a mail gateway')]));
    expect(dataSet.warnings).toEqual([`what follows the pixel data at byte ${image.length} is not a DICOM element; 26 bytes are left out`]);
  });

  it('stops at data set trailing padding', () => {
    const padding = element(0xfc, 0xff, 0xfc, 0xff, 0x4f, 0x42, 0, 0, 2, 0, 0, 0, 0, 0);
    const dataSet = parseDataSet(concat([base, padding, element(1, 2, 3)]));
    expect(dataSet.warnings.join()).toContain('3 bytes follow the padding');
  });

  it('reads zero bytes in linear time, also where something follows them', () => {
    const zeros = new Uint8Array(20_000_000);
    expect(parseDataSet(concat([base, zeros])).warnings.join()).toContain(`zero bytes follow the data set at byte ${base.length}`);
    zeros[zeros.length - 1] = 1;
    expect(() => parseDataSet(concat([base, zeros]))).toThrow(DicomError);
  });

  it('refuses more items than memory is there for', () => {
    const items = new Uint8Array(17_000_000);
    for (let at = 0; at < items.length; at += 8) items.set([0xfe, 0xff, 0, 0xe0], at);
    const open = element(8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255);
    expect(errorOf(() => parseDataSet(concat([base, open, items])))).toMatchObject({ reason: 'unsupported', message: expect.stringContaining('more than 2000000 elements and items') as string });
  });

  it('names the element inside the item that runs over its end', () => {
    // An SQ whose item says 10 bytes but whose only element says 100.
    const sequence = element(8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 18, 0, 0, 0, 0xfe, 0xff, 0, 0xe0, 10, 0, 0, 0, 8, 0, 0x55, 0x11, 0x55, 0x49, 100, 0, 0x31, 0);
    const error = errorOf(() => parseDataSet(concat([base, sequence, new Uint8Array(200).fill(1)])));
    expect(error.reason).toBe('broken-value');
    expect(error.message).toContain(`ReferencedSOPInstanceUID (0008,1155) at byte ${base.length + 20}`);
  });

  it('ends a sequence that lost its delimiter at the next attribute', () => {
    const open = element(8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0);
    const dataSet = parseDataSet(concat([base, open, dataSetBytes({ Rows: [3] }, true)]));
    expect([dataSet.number('Rows'), dataSet.items('ReferencedImageSequence').length]).toEqual([3, 1]);
    expect(dataSet.warnings.join()).toContain(`ReferencedImageSequence (0008,1140) at byte ${base.length} has no delimiter`);
  });
});
