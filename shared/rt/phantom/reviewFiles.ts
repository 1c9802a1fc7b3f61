import { writeDicom } from '../../dicom/write/writeDicom.ts';
import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import type { SampleFile } from './makeSampleCase.ts';
import { makeReviewCase, type ReviewCaseOptions } from './reviewCase.ts';
import { reviewRequest, reviewSite } from './reviewSettings.ts';

export interface ReviewFiles {
  readonly files: readonly SampleFile[];
  /** The plan it replaces and its structures, for a folder of their own: whoever changes the plan sees no revision with every change. */
  readonly before: readonly SampleFile[];
  /** Text of the files `mdt check --request` and `--site` read. */
  readonly requestJson: string;
  readonly siteJson: string;
}

const numbered = (prefix: string, objects: readonly DicomObject[]): readonly SampleFile[] =>
  objects.map((object, n) => ({ name: `${prefix}_${String(n + 1).padStart(3, '0')}.dcm`, bytes: writeDicom(object) }));

/** The complete clean case of {@link makeReviewCase} as files, with the request and the site it is clean under. */
export function makeReviewFiles(options: ReviewCaseOptions = {}): ReviewFiles {
  const { images, structureSet, plan, doses, records, previous } = makeReviewCase(options);
  // A settings file that leaves the protocols out gets the built-in ones.
  const { protocols: _, ...site } = reviewSite;
  const [dose, ...otherDoses] = doses;
  return {
    files: [
      ...numbered('CT/CT', images),
      { name: 'RS.dcm', bytes: writeDicom(structureSet) },
      { name: 'RP.dcm', bytes: writeDicom(plan) },
      ...(dose === undefined ? [] : [{ name: 'RD.dcm', bytes: writeDicom(dose) }]),
      ...numbered('RD', otherDoses),
      ...numbered('RT/RT', records),
    ],
    before: [
      { name: 'RS.dcm', bytes: writeDicom(previous.structureSet) },
      { name: 'RP.dcm', bytes: writeDicom(previous.plan) },
    ],
    requestJson: `${JSON.stringify(reviewRequest, null, 2)}\n`,
    siteJson: `${JSON.stringify(site, null, 2)}\n`,
  };
}
