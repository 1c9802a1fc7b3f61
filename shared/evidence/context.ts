import type { Vector3 } from '../geometry/vector.ts';

/** The person an object is about, as the images say it; text as DICOM writes it (`Zhang^San=张^三`). */
export interface EvidencePatient {
  readonly patientName: string | null;
  readonly patientID: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
}

/** The study a written object becomes part of. Dates YYYYMMDD, times HHMMSS. */
export interface EvidenceStudy {
  readonly studyInstanceUID: string;
  readonly date: string | null;
  readonly time: string | null;
  readonly studyID: string | null;
  readonly accessionNumber: string | null;
  readonly description: string | null;
  readonly referringPhysicianName: string | null;
}

/** Where a frame lies in the patient, LPS mm. */
export interface EvidencePlane {
  /** The volume the frame is a slice of, on this console. */
  readonly volumeId: string;
  readonly frameOfReferenceUID: string;
  /** Centre of the first pixel. */
  readonly origin: Vector3;
  /** Unit vector of increasing column index. */
  readonly rowDirection: Vector3;
  /** Unit vector of increasing row index. */
  readonly columnDirection: Vector3;
}

/** One frame something was found on or shown of. */
export interface EvidenceImage {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly studyDate: string | null;
  readonly modality: string;
  /** From 0. */
  readonly frame: number;
  /** How many the object holds. */
  readonly frames: number;
  readonly columns: number;
  readonly rows: number;
  /** Where the image is not calibrated a column is 1 wide and a row as high as its proportions say. */
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  readonly isCalibrated: boolean;
  /** Null where the image is shown by itself: annotations on it are in image space. */
  readonly plane: EvidencePlane | null;
}

/** An object another one points at, with where it belongs. */
export interface EvidenceObject {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
}

/** All that written objects share: whom they are about, what they refer to, who made them, when and under which UIDs. */
export interface EvidenceContext {
  readonly patient: EvidencePatient;
  readonly study: EvidenceStudy;
  /** Frames that may be referred to; only those that are appear in the object. */
  readonly images: readonly EvidenceImage[];
  /** Name of the person, as DICOM writes it or as people do. */
  readonly author: string;
  readonly device: {
    /** The same for every object of this console. */
    readonly uid: string;
    readonly softwareVersion: string;
    readonly serialNumber: string;
    readonly institutionName: string | null;
  };
  /** Of code meanings and of what the person wrote. */
  readonly language: 'zh' | 'en';
  readonly clock: {
    /** Milliseconds since 1970, UTC. */
    readonly nowMs: number;
    /** Of the place the console stands in; 480 in China. */
    readonly utcOffsetMinutes: number;
  };
  readonly seriesNumber: number;
  /** A new UID at every call. */
  readonly newUid: () => string;
}
