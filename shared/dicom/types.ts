/** Header of one SOP instance as the store keeps it; enough to list, link and order, without pixels. */
export interface InstanceHeader {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  readonly modality: string;
  readonly transferSyntaxUID: string;
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly frameOfReferenceUID: string | null;
  readonly instanceNumber: number | null;
  readonly patient: PatientHeader;
  readonly study: { readonly date: string | null; readonly description: string | null };
  readonly series: { readonly number: number | null; readonly description: string | null };
  /** Names of what this object is: plan label, structure set label, dose summation type; null for images. */
  readonly label: string | null;
  /** SOP instances this object points at, by role in the RT chain. Images referenced by an RTSTRUCT are listed too. */
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

export interface ObjectReference {
  readonly role: 'image' | 'structureSet' | 'plan';
  readonly sopInstanceUID: string;
}

/** One link of CT ← RTSTRUCT ← RTPLAN ← RTDOSE. */
export interface ChainLink {
  readonly from: 'RTSTRUCT' | 'RTPLAN' | 'RTDOSE';
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
  /** True when dose, plan, structure set and image series are all present and linked by UID. */
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
