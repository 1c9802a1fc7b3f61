import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { Overtaken } from '../../../shared/ipc/channels.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { Db } from '../store/openDatabase.ts';
import { allRows, run } from '../store/statement.ts';

/** What rests on the decision as its author saw it. */
const resting: ReadonlySet<AnyCommand['type']> = new Set(['decision.edit', 'opinion.state', 'dissent.state']);

/**
 * Notes that others changed decision fields its author had not seen when a command of this console was committed; fields
 * it writes itself are conflicts, and told as such. Call it inside the feed's transaction.
 */
export function noteOvertaken(db: Db, deviceId: string, command: AnyCommand, after: StreamRecord): void {
  if (command.deviceId !== deviceId || !resting.has(command.type) || !('fieldStamps' in after)) return;
  const decision = after.decision as Readonly<Record<string, unknown>>;
  const changes = Object.entries(after.fieldStamps).flatMap(([path, { version, stamp }]) => {
    const isUnseen = path.startsWith('decision.') && version > command.baseVersion && (stamp.actor.personId !== command.actor.personId || stamp.deviceId !== deviceId);
    return isUnseen ? [{ path, name: stamp.actor.name, atMs: stamp.atMs, value: decision[path.slice('decision.'.length)] ?? null }] : [];
  });
  if (changes.length === 0) return;
  run(db, 'INSERT OR IGNORE INTO overtaken (command_id, case_id, person_id, changes, at_ms) VALUES (?, ?, ?, ?, ?)', command.id, command.stream.id, command.actor.personId, JSON.stringify(changes), Math.round(command.atMs));
}

/** What a person has not yet said to have looked at. */
export const listOvertaken = (db: Db, person: Person, caseId: string): Overtaken[] =>
  allRows<{ command_id: string; changes: string }>(db, 'SELECT command_id, changes FROM overtaken WHERE case_id = ? AND person_id = ? ORDER BY at_ms', caseId, person.id).map((row) => ({ commandId: row.command_id, changes: JSON.parse(row.changes) as Overtaken['changes'] }));

/** The author has looked at it. */
export const forgetOvertaken = (db: Db, person: Person, commandId: string): void => void run(db, 'DELETE FROM overtaken WHERE command_id = ? AND person_id = ?', commandId, person.id);
