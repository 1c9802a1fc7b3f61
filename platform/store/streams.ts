import { sql } from 'kysely';
import type { StreamRecord } from '../../shared/mdt/apply.ts';
import type { AnyCommand, Stream } from '../../shared/mdt/command.ts';
import type { Committed, FeedResponse, Outcome } from '../../shared/sync/protocol.ts';
import { removalQueries } from './removals.ts';
import type { Db } from './tables.ts';

/** Rows of one statement; both engines bound the values of one. */
const rowsAtOnce = 500;

/** Where a command stands in the feed of a hospital. */
export interface Place {
  readonly hospitalId: string;
  readonly position: number;
  readonly commandId: string;
}

export type StreamQueries = ReturnType<typeof streamQueries>;

/** Streams, their commands, outcomes, audiences and the feeds of the hospitals. */
export function streamQueries(db: Db) {
  const removals = removalQueries(db);
  return {
    ...removals,
    async record(id: string): Promise<{ kind: Stream['kind']; version: number; record: StreamRecord } | undefined> {
      const row = await db.selectFrom('stream_record').select(['kind', 'version', 'record_json']).where('id', '=', id).executeTakeFirst();
      return row && { kind: row.kind, version: row.version, record: JSON.parse(row.record_json) as StreamRecord };
    },
    /** Stores the record after a command, and the command; to be called inside a transaction that holds the stream. */
    async append({ command, version, committedAtMs }: Committed, after: StreamRecord): Promise<void> {
      await db.insertInto('stream_record').values({ id: command.stream.id, kind: command.stream.kind, version, record_json: JSON.stringify(after) })
        .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ version: eb.ref('excluded.version'), record_json: eb.ref('excluded.record_json') }))).execute();
      await db.insertInto('command').values({ id: command.id, stream_id: command.stream.id, version, envelope_json: JSON.stringify(command), committed_at_ms: committedAtMs })
        .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ version: eb.ref('excluded.version'), envelope_json: eb.ref('excluded.envelope_json'), committed_at_ms: eb.ref('excluded.committed_at_ms') }))).execute();
    },
    /** Lets these hospitals see the stream too; returns those that did not before. */
    async addAudience(streamId: string, hospitalIds: readonly string[]): Promise<string[]> {
      const added: string[] = [];
      for (const hospitalId of hospitalIds) {
        const { numInsertedOrUpdatedRows } = await db.insertInto('stream_audience').values({ stream_id: streamId, hospital_id: hospitalId })
          .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n) added.push(hospitalId);
      }
      return added;
    },
    async audience(streamId: string): Promise<string[]> {
      const rows = await db.selectFrom('stream_audience').select('hospital_id').where('stream_id', '=', streamId).execute();
      return rows.map((row) => row.hospital_id);
    },
    async outcome(commandId: string): Promise<{ bodySha256: string; outcome: Outcome } | undefined> {
      const row = await db.selectFrom('command_outcome').select(['body_sha256', 'outcome_json']).where('command_id', '=', commandId).executeTakeFirst();
      return row && { bodySha256: row.body_sha256, outcome: JSON.parse(row.outcome_json) as Outcome };
    },
    async addOutcome(value: Outcome, bodySha256: string): Promise<void> {
      await db.insertInto('command_outcome').values({ command_id: value.commandId, body_sha256: bodySha256, outcome_json: JSON.stringify(value) }).execute();
    },
    async isVisible(streamId: string, hospitalId: string): Promise<boolean> {
      return (await db.selectFrom('stream_audience').select('stream_id').where('stream_id', '=', streamId).where('hospital_id', '=', hospitalId).executeTakeFirst()) !== undefined;
    },
    async head(hospitalId: string): Promise<number> {
      const row = await db.selectFrom('feed').select((eb) => eb.fn.max('position').as('head')).where('hospital_id', '=', hospitalId).executeTakeFirst();
      return Math.max(row?.head ?? 0, await removals.lastRemoval(hospitalId));
    },
    async feed(hospitalId: string, after: number, limit: number): Promise<FeedResponse['entries']> {
      const rows = await db.selectFrom('feed as f').innerJoin('command as c', 'c.id', 'f.command_id').select(['f.position', 'c.version', 'c.envelope_json', 'c.committed_at_ms'])
        .where('f.hospital_id', '=', hospitalId).where('f.position', '>', after).orderBy('f.position').limit(limit).execute();
      return rows.map((row) => ({
        position: row.position, committed: { command: JSON.parse(row.envelope_json) as AnyCommand, version: row.version, committedAtMs: row.committed_at_ms },
      }));
    },
    /** Ids of a stream's commands in their order. */
    async commandIds(streamId: string): Promise<string[]> {
      const rows = await db.selectFrom('command').select('id').where('stream_id', '=', streamId).where('version', '>', 0).orderBy('version').execute();
      return rows.map(({ id }) => id);
    },
    /** A stream's commands after a version, in their order. */
    async commandsAfter(streamId: string, version: number): Promise<Committed[]> {
      const rows = await db.selectFrom('command').select(['version', 'envelope_json', 'committed_at_ms']).where('stream_id', '=', streamId).where('version', '>', version).orderBy('version').execute();
      return rows.map((row) => ({ command: JSON.parse(row.envelope_json) as AnyCommand, version: row.version, committedAtMs: row.committed_at_ms }));
    },
    /** Those of the commands whose outcome is known. */
    async knownOutcomes(commandIds: readonly string[]): Promise<Set<string>> {
      const known = new Set<string>();
      for (let start = 0; start < commandIds.length; start += rowsAtOnce) {
        const rows = await db.selectFrom('command_outcome').select('command_id').where('command_id', 'in', commandIds.slice(start, start + rowsAtOnce)).execute();
        for (const row of rows) known.add(row.command_id);
      }
      return known;
    },
    /** Puts commands at their positions. */
    async place(places: readonly Place[]): Promise<void> {
      for (let start = 0; start < places.length; start += rowsAtOnce) {
        const rows = places.slice(start, start + rowsAtOnce).map(({ hospitalId, position, commandId }) => ({ hospital_id: hospitalId, position, command_id: commandId }));
        await db.insertInto('feed').values(rows).execute();
      }
    },
    /** Puts all of a stream up to a version after a position, for a hospital that newly sees it; returns the last position. */
    async placeAll(hospitalId: string, head: number, streamId: string, version: number): Promise<number> {
      const placed = await db.insertInto('feed').columns(['hospital_id', 'position', 'command_id']).expression((from) =>
        from.selectFrom('command as c')
          .select([sql.val(hospitalId).as('hospital_id'), sql<number>`${sql.val(head)} + row_number() OVER (ORDER BY c.version)`.as('position'), 'c.id'])
          .where('c.stream_id', '=', streamId).where('c.version', '>', 0).where('c.version', '<=', version)).executeTakeFirst();
      return head + Number(placed.numInsertedOrUpdatedRows ?? 0n);
    },
    async count(): Promise<number> {
      return (await db.selectFrom('stream_record').select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
    },
  };
}
