import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { sopClass } from './caseIdentity.ts';
import { doseObject } from './doseObject.ts';
import { imageObjects } from './imageObjects.ts';
import { sampleIdentity } from './makeSampleCase.ts';
import { sparingShape } from './phantomDose.ts';
import { reviewPlan } from './reviewPlan.ts';
import { reviewRecords } from './reviewRecords.ts';
import { reviewStructureSet } from './reviewStructures.ts';
import { storedDvhs } from './storedDvhs.ts';

/** The objects of a case that has everything a plan review looks at, before they are written. */
export interface ReviewCase {
  readonly images: readonly DicomObject[];
  readonly structureSet: DicomObject;
  readonly plan: DicomObject;
  readonly doses: readonly DicomObject[];
  readonly records: readonly DicomObject[];
  /** The plan it replaces and its structures: the same, under other UIDs. */
  readonly previous: { readonly plan: DicomObject; readonly structureSet: DicomObject };
}

export interface ReviewCaseOptions {
  /** Seven sliding windows, or two arcs. */
  readonly technique?: 'imrt' | 'vmat';
  /**
   * How the patient lies; default HFS. The target is a body of revolution about the isocentre, so the same fields fit it in
   * HFP as well.
   */
  readonly patientPosition?: 'HFS' | 'HFP';
  /** CT slices; default 34, which hold the whole target. */
  readonly slices?: number;
}

/**
 * A complete clean plan of the fictional sample patient, for reviews and their tests: approved, with bolus, couch, marker,
 * tolerance table, stored histograms, the plan before it and records of the fractions so far. Not a patient.
 */
export function makeReviewCase({ technique = 'imrt', patientPosition = 'HFS', slices = 34 }: ReviewCaseOptions = {}): ReviewCase {
  const identity = sampleIdentity({ slices, matrixSize: 16, seed: `review/${technique}/${patientPosition}` });
  const before = { ...identity, planUID: identity.uid('plan/before'), structureSetUID: identity.uid('structures/before') };
  const axes = patientPosition === 'HFS' ? [1, 0, 0, 0, 1, 0] : [-1, 0, 0, 0, -1, 0];
  const plan = reviewPlan(identity, technique, patientPosition, before.planUID);
  return {
    images: [...imageObjects(identity, 16)].map((image) => ({ ...image, PatientPosition: patientPosition, ImageOrientationPatient: axes })),
    structureSet: reviewStructureSet(identity),
    plan,
    doses: [
      {
        ...doseObject(identity, sparingShape, 3),
        ReferencedStructureSetSequence: [{ ReferencedSOPClassUID: sopClass.structureSet, ReferencedSOPInstanceUID: identity.structureSetUID }],
        DVHSequence: storedDvhs(identity.planesMm),
      },
    ],
    records: reviewRecords(identity, plan),
    previous: { plan: reviewPlan(before, technique, patientPosition, null), structureSet: reviewStructureSet(before) },
  };
}
