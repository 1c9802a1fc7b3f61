import type { DicomObject } from '../../../shared/dicom/write/dicomObject.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { makeReview } from '../../../shared/rt/checks/makeReview.ts';
import { readPlanningImage } from '../../../shared/rt/checks/readPlanningImage.ts';
import type { Review, ReviewNumbers, TreatmentRequest } from '../../../shared/rt/checks/types.ts';
import type { ReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { reviewRequest, reviewSite } from '../../../shared/rt/phantom/reviewSettings.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { readTreatmentRecord } from '../../../shared/rt/read/readTreatmentRecord.ts';
import type { SiteSettings } from '../../../shared/rt/site/types.ts';

export const testSite = reviewSite;
export const testRequest = reviewRequest;

export interface Situation {
  readonly objects: ReviewCase;
  readonly request?: TreatmentRequest;
  readonly site?: SiteSettings;
  /** With the plan before it; default not. */
  readonly hasPrevious?: boolean;
}

/** What an object reads as; an unchanged object is written and read once only. */
const known = new WeakMap<DicomObject, unknown>();
function through<T>(object: DicomObject, read: (bytes: Uint8Array) => T): T {
  const found = known.get(object) as T | undefined;
  if (found !== undefined) return found;
  const made = read(writeDicom(object));
  known.set(object, made);
  return made;
}

/** Numbers depend on structures, doses and the UID of the plan alone; cases that share those share them. */
const knownNumbers = new WeakMap<DicomObject, { readonly doses: readonly DicomObject[]; readonly planUID: unknown; readonly numbers: ReviewNumbers }>();

function withKnownNumbers(review: Review, { structureSet, doses, plan }: ReviewCase): Review {
  const same = knownNumbers.get(structureSet);
  if (same !== undefined && same.planUID === plan.SOPInstanceUID && same.doses.length === doses.length && same.doses.every((dose, n) => dose === doses[n])) return { ...review, numbers: same.numbers };
  if (same === undefined) knownNumbers.set(structureSet, { doses, planUID: plan.SOPInstanceUID, numbers: review.numbers });
  return review;
}

/** The review of a case: every object written as DICOM and read back. */
export function reviewOf({ objects, request = testRequest, site = testSite, hasPrevious = false }: Situation): Review {
  const { images, structureSet, plan, doses, records, previous } = objects;
  const review = makeReview({
    images: images.map((image) => through(image, readPlanningImage)),
    structureSet: through(structureSet, readStructureSet),
    plan: through(plan, readPlan),
    doses: doses.map((dose) => through(dose, readDose)),
    records: records.map((record) => through(record, readTreatmentRecord)),
    previous: hasPrevious ? { plan: through(previous.plan, readPlan), structureSet: through(previous.structureSet, readStructureSet), dose: null } : null,
    request,
    site,
  });
  return withKnownNumbers(review, objects);
}
