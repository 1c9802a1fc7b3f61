import type { ObjectKind } from './objectKind.ts';
import type { Projection } from './projection.ts';

/** Header of one SOP instance as the store keeps it; enough to list, link and order, without pixels. */
export interface InstanceHeader {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  /** What the SOP class makes it. */
  readonly kind: ObjectKind;
  readonly modality: string;
  readonly transferSyntaxUID: string;
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly frameOfReferenceUID: string | null;
  readonly instanceNumber: number | null;
  readonly patient: PatientHeader;
  readonly study: StudyHeader;
  readonly series: SeriesHeader;
  /** Null for objects without pixels. */
  readonly image: ImageHeader | null;
  /** Names of what this object is: plan or structure set label, dose summation type, title of a document or photograph; null for other images. */
  readonly label: string | null;
  /** SOP instances this object points at, by role in the RT chain; those of an object outside the chain have the role `object`. */
  readonly references: readonly ObjectReference[];
  /** Findings that do not stop the object from being used, each naming tag and what was seen. */
  readonly warnings: readonly string[];
}

export interface PatientHeader {
  readonly patientID: string | null;
  /** Decoded by SpecificCharacterSet; person-name components kept as written, with '=' between groups. */
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
}

/** Dates are YYYYMMDD, times as DICOM writes them (HHMMSS.FFFFFF, shortened from the right). */
export interface StudyHeader {
  readonly date: string | null;
  readonly time: string | null;
  readonly description: string | null;
  readonly accessionNumber: string | null;
}

export interface SeriesHeader {
  readonly number: number | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly time: string | null;
  readonly bodyPart: string | null;
}

/** What the object says of its pixels; null where it does not say, or not as a number. */
export interface ImageHeader {
  readonly rows: number | null;
  readonly columns: number | null;
  /** At least 1. */
  readonly frames: number;
  readonly photometric: string | null;
  readonly bitsAllocated: number | null;
  /** The pixels went through lossy compression, now or before, or their syntax is lossy and nothing denies it. */
  readonly isLossy: boolean;
  /** Side and view; null where the image says neither, or an earlier version, which did not look, indexed it. */
  readonly projection: Projection | null;
}

export interface ObjectReference {
  readonly role: 'image' | 'structureSet' | 'plan' | 'object';
  readonly sopInstanceUID: string;
}

/**
 * One link of CT ← RTSTRUCT ← RTPLAN ← RTDOSE, of a treatment record to its plan, of a dose to the structure set its stored
 * DVHs are of, or of a plan to another one it names (a predecessor, a prior or verified plan).
 */
export interface ChainLink {
  readonly from: 'RTSTRUCT' | 'RTPLAN' | 'RTDOSE' | 'RECORD';
  readonly fromSopInstanceUID: string;
  readonly to: 'IMAGE' | 'RTSTRUCT' | 'RTPLAN';
  /** complete: everything referenced is here. partial: some images are missing. missing: the object is not here. mismatched: it is here with another frame of reference. absent: the attribute is not there. duplicated: several objects carry the UID. */
  readonly status: 'complete' | 'partial' | 'missing' | 'mismatched' | 'absent' | 'duplicated';
  readonly referenced: number;
  readonly found: number;
  readonly toSopInstanceUIDs: readonly string[];
  /** How the link was made: by UID, or by equal frame of reference where the reference is absent. */
  readonly by: 'uid' | 'frameOfReference' | 'none';
}

export interface ReferenceChain {
  readonly links: readonly ChainLink[];
  /** True when dose, plan, structure set and image series are all present and linked by UID; records and other plans do not count. */
  readonly isComplete: boolean;
  readonly imageSeriesUID: string | null;
  readonly structureSetUID: string | null;
  readonly planUID: string | null;
  readonly doseUIDs: readonly string[];
  /** One sentence per thing wrong, with UID and what to do. */
  readonly problems: readonly string[];
}

/** Why a file was not taken. */
export interface Reject {
  /** Path relative to the folder that was chosen. */
  readonly path: string;
  readonly reason: string;
  readonly message: string;
}
