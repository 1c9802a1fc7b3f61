import type { StreamRecord } from '../../shared/mdt/apply.ts';
import type { AnyCommand, Stream } from '../../shared/mdt/command.ts';
import type { Committed, FeedResponse, Outcome } from '../../shared/sync/protocol.ts';
import type { Db } from './openDatabase.ts';

interface CommittedRow {
  position: number; version: number; envelope_json: string; committed_at_ms: number;
}

const toCommitted = (row: Omit<CommittedRow, 'position'>): Committed => ({
  command: JSON.parse(row.envelope_json) as AnyCommand, version: row.version, committedAtMs: row.committed_at_ms,
});

export type StreamQueries = ReturnType<typeof streamQueries>;

/** Streams, their commands, outcomes, audiences and the feeds of the hospitals. */
export function streamQueries(db: Db) {
  const record = db.prepare<[string], { kind: Stream['kind']; version: number; record_json: string }>('SELECT kind, version, record_json FROM stream_record WHERE id = ?');
  const putRecord = db.prepare<[string, string, number, string]>(
    'INSERT INTO stream_record VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, record_json = excluded.record_json',
  );
  const addCommand = db.prepare<[string, string, number, string, number]>('INSERT INTO command VALUES (?, ?, ?, ?, ?)');
  const outcome = db.prepare<[string], { body_sha256: string; outcome_json: string }>('SELECT body_sha256, outcome_json FROM command_outcome WHERE command_id = ?');
  const addOutcome = db.prepare<[string, string, string]>('INSERT INTO command_outcome VALUES (?, ?, ?)');
  const audience = db.prepare<[string], { hospital_id: string }>('SELECT hospital_id FROM stream_audience WHERE stream_id = ?');
  const addAudience = db.prepare<[string, string]>('INSERT OR IGNORE INTO stream_audience VALUES (?, ?)');
  const isAudience = db.prepare<[string, string], { found: number }>('SELECT 1 AS found FROM stream_audience WHERE stream_id = ? AND hospital_id = ?');
  const head = db.prepare<[string], { head: number | null }>('SELECT max(position) AS head FROM feed WHERE hospital_id = ?');
  // A hospital that newly sees the stream gets all of it; one that saw it gets what is missing: the last command.
  const extendFeed = db.prepare<{ hospitalId: string; streamId: string; head: number }>(
    `INSERT INTO feed (hospital_id, position, command_id)
     SELECT @hospitalId, @head + row_number() OVER (ORDER BY c.version), c.id FROM command c
     WHERE c.stream_id = @streamId AND NOT EXISTS (SELECT 1 FROM feed f WHERE f.hospital_id = @hospitalId AND f.command_id = c.id)`,
  );
  const feed = db.prepare<[string, number, number], CommittedRow>(
    `SELECT f.position, c.version, c.envelope_json, c.committed_at_ms FROM feed f JOIN command c ON c.id = f.command_id
     WHERE f.hospital_id = ? AND f.position > ? ORDER BY f.position LIMIT ?`,
  );
  const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM stream_record');
  const headOf = (hospitalId: string): number => head.get(hospitalId)?.head ?? 0;
  return {
    record(id: string): { kind: Stream['kind']; version: number; record: StreamRecord } | undefined {
      const row = record.get(id);
      return row && { kind: row.kind, version: row.version, record: JSON.parse(row.record_json) as StreamRecord };
    },
    /** Stores the record after a command, and the command; to be called inside a transaction. */
    append(committed: Committed, after: StreamRecord): void {
      const { command, version, committedAtMs } = committed;
      putRecord.run(command.stream.id, command.stream.kind, version, JSON.stringify(after));
      addCommand.run(command.id, command.stream.id, version, JSON.stringify(command), committedAtMs);
    },
    /** Brings the stream into the feeds of its audience; returns each hospital's new head. */
    publish(streamId: string, hospitalIds: readonly string[]): Map<string, number> {
      for (const hospitalId of hospitalIds) addAudience.run(streamId, hospitalId);
      const heads = new Map<string, number>();
      for (const { hospital_id: hospitalId } of audience.all(streamId)) {
        extendFeed.run({ hospitalId, streamId, head: headOf(hospitalId) });
        heads.set(hospitalId, headOf(hospitalId));
      }
      return heads;
    },
    outcome(commandId: string): { bodySha256: string; outcome: Outcome } | undefined {
      const row = outcome.get(commandId);
      return row && { bodySha256: row.body_sha256, outcome: JSON.parse(row.outcome_json) as Outcome };
    },
    addOutcome: (value: Outcome, bodySha256: string): void => void addOutcome.run(value.commandId, bodySha256, JSON.stringify(value)),
    isVisible: (streamId: string, hospitalId: string): boolean => isAudience.get(streamId, hospitalId) !== undefined,
    head: headOf,
    feed: (hospitalId: string, after: number, limit: number): FeedResponse['entries'] =>
      feed.all(hospitalId, after, limit).map((row) => ({ position: row.position, committed: toCommitted(row) })),
    count: (): number => count.get()?.count ?? 0,
  };
}
