import type { Db } from './openDatabase.ts';
import { getRow, run } from './statement.ts';

/** What a person stored under a name; null when nothing is. */
export function getPreference(db: Db, personId: string, name: string): unknown {
  const row = getRow<{ value_json: string }>(db, 'SELECT value_json FROM preference WHERE person_id = ? AND name = ?', personId, name);
  return row ? (JSON.parse(row.value_json) as unknown) : null;
}

/** @param json the value as JSON; null forgets it */
export function putPreference(db: Db, personId: string, name: string, json: string | null, nowMs: number): void {
  if (json === null) run(db, 'DELETE FROM preference WHERE person_id = ? AND name = ?', personId, name);
  else run(db, 'INSERT INTO preference (person_id, name, value_json, updated_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (person_id, name) DO UPDATE SET value_json = excluded.value_json, updated_at_ms = excluded.updated_at_ms', personId, name, json, Math.round(nowMs));
}
