import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

/** Sound objects of one case, each of which a test breaks in one place: the other attributes cannot be the cause. */
const square = { ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: '4', ContourData: [0, 0, 0, 6, 0, 0, 6, 6, 0, 0, 6, 0] };
const above = { ...square, ContourData: [0, 0, 3, 6, 0, 3, 6, 6, 3, 0, 6, 3] };

export const contour = square;

export const structureSetFile = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtStructureSet, SOPInstanceUID: '1.1', StructureSetLabel: 'S', StructureSetROISequence: [{ ROINumber: '1', ROIName: 'PTV', ReferencedFrameOfReferenceUID: '9' }],
  ROIContourSequence: [{ ReferencedROINumber: '1', ContourSequence: [square, above] }], ...change,
});

/** A set whose only structure has these contours. */
export const contoursFile = (...contours: readonly ElementsByKeyword[]): Uint8Array => structureSetFile({ ROIContourSequence: [{ ReferencedROINumber: '1', ContourSequence: contours }] });

const samples = new Uint8Array(Uint16Array.from({ length: 4 * 4 * 3 }, (_, n) => n + 100).buffer);

export const doseFile = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtDose, SOPInstanceUID: '1.2', FrameOfReferenceUID: '9', DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN', ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '1.3' }],
  Rows: [4], Columns: [4], NumberOfFrames: '3', BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2',
  PixelSpacing: [3, 3], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-1, -1, -1], GridFrameOffsetVector: [0, 3, 6], DoseGridScaling: '0.01', PixelData: samples, ...change,
});

export const shortPixels = samples.subarray(0, samples.length - 8);

const controlPoint = (index: number, weight: number): ElementsByKeyword => ({ ControlPointIndex: String(index), CumulativeMetersetWeight: String(weight) });

export const firstPoint: ElementsByKeyword = {
  ...controlPoint(0, 0), NominalBeamEnergy: '6', GantryAngle: '0', BeamLimitingDeviceAngle: '0', PatientSupportAngle: '0', IsocenterPosition: [0, 0, 0],
  BeamLimitingDevicePositionSequence: [{ RTBeamLimitingDeviceType: 'ASYMX', LeafJawPositions: [-20, 20] }, { RTBeamLimitingDeviceType: 'MLCX', LeafJawPositions: [-10, -10, 10, 10] }],
};

export const beam: ElementsByKeyword = {
  BeamNumber: '1', BeamName: 'A', BeamType: 'DYNAMIC', RadiationType: 'PHOTON', TreatmentDeliveryType: 'TREATMENT', PrimaryDosimeterUnit: 'MU', SourceAxisDistance: '1000',
  FinalCumulativeMetersetWeight: '1', NumberOfControlPoints: '3',
  BeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'ASYMX', NumberOfLeafJawPairs: '1' }, { RTBeamLimitingDeviceType: 'MLCX', NumberOfLeafJawPairs: '2', LeafPositionBoundaries: [-5, 0, 5] }],
  ControlPointSequence: [firstPoint, controlPoint(1, 0.5), controlPoint(2, 1)],
};

export const planFile = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtPlan, SOPInstanceUID: '1.3', RTPlanLabel: 'P', PatientSetupSequence: [{ PatientPosition: 'HFS' }], ReferencedStructureSetSequence: [{ ReferencedSOPInstanceUID: '1.1' }],
  FractionGroupSequence: [{ FractionGroupNumber: '1', NumberOfFractionsPlanned: '5', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: '100' }] }], BeamSequence: [beam], ...change,
});

/** A plan whose only beam differs so. */
export const beamFile = (change: ElementsByKeyword): Uint8Array => planFile({ BeamSequence: [{ ...beam, ...change }] });

/** A plan whose only beam has these devices at its second control point. */
export const devicesFile = (type: string, positions: readonly number[]): Uint8Array =>
  beamFile({ ControlPointSequence: [firstPoint, { ...controlPoint(1, 0.5), BeamLimitingDevicePositionSequence: [{ RTBeamLimitingDeviceType: type, LeafJawPositions: positions }] }, controlPoint(2, 1)] });

/** A plan whose only beam has these weights. */
export const weightsFile = (...weights: readonly number[]): Uint8Array =>
  beamFile({ ControlPointSequence: weights.map((weight, n) => (n === 0 ? { ...firstPoint, CumulativeMetersetWeight: String(weight) } : controlPoint(n, weight))) });

export const recordFile = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtBeamsTreatmentRecord, SOPInstanceUID: '1.4', ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '1.3' }],
  TreatmentSessionBeamSequence: [{ ReferencedBeamNumber: '1', CurrentFractionNumber: '1', DeliveredPrimaryMeterset: '100' }], ...change,
});
