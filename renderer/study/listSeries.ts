import { groupStudies } from '../../shared/dicom/study.ts';
import type { Series } from '../../shared/dicom/study.ts';
import type { ObjectKind } from '../../shared/dicom/objectKind.ts';
import type { InstanceHeader, PatientHeader, StudyHeader } from '../../shared/dicom/types.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { FrameRequest } from './frameImage.ts';
import { isImage } from './imageClasses.ts';

/** One object of a series that is no picture. */
export interface ListedDocument {
  readonly sopInstanceUID: string;
  readonly sha256: string;
  readonly kind: ObjectKind;
  /** Its own title or label; null where it has none. */
  readonly label: string | null;
  readonly isPresent: boolean;
}

/** A series as a list of the case shows it, from stored headers alone. */
export interface ListedSeries {
  readonly seriesInstanceUID: string;
  readonly number: number | null;
  readonly description: string | null;
  readonly modality: string;
  readonly bodyPart: string | null;
  /** image: something to be shown in a cell by the series. document: its objects are opened one by one. */
  readonly kind: { readonly kind: 'image' } | { readonly kind: 'document'; readonly objectKind: ObjectKind };
  /** Instances of the case, and those whose bytes are on this computer. */
  readonly total: number;
  readonly present: number;
  /** Frames of all images. */
  readonly frames: number;
  /** Some image went through lossy compression. */
  readonly isLossy: boolean;
  /** The middle of the pictures that are here; null where none is. */
  readonly thumbnail: FrameRequest | null;
  /** By instance number; empty for image series. */
  readonly documents: readonly ListedDocument[];
  /** As the first instance has it that says so. */
  readonly patient: Pick<PatientHeader, 'patientID' | 'patientName' | 'birthDate'>;
}

export interface ListedStudy extends StudyHeader {
  /** Empty for series of which nothing has arrived yet. */
  readonly studyInstanceUID: string;
  readonly series: readonly ListedSeries[];
}

interface Listed extends InstanceHeader {
  readonly sha256: string;
  readonly isPresent: boolean;
}

/** Series of a case by study, the newest study first, series by number. */
export function listSeries({ instances }: Pick<CaseImaging, 'instances'>): readonly ListedStudy[] {
  // What has not arrived knows its series alone; those that have say which study it is of.
  const studyOf = new Map(instances.filter(({ header }) => header.studyInstanceUID !== '').map(({ header }) => [header.seriesInstanceUID, header]));
  const listed = instances.map(({ header, sha256, isPresent }): Listed => ({ ...header, studyInstanceUID: header.studyInstanceUID || (studyOf.get(header.seriesInstanceUID)?.studyInstanceUID ?? ''), references: [], sha256, isPresent }));
  const unique = [...new Map(listed.map((one) => [one.sopInstanceUID, one])).values()];
  return groupStudies(unique).map(({ studyInstanceUID, date, time, description, accessionNumber, series }) => ({ studyInstanceUID, date, time, description, accessionNumber, series: series.map(listedSeries) }));
}

function listedSeries({ seriesInstanceUID, number, description, modality, bodyPart, instances }: Series<Listed>): ListedSeries {
  const images = instances.filter(({ sopClassUID }) => isImage(sopClassUID));
  const shown = images.filter(({ isPresent }) => isPresent);
  const middle = shown[shown.length >> 1];
  const [first] = instances;
  const { patientID = null, patientName = null, birthDate = null } = instances.find(({ patient }) => patient.patientID !== null || patient.patientName !== null)?.patient ?? {};
  return {
    seriesInstanceUID,
    number,
    description,
    modality,
    bodyPart,
    kind: images.length > 0 ? { kind: 'image' } : { kind: 'document', objectKind: first?.kind ?? 'unknown' },
    total: instances.length,
    present: instances.filter(({ isPresent }) => isPresent).length,
    frames: images.reduce((sum, { image }) => sum + (image?.frames ?? 1), 0),
    isLossy: images.some(({ image }) => image?.isLossy === true),
    thumbnail: middle === undefined ? null : { sha256: middle.sha256, frame: (middle.image?.frames ?? 1) >> 1 },
    documents: images.length > 0 ? [] : instances.map(({ sopInstanceUID, sha256, kind, label, isPresent }) => ({ sopInstanceUID, sha256, kind, label, isPresent })),
    patient: { patientID, patientName, birthDate },
  };
}
