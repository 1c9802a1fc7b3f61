import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { SLICE_SPACING_MM } from './anatomy.ts';
import { type CaseIdentity, commonAttributes, sopClass } from './caseIdentity.ts';
import { type DoseShape, phantomDoseGy, usualShape } from './phantomDose.ts';

/** The dose grid: own origin and 3 mm spacing, at a fraction of a voxel from the CT's; planes 1.3 mm above CT planes, one more at each end. */
export const doseGrid = {
  originX: -176.6,
  originY: -118.4,
  spacingMm: 3,
  columns: 119,
  rows: 79,
  planeShiftMm: 1.3,
} as const;

/** Gy per stored unit; 32 bit hold 53 Gy. */
const SCALING = 1.25e-8;

/** The RT Dose of the sample plan, 32 bit, Gy, for the whole plan; its planes reach one CT slice beyond the images at each end. */
export function doseObject(identity: CaseIdentity, shape: DoseShape = usualShape, planeSpacingMm: number = SLICE_SPACING_MM): DicomObject {
  const { columns, rows, spacingMm, originX, originY, planeShiftMm } = doseGrid;
  const frames = Math.floor(((identity.planesMm.length + 1) * SLICE_SPACING_MM) / planeSpacingMm) + 1;
  const firstZ = (identity.planesMm[0] ?? 0) - SLICE_SPACING_MM + planeShiftMm;
  const stored = new Uint32Array(columns * rows * frames);
  let n = 0;
  for (let k = 0; k < frames; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      for (let i = 0; i < columns; i += 1) {
        const doseGy = phantomDoseGy(originX + spacingMm * i, originY + spacingMm * j, firstZ + planeSpacingMm * k, shape);
        stored[n] = Math.round(doseGy / SCALING);
        n += 1;
      }
    }
  }
  return {
    ...commonAttributes(identity, {
      sopClassUID: sopClass.dose,
      sopInstanceUID: identity.doseUID,
      modality: 'RTDOSE',
      seriesUID: identity.uid('series/dose'),
      seriesNumber: 4,
      seriesDescription: '计划剂量（解析函数，非剂量计算）',
      time: '103000',
    }),
    OperatorsName: null,
    InstanceNumber: 1,
    SliceThickness: null,
    ImagePositionPatient: [originX, originY, firstZ],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    FrameOfReferenceUID: identity.frameOfReferenceUID,
    PositionReferenceIndicator: null,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: frames,
    FrameIncrementPointer: 'GridFrameOffsetVector',
    Rows: rows,
    Columns: columns,
    PixelSpacing: [spacingMm, spacingMm],
    BitsAllocated: 32,
    BitsStored: 32,
    HighBit: 31,
    PixelRepresentation: 0,
    DoseUnits: 'GY',
    DoseType: 'PHYSICAL',
    DoseComment: 'Analytic function for demonstration; not a dose calculation',
    DoseSummationType: 'PLAN',
    GridFrameOffsetVector: Array.from({ length: frames }, (_, k) => planeSpacingMm * k),
    DoseGridScaling: SCALING,
    TissueHeterogeneityCorrection: 'IMAGE',
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: sopClass.plan, ReferencedSOPInstanceUID: identity.planUID }],
    PixelData: stored,
  };
}
