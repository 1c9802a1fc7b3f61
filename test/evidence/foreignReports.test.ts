import { describe, expect, it } from 'vitest';
import { annotationsSchema } from '../../shared/annotation/schema.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import type { MeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import type { FindImage, KnownImage } from '../../shared/evidence/reportedImages.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { bytesOf, codeOf, dataSetOf } from '../dicom/objects/support.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const known: KnownImage = {
  seriesInstanceUID: '1.2.1', studyDate: '20260101', columnSpacingMm: 0.5, rowSpacingMm: 0.8, isCalibrated: true,
  plane: { volumeId: '1.2.1#2', frameOfReferenceUID: '7.7', origin: [-100, -80, 33], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0] },
};
const here: FindImage = (uid) => (uid === '9.1' ? known : null);
const nowhere: FindImage = () => null;

const concept = (value: string, scheme: string, meaning: string): ElementsByKeyword => ({ ConceptNameCodeSequence: codeOf(value, scheme, meaning) });
const reference = { ReferencedSOPSequence: [{ ReferencedSOPClassUID: ct, ReferencedSOPInstanceUID: '9.1' }] };
const floats = (numbers: readonly number[]): Uint8Array => bytesOf(new Float32Array(numbers));

const inImage = (type: string, points: readonly number[], relationship = 'INFERRED FROM'): ElementsByKeyword => ({
  RelationshipType: relationship, ValueType: 'SCOORD', GraphicType: type, GraphicData: floats(points), ContentSequence: [{ RelationshipType: 'SELECTED FROM', ValueType: 'IMAGE', ...reference }],
});
const inSpace = (type: string, points: readonly number[], relationship = 'INFERRED FROM'): ElementsByKeyword => ({
  RelationshipType: relationship, ValueType: 'SCOORD3D', GraphicType: type, GraphicData: floats(points), ReferencedFrameOfReferenceUID: '7.7', ...(relationship === 'CONTAINS' ? concept('111030', 'DCM', 'Image Region') : {}),
});
const number = (name: ElementsByKeyword, value: string, unit: string, below: readonly ElementsByKeyword[] = []): ElementsByKeyword => ({
  RelationshipType: 'CONTAINS', ValueType: 'NUM', ...name, MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: codeOf(unit, 'UCUM', unit) }], ContentSequence: below,
});
const tracked = (identifier: string, uid: string): readonly ElementsByKeyword[] => [
  { RelationshipType: 'HAS OBS CONTEXT', ValueType: 'TEXT', ...concept('112039', 'DCM', 'Tracking Identifier'), TextValue: identifier },
  { RelationshipType: 'HAS OBS CONTEXT', ValueType: 'UIDREF', ...concept('112040', 'DCM', 'Tracking Unique Identifier'), UID: uid },
];
const source: ElementsByKeyword = { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ...concept('260753009', 'SCT', 'Source'), ...reference };
const group = (...children: readonly ElementsByKeyword[]): ElementsByKeyword => ({ RelationshipType: 'CONTAINS', ValueType: 'CONTAINER', ...concept('125007', 'DCM', 'Measurement Group'), ContentSequence: children });

function reportOf(groups: readonly ElementsByKeyword[], find = here, others: readonly ElementsByKeyword[] = []): MeasurementReport {
  const dataSet = dataSetOf({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR', ContentDate: '20260203', ContentTime: '101112.5', TimezoneOffsetFromUTC: '+0800', ValueType: 'CONTAINER', ...concept('126000', 'DCM', 'Imaging Measurement Report'),
    CurrentRequestedProcedureEvidenceSequence: [{ StudyInstanceUID: '1.2', ReferencedSeriesSequence: [{ SeriesInstanceUID: '1.2.1', ReferencedSOPSequence: [{ ReferencedSOPClassUID: ct, ReferencedSOPInstanceUID: '9.1' }] }] }],
    ContentSequence: [
      { RelationshipType: 'HAS OBS CONTEXT', ValueType: 'PNAME', ...concept('121008', 'DCM', 'Person Observer Name'), PersonName: 'Doe^Jane' },
      { RelationshipType: 'CONTAINS', ValueType: 'CONTAINER', ...concept('126010', 'DCM', 'Imaging Measurements'), ContentSequence: groups },
      ...others,
    ],
  });
  return readMeasurementReport(dataSet, find);
}

const lengthCode = concept('410668003', 'SCT', 'Length');

const axes = (long: ElementsByKeyword, short: ElementsByKeyword): ElementsByKeyword => group(...tracked('L1', '5.1'), number(short, '8', 'mm', [inImage('POLYLINE', [10, 10, 10, 20])]), number(long, '30', 'mm', [inImage('POLYLINE', [0, 15, 60, 15])]));

const inMillimetres = (x: number, y: number): readonly unknown[] => [expect.closeTo(-90 + x, 6), expect.closeTo(-64 + y, 6), 33];

const identities = (): readonly string[] => reportOf([group(number(lengthCode, '20', 'mm', [inImage('POLYLINE', [0, 0, 40, 0])])), group(inImage('POINT', [5, 5], 'CONTAINS'))]).annotations.map(({ id }) => id);

describe('measurement reports of other programs', () => {
  it('give a length in an image as one in the patient, where the image is known to lie there', () => {
    const { annotations, notices } = reportOf([group(...tracked('Target 1', '5.5'), number(lengthCode, '20', 'mm', [inImage('POLYLINE', [0.5, 0.5, 40.5, 0.5])]))]);
    expect(notices).toEqual([]);
    expect(annotations).toMatchObject([{
      kind: 'length', points: [[-100, -80, 33], [-80, -80, 33]], figures: [{ quantity: 'length', value: 20, unit: 'mm' }], lesion: { name: 'Target 1', trackingUID: '5.5' },
      place: { space: 'patient', volumeId: '1.2.1#2', frameOfReferenceUID: '7.7', sopInstanceUID: '9.1', frame: 0, normal: [0, 0, 1] }, studyDate: '20260101', author: 'Doe^Jane', atMs: Date.UTC(2026, 1, 3, 2, 11, 12, 500), savedIn: '1.2.3',
    }]);
    expect(annotationsSchema.safeParse(annotations).success).toBe(true);
  });

  it('give both axes of a lesion as one bidirectional measure, by old codes too', () => {
    const { annotations, notices } = reportOf([axes(concept('103339001', 'SCT', 'Long Axis'), concept('103340004', 'SCT', 'Short Axis')), axes(concept('G-A185', 'SRT', 'Long Axis'), concept('G-A186', 'SRT', 'Short Axis'))]);
    expect(notices).toEqual([]);
    expect(annotations.map(({ kind, figures }) => [kind, figures.map(({ quantity, value }) => [quantity, value])])).toEqual(Array.from({ length: 2 }, () => ['bidirectional', [['shortAxis', 8], ['length', 30]]]));
    expect(annotations[0]?.points[0]?.[0]).toBeCloseTo(-100 - 0.25, 6);
  });

  it('give angles by their corner, and a Cobb angle only where the report calls it one', () => {
    const corner = number(concept('1483009', 'SCT', 'Angle'), '90', 'deg', [inImage('POLYLINE', [0, 0, 10, 0, 10, 0, 10, 10])]);
    const cobb = number(concept('285285000', 'SCT', 'Cobb angle'), '12', 'deg', [inImage('POLYLINE', [0, 0, 10, 0, 0, 20, 10, 22])]);
    const twoLines = number(concept('1483009', 'SCT', 'Angle'), '12', 'deg', [inImage('POLYLINE', [0, 0, 10, 0, 0, 20, 10, 22])]);
    const { annotations, notices } = reportOf([group(corner), group(cobb), group(...tracked('A', '5.2'), twoLines)]);
    expect(annotations.map(({ kind, points }) => [kind, points.length])).toEqual([['angle', 3], ['cobb', 4]]);
    expect(notices).toMatchObject([{ reason: 'no-coordinates', name: 'A' }, { reason: 'not-mapped', name: 'Angle: 12 deg' }]);
  });

  it('give a region in the patient its statistics, and its plane by its points where no image tells it', () => {
    const region = [0, 0, 5, 10, 0, 15, 10, 10, 15, 0, 10, 5, 0, 0, 5];
    const mean = number(concept('112031', 'DCM', 'Attenuation Coefficient'), '41.5', "[hnsf'U]", [{ RelationshipType: 'HAS CONCEPT MOD', ValueType: 'CODE', ...concept('121401', 'DCM', 'Derivation'), ConceptCodeSequence: codeOf('373098007', 'SCT', 'Mean') }]);
    const { annotations, notices } = reportOf([group(...tracked('R', '5.3'), inSpace('POLYGON', region, 'CONTAINS'), source, mean, number(concept('42798000', 'SCT', 'Area'), '141', 'mm2'))]);
    expect(notices).toEqual([]);
    expect(annotations).toMatchObject([{ kind: 'freehand', figures: [{ quantity: 'mean', value: 41.5, unit: "[hnsf'U]" }, { quantity: 'area', value: 141 }], place: { space: 'patient', sopInstanceUID: null, volumeId: '1.2.1#2' } }]);
    expect(annotations[0]?.points).toHaveLength(4);
    const { place } = annotations[0] ?? { place: null };
    const normal = place?.space === 'patient' ? place.normal : [];
    expect(normal.map((value) => Math.abs(value))).toEqual([Math.SQRT1_2, 0, Math.SQRT1_2].map((value) => expect.closeTo(value, 6) as number));
  });

  it('find the slice that points in the patient lie on', () => {
    const { annotations } = reportOf([group(inSpace('POINT', [3, 4, 33], 'CONTAINS'), source), group(source, number(lengthCode, '5', 'mm', [inSpace('POLYLINE', [0, 0, 40, 3, 4, 40])]))]);
    expect(annotations.map(({ kind, place }) => [kind, place.sopInstanceUID])).toEqual([['probe', '9.1'], ['length', null]]);
  });

  it('turn circles into ellipses, also where pixels are not square', () => {
    const { annotations } = reportOf([group(number(concept('42798000', 'SCT', 'Area'), '126', 'mm2', [inImage('CIRCLE', [20.5, 20.5, 30.5, 20.5])]))]);
    // Ten pixels are 5 mm along the row and 8 mm along the column.
    expect(annotations[0]?.points).toEqual([inMillimetres(0, -8), inMillimetres(0, 8), inMillimetres(-5, 0), inMillimetres(5, 0)]);
  });

  it('give words some programs write as a finding', () => {
    const finding: ElementsByKeyword = { RelationshipType: 'CONTAINS', ValueType: 'CODE', ...concept('121071', 'DCM', 'Finding'), ConceptCodeSequence: codeOf('CORNERSTONEFREETEXT', 'CST4', 'look here') };
    const arrow = number(concept('111010', 'DCM', 'label'), '0', '1', [inImage('POLYLINE', [7, 8, 17, 28])]);
    // As dcmjs 0.52 writes the arrow of its tools.
    const { annotations, notices } = reportOf([group(finding, inImage('POINT', [5, 5], 'CONTAINS')), group(...tracked('Cornerstone3DTools@^0.1.0:ArrowAnnotate', '5.9'), finding, arrow)]);
    expect(notices).toEqual([]);
    expect(annotations.map(({ kind, text, lesion, figures }) => [kind, text, lesion, figures])).toEqual([['probe', 'look here', null, []], ['arrow', 'look here', null, []]]);
  });

  it('keep the same identity however often they are read', () => {
    expect(identities()).toEqual(identities());
    expect(new Set(identities()).size).toBe(2);
  });
});

describe('what has no counterpart here', () => {
  const site: ElementsByKeyword = { RelationshipType: 'HAS CONCEPT MOD', ValueType: 'CODE', ...concept('363698007', 'SCT', 'Finding Site'), ConceptCodeSequence: codeOf('39607008', 'SCT', 'Lung') };
  const volume = number(concept('118565006', 'SCT', 'Volume'), '12.5', 'cm3');

  it('is named: what a group says beside its marks, and what is said beside the measurements', () => {
    const { annotations, notices } = reportOf([group(site, volume, inImage('POINT', [5, 5], 'CONTAINS'))], here, [{ RelationshipType: 'CONTAINS', ValueType: 'CONTAINER', ...concept('C0034375', 'UMLS', 'Qualitative Evaluations') }]);
    expect(annotations).toHaveLength(1);
    expect(notices).toEqual([
      { reason: 'not-mapped', name: 'Finding Site: Lung', place: '1.2.1.1' }, { reason: 'not-mapped', name: 'Volume: 12.5 cm3', place: '1.2.1.2' }, { reason: 'not-mapped', name: 'Qualitative Evaluations', place: '1.3' },
    ]);
  });

  it('is named: a group without a place, such as one of a segment', () => {
    const segment: ElementsByKeyword = { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ...concept('121191', 'DCM', 'Referenced Segment'), ...reference };
    const { annotations, notices } = reportOf([group(...tracked('Nodule 1', '5.4'), segment, volume)]);
    expect(annotations).toEqual([]);
    expect(notices.map(({ reason, name }) => `${reason} ${name}`)).toEqual(['no-coordinates Nodule 1', 'not-mapped Referenced Segment', 'not-mapped Volume: 12.5 cm3']);
  });

  it('is named: coordinates whose image or plane is not known, or that are broken', () => {
    const length = number(lengthCode, '20', 'mm', [inImage('POLYLINE', [0, 0, 40, 0])]);
    expect(reportOf([group(length)], nowhere)).toMatchObject({ annotations: [], notices: [{ reason: 'image-unknown' }] });
    expect(reportOf([group(number(lengthCode, '20', 'mm', [inSpace('POLYLINE', [0, 0, 0, 20, 0, 0])]), source)], nowhere)).toMatchObject({ annotations: [], notices: [{ reason: 'plane-unknown' }] });
    expect(reportOf([group(inImage('ELLIPSE', [1, 2, 3, 4], 'CONTAINS'))])).toMatchObject({ annotations: [], notices: [{ reason: 'broken' }] });
    expect(reportOf([group(inImage('MULTIPOINT', [1, 2, 3, 4], 'CONTAINS'))])).toMatchObject({ annotations: [], notices: [{ reason: 'no-coordinates' }, { reason: 'not-mapped', name: 'MULTIPOINT' }] });
  });

  it('is named: a measurement that is no number', () => {
    const { annotations, notices } = reportOf([group(inImage('POINT', [5, 5], 'CONTAINS'), number(concept('112031', 'DCM', 'Attenuation Coefficient'), 'ca. 7', "[hnsf'U]"))]);
    expect(annotations[0]?.figures).toEqual([]);
    expect(notices).toMatchObject([{ reason: 'broken', name: "Attenuation Coefficient: ca. 7 [hnsf'U]" }]);
  });
});
