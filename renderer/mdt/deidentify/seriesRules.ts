import { isSliced, namesHead } from '../../../shared/deid/headSigns.ts';
import type { PatientHeader } from '../../../shared/dicom/types.ts';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import type { BurnInSeries } from '../../../shared/ipc/channels.ts';

/** What the person decided about one series. */
export interface SeriesChoice {
  readonly isIncluded: boolean;
  readonly isReviewed: boolean;
  readonly boxes: readonly PixelBox[];
}

/** May carry text in its pixels, and there is no picture to look at: nobody can vouch for it. */
export const cannotBeReviewed = (series: BurnInSeries): boolean => series.burnIn !== 'none' && series.sampleSha256 === null;

/** Everything that can be looked at is taken, with the boxes proposed for it, and nothing counts as reviewed. */
export const firstChoice = (series: BurnInSeries): SeriesChoice => ({ isIncluded: !cannotBeReviewed(series), isReviewed: false, boxes: series.proposedBoxes });

/** Series that would be written and still have to be looked at. */
export function unreviewed(series: readonly BurnInSeries[], choiceOf: (series: BurnInSeries) => SeriesChoice): readonly BurnInSeries[] {
  return series.filter((one) => one.burnIn !== 'none' && choiceOf(one).isIncluded && !choiceOf(one).isReviewed);
}

/** Whether a face could be rebuilt from the slices, as far as body part and description tell. */
export const mayShowFace = (series: { readonly modality: string; readonly description: string | null; readonly bodyPart: string | null }): boolean =>
  isSliced(series.modality) && namesHead(`${series.bodyPart ?? ''} ${series.description ?? ''}`);

/** Whether a pseudonym gives the patient away: it holds the patient ID or a part of the name. */
export function isIdentifying(pseudonym: string, patient: PatientHeader | null): boolean {
  const text = pseudonym.trim().toLowerCase();
  const parts = [patient?.patientID ?? '', ...(patient?.patientName ?? '').split(/[\^=\s]+/)].map((part) => part.trim().toLowerCase());
  // A single Latin letter is in every pseudonym; a single Chinese character may be a whole given name.
  return text !== '' && parts.some((part) => (part.length >= 2 || /\p{Script=Han}/u.test(part)) && text.includes(part));
}
