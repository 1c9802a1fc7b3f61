import { describe, expect, it } from 'vitest';
import { RtError, AppError } from '../../../shared/errors/appError.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { readTreatmentRecord } from '../../../shared/rt/read/readTreatmentRecord.ts';
import { hasRealData, listReal, readReal } from '../../dicom/realData.ts';
import { beam, beamFile, contour, contoursFile, devicesFile, doseFile, firstPoint, planFile, recordFile, shortPixels, structureSetFile, weightsFile } from './brokenFiles.ts';
import { findNaN } from './findNaN.ts';

const structureNotices = (bytes: Uint8Array): readonly RtNotice[] => {
  const set = readStructureSet(bytes);
  return [...set.warnings, ...set.structures.flatMap(({ warnings }) => warnings)];
};
const planNotices = (bytes: Uint8Array): readonly RtNotice[] => readPlan(bytes).warnings;
const doseNotices = (bytes: Uint8Array): readonly RtNotice[] => readDose(bytes).warnings;
const recordNotices = (bytes: Uint8Array): readonly RtNotice[] => readTreatmentRecord(bytes).warnings;

const dvhsOf = (set: Uint8Array, dose: Uint8Array) => computeStructureSetDvh(readStructureSet(set), readDose(dose));

function refusalOf(read: () => unknown): { readonly code: string; readonly reason: string; readonly message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return error.toShape();
    throw error;
  }
  return { code: 'none', reason: 'none', message: '' };
}

describe('sound objects', () => {
  it('give no notice at all, so that each notice below comes from what was broken', () => {
    expect([structureNotices(structureSetFile()), planNotices(planFile()), doseNotices(doseFile()), recordNotices(recordFile())]).toEqual([[], [], [], []]);
  });
});

describe('a broken object that cannot be used is refused by type, naming attribute or place', () => {
  it.each<readonly [string, (bytes: Uint8Array) => unknown, Uint8Array, string, string, string]>([
    ['dose scaling that is no number', readDose, doseFile({ DoseGridScaling: '0.01Gy' }), 'rt', 'broken-value', 'DoseGridScaling'],
    ['dose scaling 0', readDose, doseFile({ DoseGridScaling: '0' }), 'rt', 'broken-value', 'DoseGridScaling'],
    ['negative dose scaling', readDose, doseFile({ DoseGridScaling: '-0.01' }), 'rt', 'broken-value', 'DoseGridScaling'],
    ['absent dose scaling', readDose, doseFile({ DoseGridScaling: '' }), 'rt', 'missing-attribute', 'DoseGridScaling'],
    ['unknown dose units', readDose, doseFile({ DoseUnits: 'CGY' }), 'rt', 'unsupported', 'DoseUnits'],
    ['absent dose units', readDose, doseFile({ DoseUnits: '' }), 'rt', 'missing-attribute', 'DoseUnits'],
    ['pixel data too short', readDose, doseFile({ PixelData: shortPixels }), 'dicom', 'truncated', 'PixelData'],
    ['no pixel data', readDose, doseFile({ PixelData: new Uint8Array() }), 'dicom', 'truncated', 'PixelData'],
    ['too few offsets', readDose, doseFile({ GridFrameOffsetVector: [0, 3] }), 'rt', 'broken-value', 'GridFrameOffsetVector'],
    ['too many offsets', readDose, doseFile({ GridFrameOffsetVector: [0, 3, 6, 9] }), 'rt', 'broken-value', 'GridFrameOffsetVector'],
    ['offsets that run back', readDose, doseFile({ GridFrameOffsetVector: [0, 6, 3] }), 'rt', 'broken-value', 'GridFrameOffsetVector'],
    ['two planes in one place', readDose, doseFile({ GridFrameOffsetVector: [0, 3, 3] }), 'rt', 'broken-value', 'GridFrameOffsetVector'],
    ['offsets that begin anywhere', readDose, doseFile({ GridFrameOffsetVector: [50, 53, 56] }), 'rt', 'broken-value', 'GridFrameOffsetVector'],
    ['no offsets for several frames', readDose, doseFile({ GridFrameOffsetVector: '' }), 'rt', 'missing-attribute', 'GridFrameOffsetVector'],
    ['a grid without frame of reference', readDose, doseFile({ FrameOfReferenceUID: '' }), 'rt', 'missing-attribute', 'FrameOfReferenceUID'],
    ['a dose without its own UID', readDose, doseFile({ SOPInstanceUID: '' }), 'rt', 'missing-attribute', 'SOPInstanceUID'],
    ['a grid without a place', readDose, doseFile({ ImagePositionPatient: '' }), 'rt', 'missing-attribute', 'ImagePositionPatient'],
    ['half an orientation', readDose, doseFile({ ImageOrientationPatient: [1, 0, 0] }), 'rt', 'broken-value', 'ImageOrientationPatient'],
    ['an orientation that is no rotation', readDose, doseFile({ ImageOrientationPatient: [1, 0, 0, 1, 0, 0] }), 'rt', 'broken-value', 'ImageOrientationPatient'],
    ['pixel spacing 0', readDose, doseFile({ PixelSpacing: [3, 0] }), 'rt', 'broken-value', 'PixelSpacing'],
    ['eight bits', readDose, doseFile({ BitsAllocated: [8], BitsStored: [8], HighBit: [7] }), 'rt', 'unsupported', '8 bits'],
    ['a structure set without its own UID', readStructureSet, structureSetFile({ SOPInstanceUID: '' }), 'rt', 'missing-attribute', 'SOPInstanceUID'],
    ['a plan without its own UID', readPlan, planFile({ SOPInstanceUID: '' }), 'rt', 'missing-attribute', 'SOPInstanceUID'],
    ['a plan without SOP class', readPlan, planFile({ SOPClassUID: '' }), 'rt', 'missing-attribute', 'SOPClassUID'],
    ['a beam without number', readPlan, beamFile({ BeamNumber: '' }), 'rt', 'missing-attribute', 'BeamNumber'],
    ['a gantry angle in words', readPlan, beamFile({ ControlPointSequence: [{ ...firstPoint, GantryAngle: 'up' }] }), 'rt', 'broken-value', 'GantryAngle'],
    ['a weight in words', readPlan, beamFile({ ControlPointSequence: [{ ...firstPoint, CumulativeMetersetWeight: '1/2' }] }), 'rt', 'broken-value', 'CumulativeMetersetWeight'],
    ['a record without its own UID', readTreatmentRecord, recordFile({ SOPInstanceUID: '' }), 'rt', 'missing-attribute', 'SOPInstanceUID'],
    ['a plan given for a record', readTreatmentRecord, planFile(), 'rt', 'unsupported', 'Treatment Record'],
    ['a dose given for a plan', readPlan, doseFile(), 'rt', 'unsupported', 'RT Plan'],
    ['half a file', readPlan, planFile().subarray(0, 600), 'dicom', 'truncated', 'byte'],
    ['no DICOM', readStructureSet, new TextEncoder().encode('ROI;x;y;z\n'.repeat(60)), 'dicom', 'not-dicom', 'DICOM'],
  ])('%s', (_, read, bytes, code, reason, words) => {
    const refusal = refusalOf(() => read(bytes));
    expect([refusal.code, refusal.reason]).toEqual([code, reason]);
    expect(refusal.message).toContain(words);
  });
});

describe('a broken part is left out or kept beside a notice', () => {
  it.each<readonly [string, (bytes: Uint8Array) => readonly RtNotice[], Uint8Array, readonly string[]]>([
    ['contour with two points', structureNotices, contoursFile({ ...contour, ContourData: [0, 0, 0, 6, 0, 0] }), ['contour-too-short']],
    ['contour without points', structureNotices, contoursFile({ ...contour, ContourData: '' }), ['contour-empty']],
    ['contour data that are no triplets', structureNotices, contoursFile({ ...contour, ContourData: [0, 0, 0, 6] }), ['contour-not-triplets']],
    ['contour data that are no numbers', structureNotices, contoursFile({ ...contour, ContourData: '0\\0\\a' }), ['contour-unreadable']],
    ['contour data with an empty number', structureNotices, contoursFile({ ...contour, ContourData: '0\\\\0' }), ['contour-unreadable']],
    ['contour that leaves its plane', structureNotices, contoursFile({ ...contour, ContourData: [0, 0, 0, 6, 0, 4, 6, 6, 0, 0, 6, 4] }), ['contour-not-planar']],
    ['contour of unknown type', structureNotices, contoursFile({ ...contour, ContourGeometricType: 'SPLINE' }), ['contour-type-unknown']],
    ['contour without type', structureNotices, contoursFile({ ...contour, ContourGeometricType: '' }), ['contour-type-absent']],
    ['a separator behind the last coordinate', structureNotices, contoursFile({ ...contour, ContourData: `${contour.ContourData.join('\\')}\\` }), []],
    ['wrong number of points', structureNotices, contoursFile({ ...contour, NumberOfContourPoints: '40' }), ['contour-points-differ']],
    ['ROI without contours', structureNotices, structureSetFile({ ROIContourSequence: [] }), []],
    ['set without ROIs', structureNotices, structureSetFile({ StructureSetROISequence: [], ROIContourSequence: [] }), ['no-structures']],
    ['ROI without number', structureNotices, structureSetFile({ StructureSetROISequence: [{ ROIName: 'PTV' }], ROIContourSequence: [] }), ['roi-number-absent']],
    ['contours of no ROI', structureNotices, structureSetFile({ StructureSetROISequence: [{ ROINumber: '2', ROIName: 'X' }] }), ['roi-undefined']],
    ['leaves that have passed each other', planNotices, devicesFile('MLCX', [-10, 15, 10, 10]), ['leaves-crossed']],
    ['jaws that have passed each other', planNotices, devicesFile('ASYMX', [20, -20]), ['leaves-crossed']],
    ['leaf positions for another number of pairs', planNotices, devicesFile('MLCX', [-10, -10, -10, 10, 10, 10]), ['leaf-positions-differ']],
    ['an odd number of leaf positions', planNotices, devicesFile('MLCY', [-10, -10, 10]), ['leaf-positions-differ']],
    ['boundaries that do not match the pairs', planNotices, beamFile({ BeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'MLCX', NumberOfLeafJawPairs: '3', LeafPositionBoundaries: [-5, 0, 5] }] }), ['leaf-boundaries']],
    ['leaves without boundaries', planNotices, beamFile({ BeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'MLCX', NumberOfLeafJawPairs: '2' }] }), ['leaf-boundaries-absent']],
    ['meterset weights that go down', planNotices, weightsFile(0, 0.7, 0.5, 1), ['control-points-differ', 'weights-decrease']],
    ['a last weight that is not the final one', planNotices, weightsFile(0, 0.5, 0.8), ['final-weight-differs']],
    ['beam without control points', planNotices, beamFile({ ControlPointSequence: [] }), ['no-control-points']],
    ['half an isocentre', planNotices, beamFile({ ControlPointSequence: [{ ...firstPoint, IsocenterPosition: [0, 0] }, { CumulativeMetersetWeight: '0' }, { CumulativeMetersetWeight: '1' }] }), ['beam-value-unreadable', 'isocentre-absent']],
    ['a first control point without angles', planNotices, weightsFileWithoutAngles(), ['control-point-incomplete']],
    ['two beams of one number', planNotices, planFile({ BeamSequence: [beam, { ...beam, BeamName: 'B' }] }), ['beam-number-shared']],
    ['MU of an unknown beam', planNotices, planFile({ BeamSequence: [{ ...beam, BeamNumber: '2' }] }), ['meterset-absent', 'beam-undefined']],
    ['MU that are no number', planNotices, planFile({ FractionGroupSequence: [{ FractionGroupNumber: '1', NumberOfFractionsPlanned: '5', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: 'many' }] }] }), ['beam-value-unreadable', 'meterset-absent']],
    ['plan without beams', planNotices, planFile({ BeamSequence: [], FractionGroupSequence: [] }), ['no-beams']],
    ['block of one point and a half', planNotices, beamFile({ BlockSequence: [{ BlockNumber: '1', BlockNumberOfPoints: '4', BlockData: [1, 2, 3] }] }), ['block-outline']],
    ['negative physical dose', doseNotices, doseFile({ PixelRepresentation: [1], PixelData: new Uint8Array(new Int16Array(48).fill(-3).buffer) }), ['dose-negative']],
    ['dose no treatment gives', doseNotices, doseFile({ DoseGridScaling: '100' }), ['dose-implausible']],
    ['dose of no plan', doseNotices, doseFile({ ReferencedRTPlanSequence: [] }), ['dose-plan-absent']],
    ['stored DVH without data', doseNotices, doseFile({ DVHSequence: [{ DVHType: 'CUMULATIVE', DoseUnits: 'GY', DVHVolumeUnits: 'CM3', DVHDoseScaling: '1' }] }), ['stored-dvh-unreadable']],
    ['record without delivered beams', recordNotices, recordFile({ TreatmentSessionBeamSequence: [] }), ['no-delivered-beams']],
    ['delivered MU in words', recordNotices, recordFile({ TreatmentSessionBeamSequence: [{ ReferencedBeamNumber: '1', DeliveredPrimaryMeterset: 'all' }] }), ['record-value-unreadable', 'delivered-meterset-absent']],
  ])('%s', (_, noticesOf, bytes, codes) => {
    expect(noticesOf(bytes).map(({ code }) => code)).toEqual(codes);
  });

  it('forgets the leaves whose positions cannot be assigned instead of keeping the last ones', () => {
    const points = readPlan(devicesFile('MLCX', [-10, 10])).beams[0]?.controlPoints ?? [];
    expect(points.map(({ devices }) => devices['MLCX'])).toEqual([[-10, -10, 10, 10], undefined, undefined]);
    expect(points.map(({ devices }) => devices['ASYMX'])).toEqual([[-20, 20], [-20, 20], [-20, 20]]);
  });

  it('says of crossed leaves which device, pair and control point', () => {
    expect(planNotices(devicesFile('MLCX', [-10, 15, 10, 10]))).toMatchObject([{ values: { beam: 1, device: 'MLCX', pair: 2, point: 1 } }]);
  });
});

/** A beam whose first control point says nothing but its weight and isocentre. */
function weightsFileWithoutAngles(): Uint8Array {
  return beamFile({ ControlPointSequence: [{ CumulativeMetersetWeight: '0', IsocenterPosition: [0, 0, 0] }, { CumulativeMetersetWeight: '0.5' }, { CumulativeMetersetWeight: '1' }] });
}

describe('a histogram of broken input', () => {
  it('is refused across frames of reference', () => {
    expect(refusalOf(() => dvhsOf(structureSetFile(), doseFile({ FrameOfReferenceUID: '8' })))).toMatchObject({ code: 'rt', reason: 'frame-of-reference-mismatch' });
  });

  it.each([
    ['a ROI without contours', structureSetFile({ ROIContourSequence: [] })],
    ['a ROI with contours of two points', contoursFile({ ...contour, ContourData: [0, 0, 0, 6, 0, 0] })],
    ['a ROI with points only', contoursFile({ ContourGeometricType: 'POINT', ContourData: [1, 1, 1] })],
  ])('of %s is refused, never a volume of 0', (_, set) => {
    expect(dvhsOf(set, doseFile()).map((row) => ('error' in row ? row.error.reason : row.dvh.name))).toEqual(['no-closed-contour']);
  });
});

/** Reads a file as every object it may be; what is not refused by an error of ours has to hold numbers or null. */
function readAll(bytes: Uint8Array): readonly string[] {
  return [readStructureSet, readPlan, readDose, readTreatmentRecord].map((read) => {
    try {
      return findNaN(read(bytes)) ?? 'read';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.message.length).toBeGreaterThan(10);
      return error instanceof RtError ? error.reason : error.code;
    }
  });
}

describe.runIf(hasRealData)('every malformed and every radiotherapy file there is', () => {
  it.each([['malformed'], ['plans'], ['rt-aria-qa'], ['rt-breast-partial'], ['rt-esophagus-imrt'], ['rt-pinnacle-prostate']])('of %s gives objects of numbers or an error of ours', (folder) => {
    const files = listReal(folder).filter((file) => !/\/CT/.test(file));
    const outcomes = files.map((file) => [file, ...readAll(readReal(file))] as const);
    expect(outcomes.filter((outcome) => outcome.some((word) => word.startsWith('NaN')))).toEqual([]);
    expect(outcomes.some((outcome) => outcome.includes('read'))).toBe(true);
  });

  it.each([
    ['rp-beam-without-controlpoints.dcm', 'no-control-points'], ['rp-dangling-beam-number.dcm', 'beam-undefined'], ['rp-fractions-empty.dcm', 'fractions-absent'],
  ])('%s is read with the notice %s', (file, code) => {
    expect(planNotices(readReal(`malformed/derived/${file}`)).map((one) => one.code)).toContain(code);
  });
});
