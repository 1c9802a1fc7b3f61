import { describe, expect, it } from 'vitest';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { fileBytes } from './elementBytes.ts';
import { hasRealData, listReal, readReal } from './realData.ts';

const identity = { SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1' };
const image = (uid: string) => ({ ReferencedSOPInstanceUID: uid });

describe('readHeader', () => {
  it('collects images of an RTSTRUCT from both sequences, each once', () => {
    const header = readHeader(fileBytes({
      ...identity, SOPClassUID: sopClass.rtStructureSet, Modality: 'RTSTRUCT', StructureSetLabel: 'Plan CT',
      ReferencedFrameOfReferenceSequence: [{
        FrameOfReferenceUID: '9.9',
        RTReferencedStudySequence: [{ RTReferencedSeriesSequence: [{ ContourImageSequence: [image('4.1'), image('4.2')] }] }],
      }],
      ROIContourSequence: [{ ContourSequence: [{ ContourImageSequence: [image('4.2')] }, { ContourImageSequence: [image('4.3')] }] }],
    }));
    expect(header.references.map((reference) => reference.sopInstanceUID)).toEqual(['4.1', '4.2', '4.3']);
    expect(header.frameOfReferenceUID).toBe('9.9');
    expect(header.label).toBe('Plan CT');
  });

  it('gives null and a finding for a date that is none, without repeating its text', () => {
    const header = readHeader(fileBytes({ ...identity, SOPClassUID: sopClass.rtPlan, Modality: 'RTPLAN', StudyDate: 'c2e419db', PatientBirthDate: '1970.02.28' }));
    expect(header.study.date).toBeNull();
    expect(header.patient.birthDate).toBe('19700228');
    expect(header.warnings).toEqual([expect.stringMatching(/^StudyDate \(0008,0020\) at byte \d+ is not a date$/)]);
  });

  it('reports pixel data shorter than its description', () => {
    const header = readHeader(fileBytes({ ...identity, SOPClassUID: sopClass.ct, Rows: [65535], Columns: [65535], BitsAllocated: [16], PixelData: new Uint8Array(32) }));
    expect(header.warnings.join()).toContain('the image is incomplete');
  });

  it('files an object without study or series alone, under its own UID', () => {
    const header = readHeader(fileBytes({ SOPClassUID: sopClass.rtPlan, SOPInstanceUID: '1.7', SeriesInstanceUID: '1.2' }));
    expect([header.studyInstanceUID, header.seriesInstanceUID]).toEqual(['1.7', '1.2']);
    expect(header.warnings.join()).toContain('StudyInstanceUID (0020,000D) is absent or empty');
  });

  it('refuses an object without identity and a DICOMDIR', () => {
    expect(() => readHeader(fileBytes({ SOPClassUID: sopClass.ct, StudyInstanceUID: '1' }))).toThrow('SOPInstanceUID (0008,0018)');
    expect(() => readHeader(fileBytes({ ...identity, SOPClassUID: sopClass.mediaDirectory }))).toThrow('DICOMDIR');
  });
});

describe.runIf(hasRealData)('real headers', () => {
  it('reads 105 CT headers, each an instance of its own', () => {
    const files = listReal('rt-esophagus-imrt/CT').map((file) => readReal(file));
    const headers = files.map((bytes) => readHeader(bytes));
    expect(new Set(headers.map((header) => header.sopInstanceUID)).size).toBe(105);
  });
});
