import { openMinutes, type MinutesDocument } from '../../shared/minutes/document.ts';
import type { Queries } from '../store/openStore.ts';
import type { MinutesParts } from '../store/minutes.ts';

/** The minutes without what came too late. */
export const documentOf = ({ snapshot, updates }: MinutesParts): MinutesDocument =>
  openMinutes(...(snapshot ? [snapshot] : []), ...updates.filter(({ isLate }) => !isLate).map(({ bytes }) => bytes));

/** The minutes of a case as the platform holds them. */
export const readMinutes = async (queries: Pick<Queries, 'minutes'>, caseId: string): Promise<MinutesDocument> => documentOf(await queries.minutes.parts(caseId));
