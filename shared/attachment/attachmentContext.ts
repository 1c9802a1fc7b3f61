import type { DicomObject } from '../dicom/write/dicomObject.ts';
import type { EvidenceContext } from '../evidence/context.ts';
import { originModules } from '../evidence/documentModules.ts';
import type { TakenAt } from './exif.ts';
import type { Filing } from './filing.ts';
import { attachmentWords, filedAs } from './kinds.ts';
import type { AttachmentKind } from './kinds.ts';

/** What the objects of one adding share: whose they are, on which console they are made, when and in which language. */
export type AttachmentContext = Pick<EvidenceContext, 'patient' | 'device' | 'language' | 'clock'>;

/** What the person says of one file. */
export interface Described<Kind extends AttachmentKind = AttachmentKind> {
  readonly kind: Kind;
  /** What it shows, in the person's words. */
  readonly title: string;
  readonly takenAt: TakenAt;
}

/** Patient, study, series and equipment of an attached object (PS3.3 C.7.1 to C.7.5, C.12.1). Study and series are of the day the picture was taken. */
export function filedModules(context: AttachmentContext, { kind, takenAt }: Described, filing: Filing): DicomObject {
  const { sopClassUID, modality } = filedAs[kind];
  const words = attachmentWords[context.language];
  return {
    SOPClassUID: sopClassUID,
    SOPInstanceUID: filing.sopInstanceUID,
    ...originModules(context),
    StudyInstanceUID: filing.studyInstanceUID,
    StudyDate: takenAt.date,
    StudyTime: null,
    StudyID: null,
    AccessionNumber: null,
    ReferringPhysicianName: null,
    StudyDescription: words.study,
    Modality: modality,
    SeriesInstanceUID: filing.seriesInstanceUID,
    SeriesNumber: filing.seriesNumber,
    SeriesDescription: words[kind],
    SeriesDate: takenAt.date,
    InstanceNumber: filing.instanceNumber,
  };
}
