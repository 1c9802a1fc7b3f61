import type { Stream } from '../../../shared/mdt/command.ts';
import type { Returned } from '../../../shared/sync/generation.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';
import { getCommand } from './streams.ts';

interface Source {
  readonly platform: string;
  readonly hospitalId: string;
}

/** A generation of the platform's order as this console entered it. */
export interface KnownGeneration {
  readonly id: string;
  /** Up to where the feed was the same as before. */
  readonly position: number;
}

/** What is said of a command whose place was given up. */
export interface GivenUp {
  readonly reason: string;
  readonly message: string;
}

/** What every platform begins with, and those from before generations were told. */
export const firstGeneration = 'first';

/** Generations of a feed this console has known, the newest last; empty before the first contact. */
export function knownGenerations(db: Db, { platform, hospitalId }: Source): KnownGeneration[] {
  const rows = allRows<KnownGeneration>(db, 'SELECT generation AS id, position FROM feed_generation WHERE platform = ? AND hospital_id = ? ORDER BY seq', platform, hospitalId);
  const hasFeed = getRow(db, 'SELECT 1 FROM feed_cursor WHERE platform = ? AND hospital_id = ? AND position > 0', platform, hospitalId) !== undefined;
  return rows.length === 0 && hasFeed ? [{ id: firstGeneration, position: 0 }] : rows;
}

/** The generation this console speaks of; undefined before the first contact. */
export const currentGeneration = (db: Db, source: Source): string | undefined => knownGenerations(db, source).at(-1)?.id;

/** What a console did when it entered a generation. */
export interface Entered {
  readonly returned: number;
  readonly refused: number;
  readonly gaps: number;
}

/** @param entered null at the first contact, of which nobody has to hear */
export function enterGeneration(db: Db, { platform, hospitalId }: Source, { id, position }: KnownGeneration, atMs: number, entered: Entered | null): void {
  const add = (seq: number, generation: string, from: number, done: Entered | null): void =>
    void run(db, 'INSERT INTO feed_generation (platform, hospital_id, seq, generation, position, entered_at_ms, returned, refused, gaps, seen_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      platform, hospitalId, seq, generation, from, Math.round(atMs), done?.returned ?? 0, done?.refused ?? 0, done?.gaps ?? 0, done ? null : Math.round(atMs));
  const written = getRow<{ n: number }>(db, 'SELECT count(*) AS n FROM feed_generation WHERE platform = ? AND hospital_id = ?', platform, hospitalId)?.n ?? 0;
  // Every order began as the first one: should the platform lose the one entered here, its feed is the same up to nothing at least.
  if (written === 0 && id !== firstGeneration) add(1, firstGeneration, 0, null);
  add(written === 0 && id !== firstGeneration ? 2 : written + 1, id, position, entered);
}

/** What a person has not yet been told of restores of the platform; null when there is nothing. */
export function unseenRestore(db: Db, platform: string): { readonly atMs: number; readonly returned: number; readonly refused: number; readonly gaps: number } | null {
  const row = getRow<{ atMs: number | null; returned: number; refused: number; gaps: number }>(
    db, 'SELECT max(entered_at_ms) AS atMs, sum(returned) AS returned, sum(refused) AS refused, sum(gaps) AS gaps FROM feed_generation WHERE platform = ? AND seen_at_ms IS NULL', platform,
  );
  return row && row.atMs !== null ? { ...row, atMs: row.atMs } : null;
}

/** Whether this console has lived through a restore of the platform. */
export const wasRestored = (db: Db, platform: string): boolean => getRow(db, 'SELECT 1 FROM feed_generation WHERE platform = ? AND seq > 1', platform) !== undefined;

export const markRestoreSeen = (db: Db, platform: string, atMs: number): void => void run(db, 'UPDATE feed_generation SET seen_at_ms = ? WHERE platform = ? AND seen_at_ms IS NULL', Math.round(atMs), platform);

/** Streams of a platform with something committed here, without those from archives. */
export const committedStreams = (db: Db, platform: string): Stream[] =>
  allRows<Stream>(
    db,
    `SELECT r.kind, r.id FROM stream_record r JOIN stream_home h ON h.kind = r.kind AND h.stream_id = r.id
     WHERE h.platform = ? AND NOT EXISTS (SELECT 1 FROM foreign_case f WHERE r.kind = 'case' AND f.case_id = r.id) ORDER BY r.kind DESC, r.id`, platform,
  );

/** Ids of a stream's committed commands in their order. */
export const committedIds = (db: Db, { kind, id }: Stream): string[] =>
  allRows<{ id: string }>(db, `SELECT id FROM command WHERE kind = ? AND stream_id = ? AND status = 'committed' ORDER BY version`, kind, id).map((row) => row.id);

/** A committed command as the platform gave it; null when it is not here. */
export function committedWithSeal(db: Db, id: string): Returned | null {
  const stored = getCommand(db, id);
  if (stored?.status !== 'committed' || stored.version === null) return null;
  const seal = getRow<{ seal: string | null }>(db, 'SELECT seal FROM command WHERE id = ?', id)?.seal ?? null;
  return { command: stored.command, version: stored.version, committedAtMs: stored.decidedAtMs ?? 0, ...(seal === null ? {} : { seal }) };
}

/** Commands the platform had given a place, and whose feed entry never came. */
export const orderedVersions = (db: Db, { kind, id }: Stream): number[] =>
  allRows<{ version: number }>(db, `SELECT version FROM command WHERE kind = ? AND stream_id = ? AND status = 'pending' AND version IS NOT NULL ORDER BY version`, kind, id).map(({ version }) => version);

/** Puts what was ordered and has not come back into the outbox, before everything that was never sent: what the platform still has, it takes once. */
export function requeueOrdered(db: Db, platform: string): void {
  const rows = allRows<{ id: string }>(
    db,
    `SELECT c.id FROM command c JOIN stream_home h ON h.kind = c.kind AND h.stream_id = c.stream_id LEFT JOIN outbox o ON o.command_id = c.id
     WHERE c.status = 'pending' AND h.platform = ? ORDER BY o.seq IS NOT NULL, o.seq, c.rowid`, platform,
  );
  run(db, `UPDATE command SET version = NULL WHERE status = 'pending'`);
  for (const { id } of rows) run(db, 'DELETE FROM outbox WHERE command_id = ?', id);
  for (const { id } of rows) run(db, 'INSERT INTO outbox (command_id) VALUES (?)', id);
}

/** Commands made here that lost their place in an order that ended before it brought them again are as good as never sent. */
export const reopenGivenUp = (db: Db, deviceId: string, reason: string): void =>
  void run(db, `UPDATE command SET status = 'pending', version = NULL, reason = NULL, message = NULL, decided_at_ms = NULL WHERE status = 'refused' AND reason = ? AND json_extract(envelope, '$.deviceId') = ? AND id NOT IN (SELECT command_id FROM refusal_outcome)`, reason, deviceId);

/** Commands after a version lose their place: those that have one in the new order get it from the feed, the others stay refused. */
export const giveUpPlaces = (db: Db, { kind, id }: Stream, version: number, { reason, message }: GivenUp, atMs: number): void =>
  void run(db, `UPDATE command SET status = 'refused', version = NULL, seal = NULL, reason = ?, message = ?, decided_at_ms = ? WHERE kind = ? AND stream_id = ? AND status = 'committed' AND version > ?`, reason, message, Math.round(atMs), kind, id, version);

/**
 * Departures after a position of the feed are no departures of the new order. They stay, below all positions, without a receipt to send;
 * the receipts of the others are sent again.
 * @returns whether there was one of a stream that is gone here
 */
export function voidRemovals(db: Db, { platform, hospitalId }: Source, position: number): boolean {
  const isGone = getRow(db, 'SELECT 1 FROM removal WHERE platform = ? AND hospital_id = ? AND position > ? AND is_kept = 0', platform, hospitalId, position) !== undefined;
  const { lowest } = getRow<{ lowest: number }>(db, 'SELECT min(0, coalesce(min(position), 0)) AS lowest FROM removal WHERE platform = ? AND hospital_id = ?', platform, hospitalId) ?? { lowest: 0 };
  run(db, 'UPDATE removal SET position = ? - position, is_reported = 1 WHERE platform = ? AND hospital_id = ? AND position > ?', lowest, platform, hospitalId, position);
  // The platform may have lost the receipts of those that stand.
  run(db, 'UPDATE removal SET is_reported = 0 WHERE platform = ? AND hospital_id = ? AND position BETWEEN 1 AND ?', platform, hospitalId, position);
  return isGone;
}
