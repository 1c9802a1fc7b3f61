import type { Stream } from '../../../shared/mdt/command.ts';
import type { Removal, RemovalReceipt } from '../../../shared/sync/protocol.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

/** A stream deleted here because its hospital left it. */
export interface StoredRemoval extends RemovalReceipt {
  readonly platform: string;
  readonly hospitalId: string;
}

interface RemovalRow {
  readonly platform: string;
  readonly hospital_id: string;
  readonly position: number;
  readonly kind: Stream['kind'];
  readonly stream_id: string;
  readonly version: number;
  readonly digest: string;
  readonly blobs: string;
  readonly unsent: number;
  readonly removed_at_ms: number;
}

const toRemoval = (row: RemovalRow): StoredRemoval => ({
  platform: row.platform, hospitalId: row.hospital_id, position: row.position, stream: { kind: row.kind, id: row.stream_id }, version: row.version,
  digest: row.digest, blobs: JSON.parse(row.blobs) as string[], unsent: row.unsent, removedAtMs: row.removed_at_ms,
});

/** A hospital has left a stream that stays here for another one. */
export const addKept = (db: Db, source: { platform: string; hospitalId: string }, { position, stream, version }: Removal, atMs: number): void =>
  void run(db, `INSERT INTO removal (platform, hospital_id, position, kind, stream_id, left_version, is_kept, version, digest, blobs, unsent, removed_at_ms, is_wiped, is_reported) VALUES (?, ?, ?, ?, ?, ?, 1, 0, '', '[]', 0, ?, 0, 0)`,
    source.platform, source.hospitalId, position, stream.kind, stream.id, version, Math.round(atMs));

/** Whether a removal was done here before. */
export const isRemovalKnown = (db: Db, { platform, hospitalId }: { platform: string; hospitalId: string }, { position }: Pick<Removal, 'position'>): boolean =>
  getRow(db, 'SELECT 1 FROM removal WHERE platform = ? AND hospital_id = ? AND position = ?', platform, hospitalId, position) !== undefined;

/** Says of every hospital that left the stream what was deleted of it now. */
export const endKept = (db: Db, stream: Stream, { version, digest, blobs, unsent, removedAtMs }: Omit<RemovalReceipt, 'position' | 'stream'>): void =>
  void run(db, 'UPDATE removal SET is_kept = 0, version = ?, digest = ?, blobs = ?, unsent = ?, removed_at_ms = ? WHERE kind = ? AND stream_id = ? AND is_kept = 1', version, digest, JSON.stringify(blobs), unsent, Math.round(removedAtMs), stream.kind, stream.id);

/** The version at which a hospital left a stream for the last time; null when it never did. */
export const leftVersion = (db: Db, platform: string, hospitalId: string, stream: Stream): number | null =>
  getRow<{ left: number | null }>(db, 'SELECT max(left_version) AS "left" FROM removal WHERE platform = ? AND hospital_id = ? AND kind = ? AND stream_id = ? AND position > 0', platform, hospitalId, stream.kind, stream.id)?.left ?? null;

/** Removals whose bytes may still lie in free pages, files or copies. */
export const unwipedRemovals = (db: Db): StoredRemoval[] => allRows<RemovalRow>(db, 'SELECT * FROM removal WHERE is_wiped = 0 AND is_kept = 0').map(toRemoval);

export const markWiped = (db: Db, { platform, hospitalId, position }: StoredRemoval): void =>
  void run(db, 'UPDATE removal SET is_wiped = 1 WHERE platform = ? AND hospital_id = ? AND position = ?', platform, hospitalId, position);

/** Removals that are complete here and of which the platform has no receipt. */
export const unreportedRemovals = (db: Db, platform: string, hospitalId: string): StoredRemoval[] =>
  allRows<RemovalRow>(db, 'SELECT * FROM removal WHERE is_wiped = 1 AND is_reported = 0 AND platform = ? AND hospital_id = ? ORDER BY position', platform, hospitalId).map(toRemoval);

export const markReported = (db: Db, { platform, hospitalId, position }: StoredRemoval): void =>
  void run(db, 'UPDATE removal SET is_reported = 1 WHERE platform = ? AND hospital_id = ? AND position = ?', platform, hospitalId, position);

/** Hospitals this console receives for from a platform. */
export const hospitalsOf = (db: Db, platform: string): string[] => allRows<{ hospital_id: string }>(db, 'SELECT hospital_id FROM feed_cursor WHERE platform = ?', platform).map((row) => row.hospital_id);

/**
 * Tables that name a stream by `case_id` or `stream_id`; a table that comes later is among them by itself. The access log
 * stays: who saw the case is to be known after it has left, and its rows name no patient.
 */
const namingStreams = (db: Db): { readonly table: string; readonly column: string }[] =>
  allRows<{ table: string; column: string }>(
    db,
    `SELECT m.name AS "table", p.name AS "column" FROM sqlite_schema m JOIN pragma_table_info(m.name) p
     WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND p.name IN ('case_id', 'stream_id') AND m.name NOT IN ('removal', 'audit')`,
  );

/**
 * Deletes every row of a stream; call it inside a transaction.
 * @param named blobs its record names
 * @returns blobs nothing else here needs any more; their rows are gone, their files are the caller's to remove
 */
export function deleteStreamRows(db: Db, stream: Stream, named: readonly string[]): string[] {
  const hashes = new Set([...named, ...allRows<{ sha256: string }>(db, 'SELECT sha256 FROM instance WHERE case_id = ?', stream.id).map((row) => row.sha256)]);
  db.pragma('defer_foreign_keys = ON');
  run(db, 'DELETE FROM outbox WHERE command_id IN (SELECT id FROM command WHERE kind = ? AND stream_id = ?)', stream.kind, stream.id);
  run(db, 'DELETE FROM stream_record WHERE kind = ? AND id = ?', stream.kind, stream.id);
  for (const { table, column } of namingStreams(db)) run(db, `DELETE FROM "${table}" WHERE "${column}" = ?`, stream.id);
  const needed = neededBlobs(db);
  return [...hashes].filter((sha256) => {
    const isNamed = needed.has(sha256) || getRow(db, 'SELECT 1 FROM instance WHERE sha256 = ? UNION ALL SELECT 1 FROM inbox_object WHERE sha256 = ?', sha256, sha256) !== undefined;
    return !isNamed && run(db, 'DELETE FROM blob WHERE sha256 = ?', sha256) > 0;
  });
}

/** Blobs the records that stay name. */
function neededBlobs(db: Db): Set<string> {
  const rows = allRows<{ sha256: string }>(
    db,
    `SELECT json_extract(entry.value, '$.sha256') AS sha256 FROM stream_record, json_each(stream_record.record, '$.imaging') AS entry WHERE kind = 'case'
     UNION SELECT json_extract(record, '$.report.sha256') FROM stream_record WHERE kind = 'case' AND json_extract(record, '$.report.sha256') IS NOT NULL`,
  );
  return new Set(rows.map((row) => row.sha256));
}

/** Writes the database anew, so that no free page, index segment or log holds what was deleted. */
export function wipeFreePages(db: Db): void {
  db.exec(`INSERT INTO search_word (search_word) VALUES ('optimize')`);
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
}
