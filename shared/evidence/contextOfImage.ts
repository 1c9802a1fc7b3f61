import type { DataSet } from '../dicom/dataSet.ts';
import { HeaderValues } from '../dicom/headerValues.ts';
import type { EvidenceImage, EvidencePatient, EvidencePlane, EvidenceStudy } from './context.ts';

/** Longest value of an SH and an LO (PS3.5 6.2). */
const [shortText, longText] = [16, 64];

/** Null for what DICOM cannot hold. */
const fitting = (text: string | null, most: number): string | null => (text === null || Array.from(text).length > most || text.includes('\\') ? null : text);

/**
 * Patient and study as an image has them, for objects that join its study.
 *
 * What identifies the patient is copied as it stands. What only describes the study is left out where it is longer than
 * DICOM lets it be, for it would keep the object from being written.
 *
 * @throws {DicomError} missing-attribute where the image names no study
 */
export function patientAndStudyOf(dataSet: DataSet): { readonly patient: EvidencePatient; readonly study: EvidenceStudy } {
  const values = new HeaderValues(dataSet);
  return {
    patient: { patientName: dataSet.text('PatientName'), patientID: dataSet.text('PatientID'), birthDate: values.date('PatientBirthDate'), sex: dataSet.text('PatientSex') },
    study: {
      studyInstanceUID: dataSet.requireText('StudyInstanceUID'),
      date: values.date('StudyDate'),
      time: values.time('StudyTime'),
      studyID: fitting(dataSet.text('StudyID'), shortText),
      accessionNumber: fitting(dataSet.text('AccessionNumber'), shortText),
      description: fitting(dataSet.text('StudyDescription'), longText),
      referringPhysicianName: fitting(dataSet.text('ReferringPhysicianName'), longText),
    },
  };
}

/** What a console knows of a frame beside its header: how large its pixels are, and where it lies in which volume. */
export interface PlacedFrame extends Pick<EvidenceImage, 'frame' | 'columnSpacingMm' | 'rowSpacingMm' | 'isCalibrated'> {
  readonly plane: EvidencePlane | null;
}

/**
 * A frame of an image as reports refer to it.
 *
 * @throws {DicomError} missing-attribute | broken-value
 */
export function evidenceImageOf(dataSet: DataSet, placed: PlacedFrame): EvidenceImage {
  return {
    sopClassUID: dataSet.requireText('SOPClassUID'),
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    seriesInstanceUID: dataSet.requireText('SeriesInstanceUID'),
    studyInstanceUID: dataSet.requireText('StudyInstanceUID'),
    studyDate: new HeaderValues(dataSet).date('StudyDate'),
    modality: dataSet.requireText('Modality'),
    frames: dataSet.number('NumberOfFrames') ?? 1,
    columns: dataSet.requireNumber('Columns'),
    rows: dataSet.requireNumber('Rows'),
    ...placed,
  };
}
