import { matchName } from '../names/matchName.ts';
import { makeReviewNumbers } from './reviewNumbers.ts';
import type { Review } from './types.ts';

/** A review of objects that were read, with its numbers. */
export function makeReview(sources: Omit<Review, 'numbers'>): Review {
  const { structureNames } = sources.site;
  return { ...sources, numbers: makeReviewNumbers({ ...sources, standardName: ({ name }) => matchName(name, structureNames).standard }) };
}
