import type { StreamRecord } from '../../shared/mdt/apply.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import type { Removal, RemovalReceipt, RemovalReport } from '../../shared/sync/protocol.ts';
import type { Db } from './tables.ts';

/** What one console says it deleted, as it is kept. */
export interface KeptReceipt {
  readonly hospitalId: string;
  readonly position: number;
  readonly deviceId: string;
  readonly personId: string;
  /** It held what the platform holds under the version it names. */
  readonly isExact: boolean;
  readonly json: string;
  readonly sha256: string;
  readonly atMs: number;
}

/** Streams leaving hospitals. */
export function removalQueries(db: Db) {
  return {
    /** These hospitals see the stream no longer. */
    async dropAudience(streamId: string, hospitalIds: readonly string[]): Promise<void> {
      if (hospitalIds.length > 0) await db.deleteFrom('stream_audience').where('stream_id', '=', streamId).where('hospital_id', 'in', hospitalIds).execute();
    },
    /** The hospital's feed has nothing of the stream any more but the removal at `position`. */
    async removeFrom(hospitalId: string, removal: { streamId: string; position: number; version: number; digest: string; atMs: number }): Promise<void> {
      const { streamId, position, version, digest, atMs } = removal;
      await db.deleteFrom('feed').where('hospital_id', '=', hospitalId)
        .where('command_id', 'in', (of) => of.selectFrom('command').select('id').where('stream_id', '=', streamId)).execute();
      await db.insertInto('removal').values({ hospital_id: hospitalId, position, stream_id: streamId, version, digest, at_ms: atMs }).execute();
    },
    /** Removals in a hospital's feed, in its order. */
    async removals(hospitalId: string, after: number, limit: number): Promise<Removal[]> {
      const rows = await db.selectFrom('removal as r').innerJoin('stream_record as s', 's.id', 'r.stream_id').select(['r.position', 'r.stream_id', 'r.version', 'r.digest', 's.kind'])
        .where('r.hospital_id', '=', hospitalId).where('r.position', '>', after).orderBy('r.position').limit(limit).execute();
      return rows.map((row) => ({ position: row.position, stream: { kind: row.kind, id: row.stream_id }, version: row.version, digest: row.digest }));
    },
    async lastRemoval(hospitalId: string): Promise<number> {
      const row = await db.selectFrom('removal').select(({ fn }) => fn.max('position').as('last')).where('hospital_id', '=', hospitalId).executeTakeFirst();
      return row?.last ?? 0;
    },
    async removalAt(hospitalId: string, position: number): Promise<{ streamId: string } | undefined> {
      return db.selectFrom('removal').select('stream_id as streamId').where('hospital_id', '=', hospitalId).where('position', '=', position).executeTakeFirst();
    },
    /** A console that receives for the hospital; what it was told once it may hold. */
    async seeConsole(hospitalId: string, deviceId: string, atMs: number): Promise<void> {
      await db.insertInto('hospital_console').values({ hospital_id: hospitalId, device_id: deviceId, first_seen_ms: atMs, last_seen_ms: atMs })
        .onConflict((conflict) => conflict.columns(['hospital_id', 'device_id']).doUpdateSet({ last_seen_ms: atMs })).execute();
    },
    /** False when this console's receipt is there already; the first one stands. */
    async addReceipt(receipt: KeptReceipt): Promise<boolean> {
      const added = await db.insertInto('removal_receipt').values({
        hospital_id: receipt.hospitalId, position: receipt.position, device_id: receipt.deviceId, person_id: receipt.personId, is_exact: receipt.isExact ? 1 : 0,
        receipt_json: receipt.json, receipt_sha256: receipt.sha256, at_ms: receipt.atMs,
      }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      return added.numInsertedOrUpdatedRows === 1n;
    },
    /** Hospitals that left a stream after a version. */
    async leftAfter(streamId: string, version: number): Promise<string[]> {
      const rows = await db.selectFrom('removal').select('hospital_id').distinct().where('stream_id', '=', streamId).where('version', '>', version).execute();
      return rows.map((row) => row.hospital_id);
    },
    /** Who left a stream, and which consoles of theirs have confirmed. */
    async removalReport(stream: Stream): Promise<RemovalReport> {
      const left = await db.selectFrom('removal').selectAll().where('stream_id', '=', stream.id).orderBy('at_ms').execute();
      const removals: RemovalReport['removals'] = [];
      for (const { hospital_id: hospitalId, position, version, at_ms: atMs } of left) {
        const rows = await db.selectFrom('hospital_console as c')
          .leftJoin('removal_receipt as r', (join) => join.onRef('r.hospital_id', '=', 'c.hospital_id').onRef('r.device_id', '=', 'c.device_id').on('r.position', '=', position))
          .select(['c.device_id', 'c.last_seen_ms', 'r.at_ms', 'r.is_exact', 'r.receipt_sha256', 'r.receipt_json', 'r.person_id']).where('c.hospital_id', '=', hospitalId).where('c.first_seen_ms', '<=', atMs).orderBy('c.device_id').execute();
        const consoles = rows.map((row) => ({
          deviceId: row.device_id, confirmedAtMs: row.at_ms, isExact: row.is_exact === 1, receiptSha256: row.receipt_sha256, lastSeenMs: row.last_seen_ms, ...(row.receipt_json === null ? {} : { confirmed: deletedBy(row.person_id, row.receipt_json) }),
        }));
        removals.push({ hospitalId, position, version, atMs, consoles });
      }
      return { removals };
    },
    /**
     * Takes the commands of a stream after a version back: they, their outcomes, their places and the departures they made are
     * gone, and the record is the one given. Hospitals that joined with them see nothing of the stream any more.
     * @param record after that version
     */
    async rewind(streamId: string, record: StreamRecord, joined: readonly string[]): Promise<void> {
      const after = db.selectFrom('command').select('id').where('stream_id', '=', streamId).where('version', '>', record.version);
      await db.deleteFrom('feed').where('command_id', 'in', after).execute();
      await db.deleteFrom('command_outcome').where('command_id', 'in', after).execute();
      if (joined.length > 0) {
        await db.deleteFrom('feed').where('hospital_id', 'in', joined).where('command_id', 'in', (of) => of.selectFrom('command').select('id').where('stream_id', '=', streamId)).execute();
        await db.deleteFrom('stream_audience').where('stream_id', '=', streamId).where('hospital_id', 'in', joined).execute();
      }
      const left = await db.selectFrom('removal').select(['hospital_id', 'position']).where('stream_id', '=', streamId).where('version', '>', record.version).execute();
      for (const { hospital_id, position } of left) {
        await db.deleteFrom('removal_receipt').where('hospital_id', '=', hospital_id).where('position', '=', position).execute();
        await db.deleteFrom('removal').where('hospital_id', '=', hospital_id).where('position', '=', position).execute();
      }
      // A document not sent yet is queued again with its command; of one that was sent, command and receipt stay, below all versions.
      const waiting = db.selectFrom('province_document').select('command_id').where('state', '=', 'waiting').where('command_id', 'not in', (of) => of.selectFrom('province_receipt').select('command_id'));
      await db.deleteFrom('province_document').where('command_id', 'in', waiting).where('command_id', 'in', after).execute();
      const sent = await after.where('id', 'in', (of) => of.selectFrom('province_document').select('command_id')).orderBy('version').execute();
      const { lowest } = await db.selectFrom('command').select(({ fn }) => fn.min('version').as('lowest')).where('stream_id', '=', streamId).executeTakeFirstOrThrow();
      for (const [at, { id }] of sent.entries()) await db.updateTable('command').set({ version: Math.min(0, lowest) - at - 1 }).where('id', '=', id).execute();
      await db.deleteFrom('command').where('stream_id', '=', streamId).where('version', '>', record.version).execute();
      await db.updateTable('stream_record').set({ version: record.version, record_json: JSON.stringify(record) }).where('id', '=', streamId).execute();
    },
    /** Commands of a stream up to a version, in order. */
    async commandsUpTo(streamId: string, version: number): Promise<unknown[]> {
      const rows = await db.selectFrom('command').select('envelope_json').where('stream_id', '=', streamId).where('version', '>', 0).where('version', '<=', version).orderBy('version').execute();
      return rows.map((row) => JSON.parse(row.envelope_json) as unknown);
    },
  };
}

/** What a console says it deleted, from the receipt it sent. */
function deletedBy(personId: string | null, receiptJson: string): { personId: string; removedAtMs: number; blobs: number; unsent: number } {
  const { removedAtMs, blobs, unsent } = JSON.parse(receiptJson) as RemovalReceipt;
  return { personId: personId ?? '', removedAtMs, blobs: blobs.length, unsent };
}
