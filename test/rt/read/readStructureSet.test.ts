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

/** Warnings of a structure with one closed contour. */
const warningsOf = (points: readonly number[]) => readStructureSet(structureSet([{ ROINumber: '1', ROIName: 'A' }], [{ ReferencedROINumber: '1', ContourSequence: [{ ContourGeometricType: 'CLOSED_PLANAR', ContourData: points }] }])).structures[0]?.warnings;

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

  it('keeps every geometric type as it was drawn: keyhole, XOR and inner contours, open lines and points', () => {
    const ring = [-5, -5, 0, 5, -5, 0, 5, 5, 0, -5, 5, 0];
    const types = ['CLOSED_PLANAR', 'CLOSEDPLANAR_XOR', 'OPEN_PLANAR', 'OPEN_NONPLANAR'];
    const [all] = readStructureSet(structureSet([{ ROINumber: '1', ROIName: 'All' }], [{ ReferencedROINumber: '1', ContourSequence: [
      ...types.map((type) => ({ ContourGeometricType: type, ContourData: ring, ContourImageSequence: [{ ReferencedSOPInstanceUID: '7.7' }] })),
      { ContourGeometricType: 'POINT', ContourData: [1, 2, 3] }, { ContourGeometricType: 'OPEN_PLANAR', ContourData: [1, 2, 3, 4, 5, 3] },
    ] }])).structures;
    expect(all?.warnings).toEqual([]);
    expect(all?.contours.map(({ geometricType }) => geometricType)).toEqual([...types, 'POINT', 'OPEN_PLANAR']);
    expect(all?.contours[1]).toEqual({ geometricType: 'CLOSEDPLANAR_XOR', pointsMm: Float64Array.from(ring), imageUIDs: ['7.7'] });
  });

  it('reads predecessors, the series it was drawn on, density overrides and Chinese names', () => {
    const bytes = fileBytes({
      SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: sopClass.rtStructureSet, SOPInstanceUID: '1.1', PredecessorStructureSetSequence: [{ ReferencedSOPInstanceUID: '1.0' }],
      ReferencedFrameOfReferenceSequence: [{ FrameOfReferenceUID: '9', RTReferencedStudySequence: [{ RTReferencedSeriesSequence: [{ SeriesInstanceUID: '3', ContourImageSequence: [{ ReferencedSOPInstanceUID: '3.1' }, { ReferencedSOPInstanceUID: '3.2' }] }] }] }],
      StructureSetROISequence: [{ ROINumber: '1', ROIName: new TextEncoder().encode('脊髓'), ROIGenerationAlgorithm: 'MANUAL' }],
      ROIContourSequence: [{ ReferencedROINumber: '1', ContourSequence: [square] }],
      RTROIObservationsSequence: [{ ReferencedROINumber: '1', ROIPhysicalPropertiesSequence: [{ ROIPhysicalProperty: 'REL_MASS_DENSITY', ROIPhysicalPropertyValue: '1.05' }, { ROIPhysicalProperty: 'REL_ELEC_DENSITY', ROIPhysicalPropertyValue: 'wood' }] }],
    });
    const set = readStructureSet(bytes);
    expect(set).toMatchObject({ frameOfReferenceUID: '9', predecessorUIDs: ['1.0'], referencedSeries: [{ seriesInstanceUID: '3', imageUIDs: ['3.1', '3.2'] }], warnings: [] });
    expect(set.structures[0]).toMatchObject({ name: '脊髓', generationAlgorithm: 'MANUAL', physicalProperties: [{ property: 'REL_MASS_DENSITY', value: 1.05 }, { property: 'REL_ELEC_DENSITY', value: null }] });
    expect(set.structures[0]?.warnings.map(({ code }) => code)).toEqual(['structure-value-unreadable']);
  });

  it('leaves out what has no number and says so, and reads the rest', () => {
    const set = readStructureSet(structureSet(
      [{ ROIName: 'Nameless' }, { ROINumber: 'x', ROIName: 'Wrong' }, { ROINumber: '3' }],
      [{ ContourSequence: [square] }, { ReferencedROINumber: '3', ContourSequence: [square] }],
      [{ RTROIInterpretedType: 'PTV' }],
    ));
    expect(set.warnings.map(({ code }) => code)).toEqual(['roi-number-absent', 'roi-number-absent', 'roi-number-absent', 'roi-number-absent']);
    expect(set.structures.map(({ number, name, contours, warnings }) => [number, name, contours.length, warnings.map(({ code }) => code)])).toEqual([[3, '', 1, ['roi-name-absent']]]);
  });

  it('says how far a planar contour leaves its plane, and nothing of rounding or of a tilted plane', () => {
    expect(warningsOf([0, 0, 5, 10, 0, 5.02, 10, 10, 5, 0, 10, 4.99])).toEqual([]);
    expect(warningsOf([0, 0, 0, 10, 0, 10, 10, 10, 10, 0, 10, 0])).toEqual([]);
    // Opposite corners up and down by 2 mm: every point is 2 mm off the mean plane.
    expect(warningsOf([0, 0, 2, 10, 0, -2, 10, 10, 2, 0, 10, -2])).toMatchObject([{ code: 'contour-not-planar', values: { contour: 1, offMm: 2 } }]);
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
