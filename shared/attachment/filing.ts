import { filedAs } from './kinds.ts';
import type { AttachmentKind } from './kinds.ts';

/** Where an object belongs. */
export interface Filing {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
  readonly seriesNumber: number;
  readonly instanceNumber: number;
}

/**
 * Gives the files of one adding their places: a study of their own for every day they are of, in it a series for every
 * kind, numbered as they come.
 *
 * They never join the study of other images, also not one of the same day: that study answers an order of its hospital
 * and is known by its accession number, to which nobody here can say that the picture belongs. A study has one date, and
 * priors hang by it, so pictures of two days are two studies.
 *
 * @param newUid a new UID at every call
 */
export function startFiling(newUid: () => string): (kind: AttachmentKind, date: string) => Filing {
  const studies = new Map<string, string>();
  const series = new Map<string, { readonly uid: string; count: number }>();
  return (kind, date) => {
    const studyInstanceUID = studies.get(date) ?? newUid();
    studies.set(date, studyInstanceUID);
    const key = `${date} ${kind}`;
    const own = series.get(key) ?? { uid: newUid(), count: 0 };
    own.count += 1;
    series.set(key, own);
    return { studyInstanceUID, seriesInstanceUID: own.uid, sopInstanceUID: newUid(), seriesNumber: filedAs[kind].seriesNumber, instanceNumber: own.count };
  };
}
