import type { Db } from '../openDatabase.ts';
import { allRows, getRow, run } from '../statement.ts';

/** Cases in the index whose minutes were changed since, at most `limit`; minutes whose case is not here wait for it. */
export const casesWithNewMinutes = (db: Db, limit: number): string[] =>
  allRows<{ case_id: string }>(db, 'SELECT case_id FROM minutes_unindexed WHERE case_id IN (SELECT case_id FROM search_case) LIMIT ?', limit).map((row) => row.case_id);

/** The minutes of a case are in the index as they are; call it in the transaction that puts them there. */
export const markMinutesIndexed = (db: Db, caseId: string): void => void run(db, 'DELETE FROM minutes_unindexed WHERE case_id = ?', caseId);

/** The minutes a case is found by now; empty where there are none. */
export const indexedMinutes = (db: Db, caseId: string): string =>
  getRow<{ minutes: string | null }>(db, `SELECT json_extract(fields, '$.minutes') AS minutes FROM search_case WHERE case_id = ?`, caseId)?.minutes ?? '';
