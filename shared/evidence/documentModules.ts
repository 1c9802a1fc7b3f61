import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { concepts, languageCode, privateScheme } from './codes.ts';
import { codeItem, personItem, related, textItem, uidItem } from './contentItems.ts';
import type { EvidenceContext } from './context.ts';
import { dicomInstant } from './dateTimes.ts';
import { personNameOf } from './personNames.ts';

export const manufacturer = 'MDT Console';

/** When and by which console a written object was made, and whose it is: Patient, General Equipment and the instant of SOP Common (PS3.3 C.7.1.1, C.7.5.1, C.12.1). */
export function originModules({ patient, device, clock }: Pick<EvidenceContext, 'patient' | 'device' | 'clock'>): DicomObject {
  const now = dicomInstant(clock.nowMs, clock.utcOffsetMinutes);
  return {
    InstanceCreationDate: now.date,
    InstanceCreationTime: now.time,
    TimezoneOffsetFromUTC: now.offset,
    PatientName: patient.patientName,
    PatientID: patient.patientID,
    PatientBirthDate: patient.birthDate,
    PatientSex: patient.sex,
    Manufacturer: manufacturer,
    ManufacturerModelName: manufacturer,
    DeviceSerialNumber: device.serialNumber,
    SoftwareVersions: device.softwareVersion,
    ...(device.institutionName === null ? {} : { InstitutionName: device.institutionName }),
  };
}

/** What identifies a written object, and whose it is: Patient, General Study, series, General Equipment and SOP Common (PS3.3 C.7, C.12.1). */
export function commonModules(context: EvidenceContext, { sopClassUID, modality, seriesDescription }: { readonly sopClassUID: string; readonly modality: 'SR' | 'KO' | 'PR'; readonly seriesDescription: string }): DicomObject {
  const { study, clock } = context;
  const now = dicomInstant(clock.nowMs, clock.utcOffsetMinutes);
  return {
    SOPClassUID: sopClassUID,
    SeriesInstanceUID: context.newUid(),
    SOPInstanceUID: context.newUid(),
    ...originModules(context),
    StudyInstanceUID: study.studyInstanceUID,
    StudyDate: study.date,
    StudyTime: study.time,
    StudyID: study.studyID,
    AccessionNumber: study.accessionNumber,
    ReferringPhysicianName: study.referringPhysicianName,
    ...(study.description === null ? {} : { StudyDescription: study.description }),
    Modality: modality,
    SeriesNumber: context.seriesNumber,
    SeriesDescription: seriesDescription,
    SeriesDate: now.date,
    SeriesTime: now.time,
    InstanceNumber: 1,
  };
}

/** What structured reports and key object selections share beyond that: when they were written, and by which template (PS3.3 C.17). */
export function documentModules({ clock }: EvidenceContext, templateIdentifier: string): DicomObject {
  const now = dicomInstant(clock.nowMs, clock.utcOffsetMinutes);
  return {
    ContentDate: now.date,
    ContentTime: now.time,
    ReferencedPerformedProcedureStepSequence: [],
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: templateIdentifier }],
  };
}

/** Whose scheme the codes are that no standard has (PS3.3 C.12.1.1.7). */
export const schemeIdentification: DicomObject = {
  CodingSchemeIdentificationSequence: [{ CodingSchemeDesignator: privateScheme, CodingSchemeName: 'MDT Console annotation codes', CodingSchemeResponsibleOrganization: manufacturer }],
};

/** Items on the language and on who observed with what (TID 1204, 1001 to 1004). */
export function contextItems({ author, device, language }: EvidenceContext): readonly DicomObject[] {
  return [
    related('HAS CONCEPT MOD', codeItem(concepts.language, languageCode(language))),
    related('HAS OBS CONTEXT', codeItem(concepts.observerType, concepts.person)),
    related('HAS OBS CONTEXT', personItem(concepts.personObserverName, personNameOf(author))),
    related('HAS OBS CONTEXT', codeItem(concepts.observerType, concepts.device)),
    related('HAS OBS CONTEXT', uidItem(concepts.deviceObserverUID, device.uid)),
    related('HAS OBS CONTEXT', textItem(concepts.deviceObserverName, manufacturer)),
    related('HAS OBS CONTEXT', textItem(concepts.deviceObserverManufacturer, manufacturer)),
    related('HAS OBS CONTEXT', textItem(concepts.deviceObserverModel, manufacturer)),
  ];
}
