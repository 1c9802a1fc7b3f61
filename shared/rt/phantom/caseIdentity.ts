import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { uidFromSeed } from '../../dicom/write/uidFromSeed.ts';

export const sopClass = {
  ct: '1.2.840.10008.5.1.4.1.1.2',
  structureSet: '1.2.840.10008.5.1.4.1.1.481.3',
  plan: '1.2.840.10008.5.1.4.1.1.481.5',
  dose: '1.2.840.10008.5.1.4.1.1.481.2',
  record: '1.2.840.10008.5.1.4.1.1.481.4',
} as const;

/** Everything the four kinds of object share: who, which study, which UIDs, which planes. */
export interface CaseIdentity {
  readonly patientName: string;
  readonly patientID: string;
  readonly patientSex: 'F' | 'M' | 'O';
  readonly patientBirthDate: string;
  readonly seed: string;
  readonly studyUID: string;
  readonly frameOfReferenceUID: string;
  readonly imageSeriesUID: string;
  readonly imageUIDs: readonly string[];
  readonly structureSetUID: string;
  readonly planUID: string;
  readonly doseUID: string;
  /** UIDs of anything else, by name. */
  readonly uid: (name: string) => string;
  /** z of every CT plane, ascending, LPS mm. */
  readonly planesMm: readonly number[];
}

/** UIDs of a case; the key must differ wherever the content does. */
export function caseUIDs(
  key: string,
  slices: number,
): Pick<CaseIdentity, 'studyUID' | 'frameOfReferenceUID' | 'imageSeriesUID' | 'imageUIDs' | 'structureSetUID' | 'planUID' | 'doseUID' | 'uid'> {
  const uid = (name: string): string => uidFromSeed(`mdt-console/sample/${key}/${name}`);
  return {
    uid,
    studyUID: uid('study'),
    frameOfReferenceUID: uid('frame'),
    imageSeriesUID: uid('series/ct'),
    imageUIDs: Array.from({ length: slices }, (_, k) => uid(`ct/${k}`)),
    structureSetUID: uid('structures'),
    planUID: uid('plan'),
    doseUID: uid('dose'),
  };
}

const DATE = '20260105';

/** Patient, study, series, equipment and SOP common attributes of one object. */
export function commonAttributes(
  identity: CaseIdentity,
  object: { sopClassUID: string; sopInstanceUID: string; modality: string; seriesUID: string; seriesNumber: number; seriesDescription: string; time: string },
): DicomObject {
  return {
    InstanceCreationDate: DATE,
    InstanceCreationTime: object.time,
    SOPClassUID: object.sopClassUID,
    SOPInstanceUID: object.sopInstanceUID,
    StudyDate: DATE,
    StudyTime: '090000',
    SeriesDate: DATE,
    SeriesTime: object.time,
    AccessionNumber: null,
    Modality: object.modality,
    Manufacturer: 'MDT Console',
    InstitutionName: '示例合作医院（虚构）',
    ReferringPhysicianName: null,
    StudyDescription: '示例病例：食管下段癌放疗（体模）',
    SeriesDescription: object.seriesDescription,
    ManufacturerModelName: 'Sample case',
    SoftwareVersions: '1',
    PatientName: identity.patientName,
    PatientID: identity.patientID,
    PatientBirthDate: identity.patientBirthDate,
    PatientSex: identity.patientSex,
    StudyInstanceUID: identity.studyUID,
    SeriesInstanceUID: object.seriesUID,
    StudyID: '1',
    SeriesNumber: object.seriesNumber,
  };
}

/** Date every object of the case carries. */
export const caseDate = DATE;
