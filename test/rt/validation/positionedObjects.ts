import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { DicomObject } from '../../../shared/dicom/write/dicomObject.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { add, cross, dot, scale, type Vector3 } from '../../../shared/geometry/vector.ts';

/** Row and column direction of axial images of a patient in each position, as scanners write them (PS3.3 C.7.6.2.1.1): the table's axes in the patient's. */
export const imageAxes = {
  HFS: [[1, 0, 0], [0, 1, 0]],
  HFP: [[-1, 0, 0], [0, -1, 0]],
  HFDL: [[0, -1, 0], [1, 0, 0]],
  HFDR: [[0, 1, 0], [-1, 0, 0]],
  FFS: [[-1, 0, 0], [0, 1, 0]],
  FFP: [[1, 0, 0], [0, -1, 0]],
  FFDL: [[0, 1, 0], [1, 0, 0]],
  FFDR: [[0, -1, 0], [-1, 0, 0]],
} as const satisfies Readonly<Record<string, readonly [Vector3, Vector3]>>;

export type Position = keyof typeof imageAxes;

/** Ways GridFrameOffsetVector may be written. */
export type OffsetStyle = 'relative upward' | 'relative downward' | 'absolute upward' | 'absolute downward';

const frame = '2.25.7001';
/** Column spacing, row spacing in mm; frames are fractional and unequal. */
const columnSpacingMm = 2.5;
const rowSpacingMm = 1.6;
const framePitchesMm = [2.35, 2.4, 1.95];
/** Half of the grid's extent along each of its axes. */
const halfMm = 30;

/** A dose of the patient as an RT Dose file whose grid follows the position. */
export function doseFile(position: Position, style: OffsetStyle, bits: 16 | 32, centre: Vector3, doseGyAt: (point: Vector3) => number): Uint8Array {
  const [rowDirection, columnDirection] = imageAxes[position];
  const normal = cross(rowDirection, columnDirection);
  const upwardMm = planeOffsetsMm();
  const isDownward = style.endsWith('downward');
  const alongNormalMm = isDownward ? upwardMm.toReversed() : upwardMm;
  const [columns, rows] = [Math.ceil((2 * halfMm) / columnSpacingMm) + 1, Math.ceil((2 * halfMm) / rowSpacingMm) + 1];
  const corner = [rowDirection, columnDirection, normal].reduce<Vector3>((point, axis) => add(point, scale(axis, -halfMm)), centre);
  const scaling = bits === 16 ? 0.002 : 1e-7;
  const stored = bits === 16 ? new Uint16Array(columns * rows * upwardMm.length) : new Uint32Array(columns * rows * upwardMm.length);
  let n = 0;
  for (const offsetMm of alongNormalMm) {
    for (let j = 0; j < rows; j += 1) {
      for (let i = 0; i < columns; i += 1) {
        const point = add(add(add(corner, scale(rowDirection, i * columnSpacingMm)), scale(columnDirection, j * rowSpacingMm)), scale(normal, offsetMm));
        stored[n] = Math.round(doseGyAt(point) / scaling);
        n += 1;
      }
    }
  }
  const first = add(corner, scale(normal, alongNormalMm[0] ?? 0));
  const relative = alongNormalMm.map((offset) => offset - (alongNormalMm[0] ?? 0));
  return writeDicom({
    ...identity(sopClass.rtDose, '2.25.7002', 'RTDOSE'),
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: sopClass.rtPlan, ReferencedSOPInstanceUID: '2.25.7005' }],
    FrameOfReferenceUID: frame, DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN', DoseGridScaling: scaling,
    Rows: rows, Columns: columns, NumberOfFrames: upwardMm.length, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: bits, BitsStored: bits, HighBit: bits - 1, PixelRepresentation: 0,
    PixelSpacing: [rowSpacingMm, columnSpacingMm], ImageOrientationPatient: [...rowDirection, ...columnDirection], ImagePositionPatient: decimals(first),
    GridFrameOffsetVector: decimals(style.startsWith('absolute') ? relative.map((offset) => first[2] + offset * normal[2]) : relative),
    PixelData: stored,
  });
}

/** Outlines of axial planes as an RT Structure Set file, each traced as on the images of the position: from their own start and in their own sense. */
export function structureSetFile(position: Position, structures: Readonly<Record<string, readonly (readonly Vector3[])[]>>): Uint8Array {
  const names = Object.keys(structures);
  return writeDicom({
    ...identity(sopClass.rtStructureSet, '2.25.7003', 'RTSTRUCT'),
    StructureSetLabel: position,
    StructureSetROISequence: names.map((ROIName, n) => ({ ROINumber: n + 1, ReferencedFrameOfReferenceUID: frame, ROIName, ROIGenerationAlgorithm: 'MANUAL' })),
    ROIContourSequence: names.map((name, n) => ({
      ReferencedROINumber: n + 1,
      ContourSequence: (structures[name] ?? []).map((outline) => ({ ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: outline.length, ContourData: traced(position, outline).flatMap((point) => decimals(point)) })),
    })),
    RTROIObservationsSequence: names.map((_, n) => ({ ObservationNumber: n + 1, ReferencedROINumber: n + 1, RTROIInterpretedType: 'ORGAN', ROIInterpreter: null })),
  });
}

/** Turns so that the outline starts at its top left on the image and runs clockwise there. */
function traced(position: Position, outline: readonly Vector3[]): readonly Vector3[] {
  const [row, column] = imageAxes[position];
  const height = (point: Vector3): number => dot(point, row) + dot(point, column);
  const start = outline.reduce((best, point, n) => (height(point) < height(outline[best] ?? point) ? n : best), 0);
  const turned = [...outline.slice(start), ...outline.slice(0, start)];
  return cross(row, column)[2] > 0 ? turned : [turned[0] ?? [0, 0, 0], ...turned.slice(1).toReversed()];
}

function planeOffsetsMm(): number[] {
  const offsets = [0];
  while ((offsets.at(-1) ?? 0) < 2 * halfMm) offsets.push((offsets.at(-1) ?? 0) + (framePitchesMm[(offsets.length - 1) % framePitchesMm.length] ?? 0));
  return offsets;
}

const identity = (SOPClassUID: string, SOPInstanceUID: string, Modality: string): DicomObject => ({ SOPClassUID, SOPInstanceUID, Modality, StudyInstanceUID: '2.25.7004', SeriesInstanceUID: `${SOPInstanceUID}.1`, PatientID: 'POSITIONS' });

/** As a DS holds them: 0.0001 mm. */
const decimals = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(4)));
