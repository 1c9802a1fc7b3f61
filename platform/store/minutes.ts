import type { Db } from './tables.ts';

/** One change of a case's minutes as the platform took it. */
export interface StoredMinutes {
  readonly position: number;
  readonly sha256: string;
  readonly personId: string;
  readonly personName: string;
  readonly deviceId: string;
  /** By the clock of the console it was typed at. */
  readonly atMs: number;
  readonly isLate: boolean;
  readonly bytes: Uint8Array;
}

/** A document in parts: what was put together, and the changes since. */
export interface MinutesParts {
  /** Number of changes taken, late ones too; 0 where there are none. */
  readonly position: number;
  readonly snapshot: Uint8Array | null;
  readonly updates: readonly StoredMinutes[];
}

export type MinutesQueries = ReturnType<typeof minutesQueries>;

/** Minutes: documents, changes, and who was writing lately. Writing is for a transaction that holds the case's stream. */
export function minutesQueries(db: Db) {
  return {
    /** All of a case's minutes; `updates` holds every late change and the others since the snapshot. */
    async parts(caseId: string): Promise<MinutesParts> {
      const head = await db.selectFrom('minutes_document').selectAll().where('case_id', '=', caseId).executeTakeFirst();
      if (!head) return { position: 0, snapshot: null, updates: [] };
      const rows = await db.selectFrom('minutes_update').selectAll().where('case_id', '=', caseId).orderBy('position').execute();
      const updates = rows.map((row): StoredMinutes => ({
        position: row.position, sha256: row.sha256, personId: row.person_id, personName: row.person_name, deviceId: row.device_id, atMs: row.at_ms, isLate: row.is_late === 1, bytes: new Uint8Array(row.bytes),
      }));
      return { position: head.position, snapshot: head.snapshot.byteLength > 0 ? new Uint8Array(head.snapshot) : null, updates };
    },
    async add(caseId: string, { bytes, ...update }: StoredMinutes, nowMs: number): Promise<void> {
      await db.insertInto('minutes_document').values({ case_id: caseId, position: update.position, snapshot: Buffer.alloc(0), snapshot_position: 0, changed_at_ms: nowMs })
        .onConflict((conflict) => conflict.column('case_id').doUpdateSet({ position: update.position, changed_at_ms: nowMs })).execute();
      await db.insertInto('minutes_update').values({
        case_id: caseId, position: update.position, sha256: update.sha256, person_id: update.personId, person_name: update.personName, device_id: update.deviceId, at_ms: update.atMs,
        is_late: Number(update.isLate), bytes: Buffer.from(bytes),
      }).execute();
    },
    /** Replaces the changes up to a position by one document that holds them; late ones stay by themselves. */
    async compact(caseId: string, snapshot: Uint8Array, position: number): Promise<void> {
      await db.updateTable('minutes_document').set({ snapshot: Buffer.from(snapshot), snapshot_position: position }).where('case_id', '=', caseId).execute();
      await db.deleteFrom('minutes_update').where('case_id', '=', caseId).where('position', '<=', position).where('is_late', '=', 0).execute();
    },
    /** Minutes of a hospital's cases that changed since. */
    heads: (hospitalId: string, sinceMs: number): Promise<{ caseId: string; position: number }[]> =>
      db.selectFrom('minutes_document as m').innerJoin('stream_audience as s', 's.stream_id', 'm.case_id').select(['m.case_id as caseId', 'm.position'])
        .where('s.hospital_id', '=', hospitalId).where('m.changed_at_ms', '>=', sinceMs).orderBy('m.changed_at_ms').execute(),
    /** Notes that somebody types; when they did so last at this console, or null. */
    async noteWriter(caseId: string, personId: string, deviceId: string, nowMs: number): Promise<number | null> {
      const before = await db.selectFrom('minutes_writer').select('last_at_ms').where('case_id', '=', caseId).where('person_id', '=', personId).where('device_id', '=', deviceId).executeTakeFirst();
      await db.insertInto('minutes_writer').values({ case_id: caseId, person_id: personId, device_id: deviceId, last_at_ms: nowMs })
        .onConflict((conflict) => conflict.columns(['case_id', 'person_id', 'device_id']).doUpdateSet({ last_at_ms: nowMs })).execute();
      return before?.last_at_ms ?? null;
    },
  };
}
