import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { uidFromSeed } from '../../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import type { DicomObject } from '../../../shared/dicom/write/dicomObject.ts';

export interface StudyOptions {
  readonly slices: number;
  readonly patientID?: string;
  readonly patientName?: string;
  readonly seed?: string;
  /** Leaves the plan out, so that the dose refers to one that is not there. */
  readonly hasPlan?: boolean;
  readonly hasDose?: boolean;
  /** Rows and columns of a slice; 32 unless told. */
  readonly edge?: number;
}

/** Name that must never be readable in a file of the console. */
export const studyPatientName = 'Ceshi^Jia=测试^甲';

/** A small CT with, on demand, plan and dose objects; pixels are a ramp. */
export function writeStudy(folder: string, options: StudyOptions): void {
  const { slices, patientID = 'T-0001', patientName = studyPatientName, seed = 'core-test', hasPlan = false, hasDose = false, edge = 32 } = options;
  mkdirSync(folder, { recursive: true });
  const uid = (name: string): string => uidFromSeed(`${seed}/${name}`);
  const common: DicomObject = {
    PatientID: patientID, PatientName: patientName, PatientBirthDate: '19600102', PatientSex: 'M', StudyInstanceUID: uid('study'), StudyDate: '20261120', FrameOfReferenceUID: uid('frame'),
  };
  for (let index = 0; index < slices; index += 1) {
    const bytes = writeDicom({
      ...common, SOPClassUID: sopClass.ct, SOPInstanceUID: uid(`ct/${index}`), SeriesInstanceUID: uid('ct'), Modality: 'CT', InstanceNumber: index + 1, Rows: edge, Columns: edge, SamplesPerPixel: 1,
      BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1, PhotometricInterpretation: 'MONOCHROME2', PixelData: Int16Array.from({ length: edge * edge }, (_, at) => at + index),
    });
    writeFileSync(join(folder, `ct-${String(index).padStart(4, '0')}.dcm`), bytes);
  }
  const plan: DicomObject = { ...common, SOPClassUID: sopClass.rtPlan, SOPInstanceUID: uid('plan'), SeriesInstanceUID: uid('plan-series'), Modality: 'RTPLAN', RTPlanLabel: 'P1' };
  if (hasPlan) writeFileSync(join(folder, 'plan.dcm'), writeDicom(plan));
  if (!hasDose) return;
  const dose: DicomObject = {
    ...common, SOPClassUID: sopClass.rtDose, SOPInstanceUID: uid('dose'), SeriesInstanceUID: uid('dose-series'), Modality: 'RTDOSE',
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: sopClass.rtPlan, ReferencedSOPInstanceUID: uid('plan') }],
  };
  writeFileSync(join(folder, 'dose.dcm'), writeDicom(dose));
}
