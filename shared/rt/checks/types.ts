import type { Keyword } from '../../dicom/attributes.ts';
import type { Vector3 } from '../../geometry/vector.ts';
import type { DoseGrid, Dvh, ObjectIdentity, Plan, Structure, StructureSet, TreatmentRecord } from '../types.ts';
import type { SiteSettings } from '../site/types.ts';

/** One planning image, by its header alone. */
export interface PlanningImage extends ObjectIdentity {
  readonly modality: string;
  readonly frameOfReferenceUID: string | null;
  /** PatientPosition (0018,5100). */
  readonly patientPosition: string | null;
  /** ImagePositionPatient, mm; null where absent. */
  readonly positionMm: Vector3 | null;
  /** Row and column direction; null where absent. */
  readonly orientation: readonly [row: Vector3, column: Vector3] | null;
  readonly rows: number | null;
  readonly columns: number | null;
  /** [row, column]. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  /** AcquisitionDate, else ContentDate, SeriesDate, StudyDate: YYYYMMDD. */
  readonly date: string | null;
}

/** What the consultation request says of the treatment; null where it was not typed in. */
export interface TreatmentRequest {
  readonly totalDoseGy: number | null;
  readonly fractions: number | null;
  readonly laterality: 'left' | 'right' | 'bilateral' | 'none' | null;
  readonly technique: 'conventional' | 'sbrt' | 'srs' | null;
  /** Anatomical site, a key of the site settings' protocols. */
  readonly site: string | null;
  /** Image guidance was asked for, so setup beams are expected. */
  readonly hasImaging: boolean | null;
}

/** The plan, its structures and its dose before the revision, where there was one. */
export interface PreviousPlan {
  readonly plan: Plan | null;
  readonly structureSet: StructureSet | null;
  readonly dose: DoseGrid | null;
}

/** Everything one review looks at. What is absent is null or empty, and the checks that need it say NOT_CHECKABLE. */
export interface Review {
  readonly images: readonly PlanningImage[];
  readonly structureSet: StructureSet | null;
  readonly plan: Plan | null;
  /** Every dose beside the plan, of the plan or not. */
  readonly doses: readonly DoseGrid[];
  readonly records: readonly TreatmentRecord[];
  readonly previous: PreviousPlan | null;
  readonly request: TreatmentRequest | null;
  readonly site: SiteSettings;
  readonly numbers: ReviewNumbers;
}

/** Numbers several checks need, each computed when first asked for and kept. */
export interface ReviewNumbers {
  /** The total dose of the plan: PLAN by UID, else the only dose; null where there is none or it cannot be told. */
  readonly planDose: DoseGrid | null;
  /** Histogram under {@link planDose}; null where there is no dose in Gy or no volume. */
  readonly dvh: (structure: Structure) => Dvh | null;
  /** Volume in cm³ from the contours alone; null without closed contours. */
  readonly volumeCc: (structure: Structure) => number | null;
  /** Centroid of the volume, patient LPS mm; null without closed contours. */
  readonly centroidMm: (structure: Structure) => Vector3 | null;
  /** TG-263 name by the site's mapping; null where none is found. */
  readonly standardName: (structure: Structure) => string | null;
}

export type CheckResult = 'PASS' | 'FLAG' | 'FAIL' | 'NOT_APPLICABLE' | 'NOT_CHECKABLE';

/** A: stop, the check FAILs. B: attention, it FLAGs. C: information, it FLAGs. */
export type Severity = 'A' | 'B' | 'C';

/** Where a reviewer has to look. */
export type CheckPlace =
  | { readonly kind: 'beam'; readonly beamNumber: number; readonly controlPoint?: number }
  | { readonly kind: 'structure'; readonly roiNumber: number; readonly pointMm?: Vector3 }
  | { readonly kind: 'point'; readonly pointMm: Vector3 }
  | { readonly kind: 'object'; readonly sopInstanceUID: string; readonly attribute?: Keyword };

/** A value a check compared: numbers carry their unit in the key (`metersetMU`, `distanceMm`). */
export type CheckValue = string | number | boolean | null | readonly (string | number)[];

/**
 * One thing a check saw. `code` names a sentence of the check's `sentences`, in which `{{name}}` stands for a value.
 */
export interface CheckFinding {
  readonly result: CheckResult;
  readonly code: string;
  readonly values: Readonly<Record<string, CheckValue>>;
  readonly places?: readonly CheckPlace[];
}

/** A check as data plus one small function; `run` gives at least one finding, the worst of which is the result. */
export interface Check {
  /** 1 to 65, as in the list of plan checks; never reused. */
  readonly number: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly severity: Severity;
  readonly attributes: readonly Keyword[];
  readonly rule: { readonly zh: string; readonly en: string };
  readonly source: string;
  /** Sentences by finding code. */
  readonly sentences: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
  readonly run: (review: Review) => readonly CheckFinding[];
}

/** The outcome of one check of one review. */
export interface CheckOutcome {
  readonly check: Check;
  readonly result: CheckResult;
  readonly findings: readonly CheckFinding[];
}
