import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

/** One change of a case's minutes. */
export interface MinutesUpdate {
  readonly sha256: string;
  readonly personId: string;
  readonly personName: string;
  readonly atMs: number;
  /** Typed at this console. */
  readonly isOwn: boolean;
  /** The platform has it. */
  readonly isSent: boolean;
  /** Came after the minutes were closed. */
  readonly isLate: boolean;
  readonly bytes: Uint8Array;
}

interface Row {
  readonly sha256: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly at_ms: number;
  readonly is_own: number;
  readonly is_sent: number;
  readonly is_late: number;
  readonly bytes: Uint8Array;
}

const toUpdate = (row: Row): MinutesUpdate => ({
  sha256: row.sha256, personId: row.person_id, personName: row.person_name, atMs: row.at_ms, isOwn: row.is_own === 1, isSent: row.is_sent === 1, isLate: row.is_late === 1, bytes: new Uint8Array(row.bytes),
});

const columns = 'sha256, person_id, person_name, at_ms, is_own, is_sent, is_late, bytes';

export const getMinutesSnapshot = (db: Db, caseId: string): Uint8Array | null => {
  const row = getRow<{ document: Uint8Array }>(db, 'SELECT document FROM minutes_snapshot WHERE case_id = ?', caseId);
  return row ? new Uint8Array(row.document) : null;
};

/** Changes of a case in the order in which they came here, late ones among them. */
export const listMinutesUpdates = (db: Db, caseId: string): MinutesUpdate[] =>
  allRows<Row>(db, `SELECT ${columns} FROM minutes_update WHERE case_id = ? ORDER BY seq`, caseId).map(toUpdate);

/** What the platform has not acknowledged, in the order in which it was typed. */
export const listUnsentMinutes = (db: Db, caseId: string, limit: number): MinutesUpdate[] =>
  allRows<Row>(db, `SELECT ${columns} FROM minutes_update WHERE case_id = ? AND is_sent = 0 ORDER BY seq LIMIT ?`, caseId, limit).map(toUpdate);

export const countUnsentMinutes = (db: Db, caseId: string): number => getRow<{ n: number }>(db, 'SELECT count(*) AS n FROM minutes_update WHERE case_id = ? AND is_sent = 0', caseId)?.n ?? 0;

export const casesWithUnsentMinutes = (db: Db): string[] => allRows<{ case_id: string }>(db, 'SELECT DISTINCT case_id FROM minutes_update WHERE is_sent = 0').map((row) => row.case_id);

/** False when this change is here already. */
export const addMinutesUpdate = (db: Db, caseId: string, update: MinutesUpdate): boolean =>
  run(
    db,
    `INSERT INTO minutes_update (case_id, sha256, person_id, person_name, at_ms, is_own, is_sent, is_late, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id, sha256) DO NOTHING`,
    caseId, update.sha256, update.personId, update.personName, Math.round(update.atMs), Number(update.isOwn), Number(update.isSent), Number(update.isLate), Buffer.from(update.bytes),
  ) > 0;

/** Whether a change came too late; null where it is not here. */
export const isMinutesUpdateLate = (db: Db, caseId: string, sha256: string): boolean | null => {
  const row = getRow<{ is_late: number }>(db, 'SELECT is_late FROM minutes_update WHERE case_id = ? AND sha256 = ?', caseId, sha256);
  return row ? row.is_late === 1 : null;
};

/** Changes that are part of the minutes and that the platform has. */
export const countSettledMinutes = (db: Db, caseId: string): number => getRow<{ n: number }>(db, 'SELECT count(*) AS n FROM minutes_update WHERE case_id = ? AND is_sent = 1 AND is_late = 0', caseId)?.n ?? 0;

/** Takes changes out of the list; what they were is to be written in the same transaction. */
export const removeMinutesUpdates = (db: Db, caseId: string, updates: readonly Pick<MinutesUpdate, 'sha256'>[]): void => {
  for (const { sha256 } of updates) run(db, 'DELETE FROM minutes_update WHERE case_id = ? AND sha256 = ?', caseId, sha256);
};

export const hasMinutesUpdate = (db: Db, caseId: string, sha256: string): boolean => getRow<{ found: number }>(db, 'SELECT 1 AS found FROM minutes_update WHERE case_id = ? AND sha256 = ?', caseId, sha256) !== undefined;

/** The platform has a change, in the minutes or beside them. */
export const markMinutesSent = (db: Db, caseId: string, sha256: string, isLate: boolean): void =>
  void run(db, 'UPDATE minutes_update SET is_sent = 1, is_late = ? WHERE case_id = ? AND sha256 = ?', Number(isLate), caseId, sha256);

/** Every change typed here is sent once more: the platform says it lacks some. */
export const resendMinutes = (db: Db, caseId: string): number => run(db, 'UPDATE minutes_update SET is_sent = 0 WHERE case_id = ? AND is_own = 1 AND is_late = 0', caseId);

/** Puts a case's minutes together: the snapshot holds what the changes that leave were. Call it in a transaction. */
export function replaceMinutes(db: Db, caseId: string, document: Uint8Array, leaving: readonly Pick<MinutesUpdate, 'sha256'>[]): void {
  run(db, 'INSERT INTO minutes_snapshot (case_id, document) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET document = excluded.document', caseId, Buffer.from(document));
  removeMinutesUpdates(db, caseId, leaving);
}

/** True at the first change of an editing session. */
export const beginMinutesSession = (db: Db, sessionId: string, caseId: string, personId: string, atMs: number): boolean =>
  run(db, 'INSERT INTO minutes_session (session_id, case_id, person_id, began_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (session_id) DO NOTHING', sessionId, caseId, personId, Math.round(atMs)) > 0;

export const getMinutesPosition = (db: Db, platform: string, caseId: string): number =>
  getRow<{ position: number }>(db, 'SELECT position FROM minutes_position WHERE platform = ? AND case_id = ?', platform, caseId)?.position ?? 0;

export const setMinutesPosition = (db: Db, platform: string, caseId: string, position: number): void =>
  void run(db, 'INSERT INTO minutes_position (platform, case_id, position) VALUES (?, ?, ?) ON CONFLICT (platform, case_id) DO UPDATE SET position = excluded.position', platform, caseId, position);

/** What the platform has of others' minutes is asked for anew. */
export const forgetMinutesPositions = (db: Db, platform: string): void => void run(db, 'DELETE FROM minutes_position WHERE platform = ?', platform);

/** Cases in whose minutes somebody typed here. */
export const casesTypedIn = (db: Db): string[] => allRows<{ case_id: string }>(db, 'SELECT DISTINCT case_id FROM minutes_update WHERE is_own = 1').map((row) => row.case_id);
