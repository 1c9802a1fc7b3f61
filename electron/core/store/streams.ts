import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

export type CommandStatus = 'pending' | 'committed' | 'refused';

/** A command as this console keeps it. `version` of a pending one: the platform has ordered it, the feed has not brought it yet. */
export interface StoredCommand {
  readonly command: AnyCommand;
  readonly status: CommandStatus;
  readonly version: number | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly decidedAtMs: number | null;
}

interface CommandRow {
  readonly status: CommandStatus;
  readonly version: number | null;
  readonly envelope: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly decided_at_ms: number | null;
}

const columns = 'status, version, envelope, reason, message, decided_at_ms';

const toCommand = (row: CommandRow): StoredCommand => ({
  command: JSON.parse(row.envelope) as AnyCommand, status: row.status, version: row.version, reason: row.reason, message: row.message, decidedAtMs: row.decided_at_ms,
});

export function getCommand(db: Db, id: string): StoredCommand | null {
  const row = getRow<CommandRow>(db, `SELECT ${columns} FROM command WHERE id = ?`, id);
  return row ? toCommand(row) : null;
}

/** Commands of a stream in this console's order. */
export const listCommands = (db: Db, stream: Stream, status: CommandStatus): StoredCommand[] =>
  allRows<CommandRow>(db, `SELECT ${columns} FROM command WHERE kind = ? AND stream_id = ? AND status = ? ORDER BY local_seq`, stream.kind, stream.id, status).map(toCommand);

/** Adds a command of this console and puts it into the outbox. */
export function addPending(db: Db, command: AnyCommand): void {
  insert(db, command, 'pending', null);
  run(db, 'INSERT INTO outbox (command_id) VALUES (?)', command.id);
}

/** A command as the platform ordered it; whatever this console thought of it before gives way. */
export function putCommitted(db: Db, command: AnyCommand, version: number, atMs: number, seal: string | null = null): void {
  const changed = run(db, `UPDATE command SET status = 'committed', version = ?, envelope = ?, reason = NULL, message = NULL, decided_at_ms = ?, seal = ? WHERE id = ?`, version, JSON.stringify(command), Math.round(atMs), seal, command.id);
  if (changed === 0) insert(db, command, 'committed', version, { atMs: Math.round(atMs), seal });
  run(db, 'DELETE FROM outbox WHERE command_id = ?', command.id);
}

/** @param place when and with which proof the platform ordered it */
function insert(db: Db, command: AnyCommand, status: CommandStatus, version: number | null, place: { readonly atMs: number; readonly seal: string | null } | null = null): void {
  const next = getRow<{ seq: number }>(db, 'SELECT coalesce(max(local_seq), 0) + 1 AS seq FROM command WHERE kind = ? AND stream_id = ?', command.stream.kind, command.stream.id);
  run(db, `INSERT OR IGNORE INTO stream_home (kind, stream_id, platform) SELECT ?, ?, value FROM setting WHERE name = 'platformName'`, command.stream.kind, command.stream.id);
  run(db, 'INSERT INTO command (id, kind, stream_id, type, status, version, local_seq, envelope, decided_at_ms, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', command.id, command.stream.kind, command.stream.id, command.type, status, version, next?.seq ?? 1, JSON.stringify(command), place?.atMs ?? null, place?.seal ?? null);
}

/** The platform has given a pushed command its place; it stays pending until the feed brings it. */
export function markOrdered(db: Db, id: string, version: number): void {
  run(db, `UPDATE command SET version = ? WHERE id = ? AND status = 'pending'`, version, id);
  run(db, 'DELETE FROM outbox WHERE command_id = ?', id);
}

/** Kept with its reason and shown until a person has seen it; never dropped. */
export function markRefused(db: Db, id: string, reason: string, message: string, atMs: number): void {
  run(db, `UPDATE command SET status = 'refused', version = NULL, reason = ?, message = ?, decided_at_ms = ? WHERE id = ? AND status = 'pending'`, reason, message, Math.round(atMs), id);
  run(db, 'DELETE FROM outbox WHERE command_id = ?', id);
}

const ofPlatform = `FROM outbox JOIN command ON command.id = outbox.command_id JOIN stream_home USING (kind, stream_id)
  JOIN setting ON setting.name = 'platformName' AND setting.value = stream_home.platform`;

/** Commands waiting to be pushed to the platform this console is set to, oldest first; those for another platform wait for it. */
export const listOutbox = (db: Db, limit: number): AnyCommand[] =>
  allRows<{ envelope: string }>(db, `SELECT envelope ${ofPlatform} ORDER BY outbox.seq LIMIT ?`, limit).map((row) => JSON.parse(row.envelope) as AnyCommand);

/** How many wait for another platform than the one this console is set to. */
export const countOutboxElsewhere = (db: Db): number => countOutbox(db) - (getRow<{ n: number }>(db, `SELECT count(*) AS n ${ofPlatform}`)?.n ?? 0);

/** Ids of the cases the platform this console is set to orders. */
export const casesOfPlatform = (db: Db): Set<string> =>
  new Set(allRows<{ stream_id: string }>(db, `SELECT stream_id FROM stream_home JOIN setting ON setting.name = 'platformName' AND setting.value = platform WHERE kind = 'case'`).map((row) => row.stream_id));

export const countOutbox = (db: Db): number => getRow<{ n: number }>(db, 'SELECT count(*) AS n FROM outbox')?.n ?? 0;

/** The committed record of a stream; null when nothing of it is committed here. */
export function getCommitted(db: Db, stream: Stream): StreamRecord | null {
  const row = getRow<{ record: string }>(db, 'SELECT record FROM stream_record WHERE kind = ? AND id = ?', stream.kind, stream.id);
  return row ? (JSON.parse(row.record) as StreamRecord) : null;
}

export const committedVersion = (db: Db, stream: Stream): number =>
  getRow<{ version: number }>(db, 'SELECT version FROM stream_record WHERE kind = ? AND id = ?', stream.kind, stream.id)?.version ?? 0;

export const putRecord = (db: Db, stream: Stream, record: StreamRecord): void =>
  void run(db, 'INSERT INTO stream_record (kind, id, version, record) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, record = excluded.record', stream.kind, stream.id, record.version, JSON.stringify(record));

/** Every stream of a kind this console knows, committed or only pending. */
export const listStreams = (db: Db, kind: Stream['kind']): Stream[] =>
  allRows<{ id: string }>(db, 'SELECT id FROM stream_record WHERE kind = ? UNION SELECT stream_id FROM command WHERE kind = ? ORDER BY 1', kind, kind).map(({ id }) => ({ kind, id }));

export const feedPosition = (db: Db, platform: string, hospitalId: string): number =>
  getRow<{ position: number }>(db, 'SELECT position FROM feed_cursor WHERE platform = ? AND hospital_id = ?', platform, hospitalId)?.position ?? 0;

export const setFeedPosition = (db: Db, platform: string, hospitalId: string, position: number): void =>
  void run(db, 'INSERT INTO feed_cursor (platform, hospital_id, position) VALUES (?, ?, ?) ON CONFLICT (platform, hospital_id) DO UPDATE SET position = excluded.position', platform, hospitalId, position);
