import { describe, expect, it } from 'vitest';
import { DicomError } from '../../shared/errors/appError.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { Keyword } from '../../shared/dicom/attributes.ts';
import { attributes } from '../../shared/dicom/attributes.ts';
import { concat, fileBytes } from './elementBytes.ts';
import { hasRealData, listReal, readReal, readRealJson } from './realData.ts';

const minimal = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3', Modality: 'CT' } as const;

function errorOf(action: () => unknown): DicomError | null {
  try {
    action();
  } catch (error) {
    if (error instanceof DicomError) return error;
    throw error;
  }
  return null;
}

const reasonOf = (action: () => unknown): string => errorOf(action)?.reason ?? 'none';

describe('parseDataSet', () => {
  it.each([true, false])('reads text, binary and decimal values and items, explicit VR: %s', (isExplicit) => {
    const dataSet = parseDataSet(fileBytes(
      { ...minimal, Rows: [512], PixelSpacing: [0.5, 1.25], ROIContourSequence: [{ ReferencedROINumber: '7' }, {}] },
      { isExplicit },
    ));
    expect(dataSet.text('SOPInstanceUID')).toBe('1.2.3');
    expect(dataSet.number('Rows')).toBe(512);
    expect([...dataSet.requireNumbers('PixelSpacing', 2)]).toEqual([0.5, 1.25]);
    expect(dataSet.items('ROIContourSequence').map((item) => item.number('ReferencedROINumber'))).toEqual([7, null]);
  });

  it('keeps absent, empty and broken apart', () => {
    const dataSet = parseDataSet(fileBytes({ ...minimal, RescaleSlope: '', RescaleIntercept: '12x' }));
    expect([dataSet.has('WindowCenter'), dataSet.number('WindowCenter')]).toEqual([false, null]);
    expect([dataSet.has('RescaleSlope'), dataSet.number('RescaleSlope')]).toEqual([true, null]);
    expect(reasonOf(() => dataSet.number('RescaleIntercept'))).toBe('broken-value');
    expect(reasonOf(() => dataSet.requireNumber('WindowCenter'))).toBe('missing-attribute');
  });

  it('takes a data set without preamble and meta information', () => {
    for (const isExplicit of [true, false]) {
      const dataSet = parseDataSet(fileBytes(minimal, { isExplicit, hasPreamble: false }));
      expect(dataSet.transferSyntaxUID).toBe(isExplicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2');
      expect(dataSet.text('Modality')).toBe('CT');
      expect(dataSet.warnings.join()).toContain('no preamble');
    }
  });

  it('refuses what is not DICOM', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(128), new TextEncoder().encode('hello, this is a letter'.repeat(20))]) {
      expect(reasonOf(() => parseDataSet(bytes))).toBe('not-dicom');
    }
  });

  it('keeps an image whose pixel data are cut, and names tag and byte offset', () => {
    const whole = fileBytes({ ...minimal, Rows: [2], PixelData: new Uint8Array(64) });
    const dataSet = parseDataSet(whole.subarray(0, whole.length - 1));
    expect(dataSet.pixelData()?.byteLength).toBe(63);
    expect(dataSet.warnings).toEqual([`PixelData (7FE0,0010) at byte ${whole.length - 76} is cut: 63 of its 64 bytes are there`]);
  });

  it('names tag and byte offset where the file is cut before its pixels, at every length', () => {
    const whole = fileBytes({ ...minimal, Rows: [2], StudyDescription: 'x'.repeat(64) });
    const description = whole.length - 10 - 72;
    const error = errorOf(() => parseDataSet(whole.subarray(0, description + 71)));
    expect(error?.reason).toBe('truncated');
    expect(error?.detail).toEqual({ tag: '(0008,1030)', byteOffset: description });
    for (let end = 0; end < whole.length; end++) {
      // A cut exactly between two elements cannot be told from a shorter object.
      expect(['truncated', 'not-dicom', 'none']).toContain(reasonOf(() => parseDataSet(whole.subarray(0, end))));
    }
  });

  it('survives sequences nested a hundred thousand deep', () => {
    const open = new Uint8Array([0x40, 0, 0x30, 0xa7, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 255, 0, 0xe0, 255, 255, 255, 255]);
    const bytes = concat([fileBytes(minimal), concat(Array.from({ length: 100_000 }, () => open))]);
    expect(['broken-value', 'truncated']).toContain(reasonOf(() => parseDataSet(bytes)));
  });

  it('takes a file that is not deflated although it says so', () => {
    const dataSet = parseDataSet(fileBytes(minimal, { transferSyntaxUID: '1.2.840.10008.1.2.1.99' }));
    expect(dataSet.text('SOPInstanceUID')).toBe('1.2.3');
    expect(dataSet.warnings.join()).toContain('says deflated');
  });
});

describe('text by SpecificCharacterSet', () => {
  const gbk = new Uint8Array([0xd5, 0xc5, 0xa3, 0xac]); // 张，
  it('guesses undeclared pairs of GB2312 and says so', () => {
    const dataSet = parseDataSet(fileBytes({ ...minimal, PatientName: gbk }));
    expect(dataSet.text('PatientName')).toBe('张，');
    expect(dataSet.warnings.join()).toContain('GB18030 assumed');
  });

  it('splits after decoding, because a GBK trail byte may be a backslash', () => {
    const bytes = new Uint8Array([0xd5, 0x5c, 0x5c, 0x41]); // 誠\A
    const dataSet = parseDataSet(fileBytes({ ...minimal, SpecificCharacterSet: 'GB18030', StudyDescription: bytes }));
    expect(dataSet.texts('StudyDescription')).toEqual(['誠', 'A']);
  });

  it('lets an item override the set of the object', () => {
    const item = { SpecificCharacterSet: 'ISO_IR 192', ROIName: new TextEncoder().encode('左肺 ') };
    const dataSet = parseDataSet(fileBytes({ ...minimal, SpecificCharacterSet: 'GB18030', StructureSetROISequence: [item] }));
    expect(dataSet.items('StructureSetROISequence')[0]?.text('ROIName')).toBe('左肺');
  });
});

describe.runIf(hasRealData)('real files', () => {
  it('decodes every Chinese text as it was written', () => {
    interface Expected { readonly note: string; readonly values: Readonly<Record<string, string>>; readonly roi_names?: Readonly<Record<string, string>> }
    const expected = readRealJson('charsets/chinese/expected.json') as Record<string, Expected>;
    const keywordOf = new Map<string, Keyword>(
      (Object.keys(attributes) as Keyword[]).map((keyword) => [attributes[keyword][0], keyword]),
    );
    let compared = 0;
    for (const [file, { values, roi_names: roiNames }] of Object.entries(expected)) {
      const dataSet = parseDataSet(readReal(`charsets/chinese/${file}`));
      if (file.includes('undeclared') || file.includes('declared-latin1')) expect(dataSet.text('PatientName') === null ? [] : dataSet.warnings.join()).toContain('GB18030 assumed');
      for (const [tag, text] of Object.entries(values)) {
        const keyword = keywordOf.get(`x${tag.replace(',', '').toLowerCase()}`);
        expect(keyword, tag).toBeDefined();
        if (keyword !== undefined) expect(dataSet.text(keyword), `${file} ${tag}`).toBe(text);
        compared++;
      }
      for (const roi of roiNames === undefined ? [] : dataSet.items('StructureSetROISequence')) {
        expect(roi.text('ROIName')).toBe(roiNames?.[roi.text('ROINumber') ?? '']);
        compared++;
      }
    }
    expect(compared).toBe(57);
  });

  it('decodes patient names as dcmtk 3.6.7 does, and the Japanese ones it cannot as pydicom 2.3.1 does', () => {
    type Names = Readonly<Record<string, string>>;
    interface Oracle { readonly files: Readonly<Record<string, { readonly dcmtk_utf8?: Names; readonly pydicom?: Names }>> }
    const { files } = readRealJson('oracles/charsets.json') as Oracle;
    let compared = 0;
    for (const [file, { dcmtk_utf8: dcmtk, pydicom }] of Object.entries(files)) {
      // pydicom does not know ISO 2022 IR 58, so dcmtk goes first; mislabelled GBK is judged by what was written, above.
      const name = dcmtk?.['0010,0010'] ?? pydicom?.['0010,0010'];
      if (name === undefined || name === '' || /undeclared|declared-latin1/.test(file)) continue;
      expect(parseDataSet(readReal(file)).text('PatientName'), file).toBe(name);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('answers every malformed file with a data set or a DicomError', () => {
    for (const file of listReal('malformed')) {
      expect(reasonOf(() => parseDataSet(readReal(file))), file).toMatch(/none|not-dicom|truncated|unsupported|broken-value/);
    }
  });
});
