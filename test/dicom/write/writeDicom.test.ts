import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import type { DicomObject } from '../../../shared/dicom/write/dicomObject.ts';
import { formatDecimal } from '../../../shared/dicom/write/formatDecimal.ts';
import { fnv1a128, uidFromSeed } from '../../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { DicomError } from '../../../shared/errors/appError.ts';

const base: DicomObject = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.3', SOPInstanceUID: '2.25.7' };

const thrownBy = (object: unknown): DicomError => {
  try {
    writeDicom({ ...base, ...(object as DicomObject) });
  } catch (error) {
    if (error instanceof DicomError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('writeDicom', () => {
  it('is read back by dicom-parser: text, numbers, nested sequences, pixels', () => {
    const bytes = writeDicom({
      ...base,
      PatientName: 'Shili^Timo=示例患者^体模',
      PatientBirthDate: null,
      Rows: 2,
      ImagePositionPatient: [-1.5, 0, 1 / 3],
      FrameIncrementPointer: 'GridFrameOffsetVector',
      StructureSetROISequence: [{ ROINumber: 1, ROIName: '脊髓' }, {}],
      ROIContourSequence: [{ ContourSequence: [{ ContourData: [1, 2, 3] }] }],
      PixelData: Int16Array.of(-2, 300),
    });
    const set = dicomParser.parseDicom(bytes);
    const utf8 = (element: { dataOffset: number; length: number }): string =>
      new TextDecoder().decode(bytes.subarray(element.dataOffset, element.dataOffset + element.length));
    expect(set.string('x00020010')).toBe('1.2.840.10008.1.2.1');
    expect(set.string('x00080005')).toBe('ISO_IR 192');
    expect(utf8(set.elements['x00100010']!).trimEnd()).toBe('Shili^Timo=示例患者^体模');
    expect(set.elements['x00100030']!.length).toBe(0);
    expect(set.uint16('x00280010')).toBe(2);
    expect(set.floatString('x00200032', 2)).toBeCloseTo(1 / 3, 13);
    expect(set.attributeTag('x00280009')).toBe('x3004000c');
    expect(set.elements['x30060020']!.items).toHaveLength(2);
    expect(set.elements['x30060039']!.items![0]!.dataSet!.elements['x30060040']!.items![0]!.dataSet!.string('x30060050')).toBe('1\\2\\3');
    const pixels = set.elements['x7fe00010']!;
    expect([...new Int16Array(bytes.slice(pixels.dataOffset, pixels.dataOffset + 4).buffer)]).toEqual([-2, 300]);
  });

  it('writes attributes in ascending tag order with even lengths', () => {
    const bytes = writeDicom({ PixelData: Uint8Array.of(1), PatientID: 'ABC', ...base });
    const set = dicomParser.parseDicom(bytes);
    const tags = Object.keys(set.elements).filter((tag) => !tag.startsWith('x0002'));
    expect(tags).toEqual([...tags].sort());
    expect(Object.values(set.elements).every((element) => element.length % 2 === 0)).toBe(true);
  });

  it.each([
    ['PatientSex', 'male', 'broken-value'],
    ['StructureSetLabel', 'longer than sixteen', 'broken-value'],
    ['StudyDate', '2025-01-01', 'broken-value'],
    ['StudyInstanceUID', '1.02.3', 'broken-value'],
    ['Rows', 70000, 'broken-value'],
    ['SliceThickness', Number.NaN, 'broken-value'],
    ['SeriesNumber', 1.5, 'broken-value'],
    ['PatientID', 'a\\b', 'broken-value'],
    ['BeamSequence', {}, 'broken-value'],
    ['PixelData', [1, 2], 'broken-value'],
    ['ContourData', Array.from({ length: 9000 }, () => 123.4567), 'broken-value'],
    ['FloatingPointValue', Number.NaN, 'broken-value'],
    ['GraphicData', [1e39], 'broken-value'],
    ['DisplayedAreaTopLeftHandCorner', [0.5, 1], 'broken-value'],
    ['ObservationDateTime', '2026-01-01', 'broken-value'],
    ['NotAKeyword', 'x', 'unsupported'],
  ])('refuses a bad %s and names it', (keyword, value, reason) => {
    const error = thrownBy({ [keyword]: value });
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(keyword);
  });

  it('takes the UID of an object that exists as that has it, and no other in its form', () => {
    const bytes = writeDicom({ ...base, StudyInstanceUID: '1.02.3' }, { copiedUIDs: new Set(['1.02.3', 'x.1']) });
    expect(dicomParser.parseDicom(bytes).string('x0020000d')).toBe('1.02.3');
    for (const uid of ['1.02.4', 'x.1']) expect(() => writeDicom({ ...base, StudyInstanceUID: uid }, { copiedUIDs: new Set(['1.02.3', 'x.1']) })).toThrow('StudyInstanceUID');
  });

  it('writes reals, long text and signed numbers as dicom-parser reads them', () => {
    const set = dicomParser.parseDicom(writeDicom({ ...base, FloatingPointValue: 1 / 3, GraphicData: [0.5, -2.25], DisplayedAreaTopLeftHandCorner: [-9, 70000], TextValue: 'a\\b\r\nc', ObservationDateTime: '20260101120000.125+0800' }));
    expect(set.double('x0040a161')).toBe(1 / 3);
    expect([set.float('x00700022', 0), set.float('x00700022', 1)]).toEqual([0.5, -2.25]);
    expect([set.int32('x00700052', 0), set.int32('x00700052', 1)]).toEqual([-9, 70000]);
    expect(set.text('x0040a160')).toBe('a\\b\r\nc');
    expect(set.string('x0040a032')).toBe('20260101120000.125+0800');
  });

  it('does not repeat a refused value in the message', () => {
    expect(thrownBy({ PatientName: '张三\\李四' }).message).not.toContain('张三');
  });

  it('is dumped by dcmtk without a complaint where dcmtk is installed', ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'write-'));
    try {
      const file = join(folder, 'a.dcm');
      writeFileSync(file, writeDicom({ ...base, PatientName: '示例^甲', DoseReferenceSequence: [{ DoseReferenceNumber: 1 }] }));
      const text = execFileSync('dcmdump', ['-q', file], { encoding: 'utf8' });
      expect(text).toContain('DoseReferenceNumber');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') skip('dcmdump is not installed');
      throw error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('formatDecimal', () => {
  it.each([0, -0, 1 / 3, -1 / 3, 1e-12 / 3, -123456.7890123456, 1.25e-8, 6.02214076e23, Math.PI * 1e10, -Number.MAX_VALUE])(
    'keeps %d within 16 characters and 9 digits',
    (value) => {
      const text = formatDecimal(value)!;
      expect(text.length).toBeLessThanOrEqual(16);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
    },
  );

  it('gives null for what is not finite', () => {
    expect([formatDecimal(Number.NaN), formatDecimal(Infinity)]).toEqual([null, null]);
  });
});

describe('uidFromSeed', () => {
  it('hashes as the published FNV-1a 128 vectors', () => {
    expect(fnv1a128('').toString(16)).toBe('6c62272e07bb014262b821756295c58d');
    expect(fnv1a128('a').toString(16)).toBe('d228cb696f1a8caf78912b704e4a8964');
    expect(fnv1a128('foobar').toString(16)).toBe('343e1662793c64bf6f0d3597ba446f18');
  });

  it('gives the same valid UID for the same seed, another for another', () => {
    const uids = Array.from({ length: 1000 }, (_, n) => uidFromSeed(`case/${n}`));
    expect(new Set(uids).size).toBe(1000);
    expect(uidFromSeed('case/5')).toBe(uids[5]);
    expect(uids.every((uid) => uid.length <= 64 && /^2\.25\.[1-9]\d*$/u.test(uid))).toBe(true);
  });
});
