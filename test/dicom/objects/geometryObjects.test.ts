import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { headerOf, readHeader } from '../../../shared/dicom/readHeader.ts';
import { readRegistration } from '../../../shared/dicom/objects/registration.ts';
import { readSegmentation } from '../../../shared/dicom/objects/segmentation.ts';
import { readTreatmentRecord } from '../../../shared/dicom/objects/treatmentRecord.ts';
import { hasRealData, readReal } from '../realData.ts';
import { pydicomData, runPydicom } from '../pydicom.ts';
import { dataSetOf } from './support.ts';

const turn = (degrees: number, shift: readonly [number, number, number]): string => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c, -s, 0, shift[0], s, c, 0, shift[1], 0, 0, 1, shift[2], 0, 0, 0, 1].map((value) => value.toFixed(10)).join('\\');
};
const step = (matrix: string, type = 'RIGID') => ({ MatrixRegistrationSequence: [{ MatrixSequence: [{ FrameOfReferenceTransformationMatrix: matrix, FrameOfReferenceTransformationMatrixType: type }] }] });
const registrationOf = (...frames: readonly object[]) =>
  dataSetOf({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.1', Modality: 'REG', FrameOfReferenceUID: 'F', RegistrationSequence: frames });

const frameOf = (number: number) => ({ SegmentIdentificationSequence: [{ ReferencedSegmentNumber: [number] }] });
const beam = (number: number) => ({ ReferencedBeamNumber: String(number), BeamName: `B${number}`, CurrentFractionNumber: '4', TreatmentTerminationStatus: 'NORMAL', DeliveredPrimaryMeterset: '101.5' });

describe('readRegistration', () => {
  it('gives matrix and frame, and multiplies several steps in their order', () => {
    const steps = { FrameOfReferenceUID: 'G', MatrixRegistrationSequence: [...step(turn(90, [0, 0, 0])).MatrixRegistrationSequence, ...step(turn(0, [5, 0, 0])).MatrixRegistrationSequence] };
    const { frames } = readRegistration(registrationOf(steps));
    // A quarter turn and then 5 mm to the left: (1,0,0) → (0,1,0) → (5,1,0).
    const m = frames[0]?.matrix ?? [];
    expect([0, 4, 8].map((row) => (m[row] ?? 0) + (m[row + 3] ?? 0))).toEqual([5, 1, 0].map((value) => expect.closeTo(value, 9) as number));
    expect(frames[0]).toMatchObject({ fromFrameOfReferenceUID: 'G', type: 'RIGID', isRigid: true });
  });

  it('judges rigid by the numbers and says where a scaling is called RIGID', () => {
    const scaled = turn(0, [1, 2, 3]).replace('1.0000000000', '1.0100000000');
    const mirrored = turn(0, [0, 0, 0]).replace('1.0000000000', '-1.0000000000');
    for (const matrix of [scaled, mirrored]) {
      const { frames, warnings } = readRegistration(registrationOf(step(matrix)));
      expect(frames[0]?.isRigid).toBe(false);
      expect(warnings.join()).toContain('(3006,00C6) is called RIGID but is not');
    }
    expect(readRegistration(registrationOf(step(scaled, 'RIGID_SCALE'))).warnings).toEqual([]);
  });

  it('refuses what is no matrix', () => {
    expect(() => readRegistration(registrationOf(step('1\\0\\0')))).toThrow('has 3 values instead of 16');
    expect(() => readRegistration(registrationOf(step(turn(0, [0, 0, 0]).replace(/1\.0+$/, '2'))))).toThrow('0 0 0 1');
    expect(() => readRegistration(registrationOf({}))).toThrow('(0070,030A)');
  });

  it('names images in the header', () => {
    const header = headerOf(registrationOf({ ...step(turn(0, [0, 0, 0])), ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '8.1' }] }));
    expect(header).toMatchObject({ kind: 'registration', references: [{ role: 'object', sopInstanceUID: '8.1' }] });
  });
});

describe('readSegmentation', () => {
  const base = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', Modality: 'SEG', SegmentationType: 'BINARY', NumberOfFrames: '3',
    SegmentSequence: [{ SegmentNumber: [1], SegmentLabel: 'GTV', SegmentAlgorithmType: 'MANUAL' }, { SegmentNumber: [2], SegmentLabel: 'Liver' }],
    PerFrameFunctionalGroupsSequence: [frameOf(2), frameOf(1), frameOf(2)],
  };

  it('gives each segment its frames', () => {
    const { segments, warnings } = readSegmentation(dataSetOf(base));
    expect(segments.map(({ label, frames, algorithmType }) => [label, frames, algorithmType])).toEqual([['GTV', [1], 'MANUAL'], ['Liver', [0, 2], null]]);
    expect(warnings).toEqual([]);
  });

  it('says when frames belong to nobody, and refuses one number for two segments', () => {
    expect(readSegmentation(dataSetOf({ ...base, PerFrameFunctionalGroupsSequence: [frameOf(3)] })).warnings.join()).toMatch(/is 3 but 1 frames.*segment 3/s);
    expect(() => readSegmentation(dataSetOf({ ...base, SegmentSequence: [{ SegmentNumber: [1] }, { SegmentNumber: [1] }] }))).toThrow('same SegmentNumber (0062,0004)');
  });

  it.runIf(hasRealData)('opens a real one', () => {
    const bytes = readReal('modalities/non-image/liver_1frame.dcm');
    // As dcmdump shows it.
    expect(readSegmentation(parseDataSet(bytes))).toMatchObject({
      frames: 1, segments: [{ number: 1, label: 'Liver', algorithmName: 'SlicerEditor', propertyType: { value: 'T-62000', scheme: 'SRT' }, frames: [0] }],
      warnings: ['NumberOfFrames (0028,0008) is absent, which means 1, but 3 frames are described'],
    });
    expect(readHeader(bytes)).toMatchObject({ kind: 'segmentation', label: 'Iowa QIN segmentation result', image: { rows: 512, columns: 512, frames: 1, bitsAllocated: 1, isLossy: false } });
    expect(readHeader(bytes).references.map(({ sopInstanceUID }) => sopInstanceUID.slice(-7))).toEqual(['23433.1', '23432.1', '23431.1']);
  });
});

describe('readTreatmentRecord', () => {
  it('counts beams and fractions of a session', () => {
    const record = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.4', Modality: 'RTRECORD', TreatmentDate: '20240102', ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '3.3' }], TreatmentSessionBeamSequence: [beam(1), beam(2)] };
    expect(readTreatmentRecord(dataSetOf(record))).toMatchObject({ date: '20240102', fraction: 4, plans: [{ sopInstanceUID: '3.3' }], beams: [{ number: 1, name: 'B1', deliveredMeterset: 101.5 }, { number: 2 }], status: null });
    expect(headerOf(dataSetOf(record))).toMatchObject({ kind: 'beamsTreatmentRecord', references: [{ role: 'plan', sopInstanceUID: '3.3' }] });
  });

  it('adds up the fraction groups of a summary', () => {
    const summary = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.7', MostRecentTreatmentDate: '20240301', CurrentTreatmentStatus: 'COMPLETED', FractionGroupSummarySequence: [{ NumberOfFractionsPlanned: '20', NumberOfFractionsDelivered: '19' }, { NumberOfFractionsPlanned: '5', NumberOfFractionsDelivered: '5' }] };
    expect(readTreatmentRecord(dataSetOf(summary))).toMatchObject({ date: '20240301', status: 'COMPLETED', fractionsPlanned: 25, fractionsDelivered: 24, beams: [], fraction: null });
  });
});

describe.runIf(pydicomData !== null)('pydicom’s own segmentations', () => {
  it('have the segments pydicom reads', () => {
    for (const name of ['liver_1frame.dcm', 'liver_expb_1frame.dcm']) {
      const path = join(pydicomData ?? '', 'test_files', name);
      const theirs = runPydicom("import sys,json,pydicom\nd=pydicom.dcmread(sys.argv[1])\nprint(json.dumps([[s.SegmentNumber,s.SegmentLabel,s.SegmentedPropertyTypeCodeSequence[0].CodeValue] for s in d.SegmentSequence]))", [path]);
      const { segments } = readSegmentation(parseDataSet(readFileSync(path)));
      expect(segments.map(({ number, label, propertyType }) => [number, label, propertyType?.value])).toEqual(theirs);
    }
  });
});
