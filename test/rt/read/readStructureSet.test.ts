import { describe, expect, it } from 'vitest';
import { contoursInPlane, structuresAtPoint } from '../../../shared/rt/contours/contourSlice.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';
import { hasRealData, readReal } from '../../dicom/realData.ts';
import { doseOf } from '../shapes.ts';

const square = { ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: '4', ContourData: [0, 0, 5, 10, 0, 5, 10, 10, 5, 0, 10, 5] };

function structureSet(rois: readonly ElementsByKeyword[], contours: readonly ElementsByKeyword[], observations: readonly ElementsByKeyword[] = []): Uint8Array {
  return fileBytes({
    SOPClassUID: sopClass.rtStructureSet, SOPInstanceUID: '1.1', StructureSetLabel: 'S1',
    StructureSetROISequence: rois, ROIContourSequence: contours, RTROIObservationsSequence: observations,
  }, { isExplicit: false });
}

describe('readStructureSet', () => {
  it('joins name, type, colour and contours by ROI number, whatever their order', () => {
    const set = readStructureSet(structureSet(
      [{ ROINumber: '2', ROIName: ' PTV 60', ReferencedFrameOfReferenceUID: '9' }, { ROINumber: '1', ROIName: 'Cord', ReferencedFrameOfReferenceUID: '9' }],
      [{ ReferencedROINumber: '1', ROIDisplayColor: [0, 255, 10], ContourSequence: [square] }, { ReferencedROINumber: '2', ContourSequence: [square, square] }],
      [{ ReferencedROINumber: '2', RTROIInterpretedType: 'PTV' }, { ReferencedROINumber: '1', RTROIInterpretedType: '' }],
    ));
    expect(set).toMatchObject({ label: 'S1', frameOfReferenceUID: '9', warnings: [] });
    expect(set.structures.map((each) => [each.number, each.name, each.interpretedType, each.contours.length])).toEqual([[2, ' PTV 60', 'PTV', 2], [1, 'Cord', null, 1]]);
    expect(set.structures[1]?.color).toEqual([0, 255, 10]);
    expect([...(set.structures[1]?.contours[0]?.pointsMm ?? [])]).toEqual(square.ContourData);
  });

  it('lists a structure without contours and leaves broken contours out, saying which', () => {
    const broken = [
      { ...square, ContourData: [1, 2, 3, 4] },
      { ...square, ContourData: [0, 0, 5, 1, 1, 5] },
      { ...square, ContourData: '1\\x\\3' },
      { ...square, ContourGeometricType: 'BLOB' },
      { ...square, NumberOfContourPoints: '9' },
      { ContourGeometricType: 'POINT', NumberOfContourPoints: '1', ContourData: [1, 2, 3] },
    ];
    const [empty, hurt] = readStructureSet(structureSet([{ ROINumber: '1', ROIName: 'Empty' }, { ROINumber: '2', ROIName: 'Hurt' }], [{ ReferencedROINumber: '2', ContourSequence: broken }])).structures;
    expect(empty).toMatchObject({ name: 'Empty', contours: [], warnings: [] });
    expect(hurt?.contours.map((contour) => contour.geometricType)).toEqual(['CLOSED_PLANAR', 'POINT']);
    expect(hurt?.warnings.map(({ message }) => message.slice(0, 22))).toEqual([
      'contour 1 is left out:', 'contour 2 is left out:', 'contour 3 is left out:', 'contour 4 is left out:', 'contour 5 states 9 poin',
    ].map((text) => text.slice(0, 22)));
  });

  it('reports contours of an undefined ROI and ROIs that share a number', () => {
    const set = readStructureSet(structureSet([{ ROINumber: '1', ROIName: 'A' }, { ROINumber: '1', ROIName: 'B' }], [
      { ReferencedROINumber: '1', ContourSequence: [square] }, { ReferencedROINumber: '1', ContourSequence: [square, square] }, { ReferencedROINumber: '8', ContourSequence: [square] },
    ]));
    expect(set.structures.map((each) => each.contours.length)).toEqual([1, 2]);
    expect(set.structures.every((each) => each.warnings.map(({ message }) => message).join().includes('used more than once'))).toBe(true);
    expect(set.warnings.map(({ message }) => message).join()).toContain('1 contours for ROI number 8');
  });

  it('gives structures of another frame of reference neither outline nor histogram', () => {
    const set = readStructureSet(structureSet(
      [{ ROINumber: '1', ROIName: 'MR lesion', ReferencedFrameOfReferenceUID: '8' }, { ROINumber: '2', ROIName: 'PTV', ReferencedFrameOfReferenceUID: '9' }, { ROINumber: '3', ROIName: 'Cord', ReferencedFrameOfReferenceUID: '9' }],
      ['1', '2', '3'].map((number) => ({ ReferencedROINumber: number, ContourSequence: [square] })),
    ));
    expect(set.frameOfReferenceUID).toBe('9');
    const [lesion, target] = set.structures;
    expect(lesion?.warnings.map(({ code }) => code)).toEqual(['structure-other-frame']);
    expect(lesion && contoursInPlane(lesion, 'axial', 5)).toEqual([]);
    expect(lesion && structuresAtPoint([lesion], [5, 5, 5])).toEqual([]);
    expect(target && contoursInPlane(target, 'axial', 5)).toHaveLength(1);
    const dose = { ...doseOf([2, 2, 2], 30, () => 10), frameOfReferenceUID: '9' };
    const rows = computeStructureSetDvh(set, dose);
    expect(rows.map((row) => ('error' in row ? row.error.reason : row.dvh.name))).toEqual(['frame-of-reference-mismatch', 'PTV', 'Cord']);
  });

  it('refuses another object', () => {
    expect(() => readStructureSet(fileBytes({ SOPClassUID: sopClass.ct, SOPInstanceUID: '1' }))).toThrow('is not an RT Structure Set');
  });
});

describe.runIf(hasRealData)('real structure sets', () => {
  it('reads every ROI of the four sets, empty ones and points too', () => {
    const counts = ['rt-esophagus-imrt', 'rt-aria-qa', 'rt-pinnacle-prostate', 'rt-breast-partial'].map((folder) => readStructureSet(readReal(`${folder}/RS.dcm`)).structures.length);
    expect(counts).toEqual([9, 3, 46, 10]);
    const prostate = readStructureSet(readReal('rt-pinnacle-prostate/RS.dcm')).structures;
    expect(prostate.filter((each) => each.contours.some((contour) => contour.geometricType === 'POINT')).length).toBeGreaterThan(0);
    expect(prostate.filter((each) => each.contours.length === 0).length).toBeGreaterThan(0);
  });

  it('finds the frame of reference of a set without Referenced Frame of Reference Sequence', () => {
    expect(readStructureSet(readReal('rt-esophagus-imrt/RS.dcm')).frameOfReferenceUID).toBe('1.3.12.2.1107.5.1.4.49601.30000017081104522118700000919');
  });

  it.each([
    ['rs-contourdata-not-multiple-of-3.dcm', 'not triplets'],
    ['rs-point-count-wrong.dcm', 'its data are used'],
    ['rs-dangling-roi-number.dcm', 'ROI number 99'],
    ['rs-duplicate-roi-number.dcm', 'used more than once'],
  ])('warns about %s', (file, words) => {
    const set = readStructureSet(readReal(`malformed/derived/${file}`));
    expect([...set.warnings, ...set.structures.flatMap((each) => each.warnings)].map(({ message }) => message).join()).toContain(words);
    expect(set.structures).toHaveLength(3);
  });
});
