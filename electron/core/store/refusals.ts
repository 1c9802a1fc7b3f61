import type { Stream } from '../../../shared/mdt/command.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';
import { getCommand, type StoredCommand } from './streams.ts';

/** What a person did about a refused command. */
export interface RefusalOutcome {
  readonly commandId: string;
  readonly outcome: 'sentAgain' | 'setAside';
  readonly personId: string;
  readonly reason: string;
  readonly atMs: number;
}

/** Refused commands nobody has dealt with yet, oldest first; of one stream or of all. */
export function listOpenRefusals(db: Db, stream: Stream | null): StoredCommand[] {
  const open = `SELECT id FROM command WHERE status = 'refused' AND id NOT IN (SELECT command_id FROM refusal_outcome)`;
  const rows = stream
    ? allRows<{ id: string }>(db, `${open} AND kind = ? AND stream_id = ? ORDER BY decided_at_ms, id`, stream.kind, stream.id)
    : allRows<{ id: string }>(db, `${open} ORDER BY decided_at_ms, id`);
  return rows.flatMap(({ id }) => getCommand(db, id) ?? []);
}

export const isSettled = (db: Db, commandId: string): boolean => getRow(db, 'SELECT 1 FROM refusal_outcome WHERE command_id = ?', commandId) !== undefined;

export const settleRefusal = (db: Db, { commandId, outcome, personId, reason, atMs }: RefusalOutcome): void =>
  void run(db, 'INSERT INTO refusal_outcome (command_id, outcome, person_id, reason, at_ms) VALUES (?, ?, ?, ?, ?)', commandId, outcome, personId, reason, Math.round(atMs));

/** Puts a command the platform could not take back into the outbox, as it was: should it have been taken after all, it is not done twice. */
export function requeue(db: Db, commandId: string): void {
  run(db, `UPDATE command SET status = 'pending', version = NULL, reason = NULL, message = NULL, decided_at_ms = NULL WHERE id = ? AND status = 'refused'`, commandId);
  run(db, 'DELETE FROM push_failure WHERE command_id = ?', commandId);
  run(db, 'INSERT OR IGNORE INTO outbox (command_id) VALUES (?)', commandId);
}

/** Notes that the platform failed over a command that was sent alone; returns how often it has. */
export function notePushFailure(db: Db, commandId: string): number {
  run(db, 'INSERT INTO push_failure (command_id, times) VALUES (?, 1) ON CONFLICT (command_id) DO UPDATE SET times = times + 1', commandId);
  return getRow<{ times: number }>(db, 'SELECT times FROM push_failure WHERE command_id = ?', commandId)?.times ?? 0;
}
