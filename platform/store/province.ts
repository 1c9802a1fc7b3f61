import type { StreamRecord } from '../../shared/mdt/apply.ts';
import { applyCommand } from '../../shared/mdt/apply.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Hospital } from '../../shared/mdt/directory.ts';
import type { DocumentKind } from '../../shared/fhir/identity.ts';
import type { EngineKind } from './engines/engine.ts';
import type { Db, Tables } from './tables.ts';

/** A document for the province, named by the command that made it. */
export interface ProvinceDocumentRow {
  readonly commandId: string;
  readonly kind: DocumentKind;
  readonly caseId: string;
  readonly caseVersion: number;
  readonly meetingId: string | null;
  readonly meetingVersion: number | null;
  /** The hospitals as they were called when it was queued; null for what was queued by the migration. */
  readonly hospitals: readonly Hospital[] | null;
  readonly state: 'waiting' | 'sent' | 'refused';
  readonly queuedAtMs: number;
  readonly attempts: number;
  readonly nextAtMs: number;
  readonly bodySha256: string | null;
  readonly lastReason: string | null;
  readonly lastMessage: string | null;
}

/** What the province answered when it took a document. */
export interface ProvinceReceipt {
  readonly commandId: string;
  readonly documentId: string;
  readonly adapter: string;
  readonly status: number;
  readonly location: string | null;
  readonly versionId: string | null;
  readonly bodySha256: string;
  readonly acceptedAtMs: number;
}

export type NewProvinceDocument = Pick<ProvinceDocumentRow, 'commandId' | 'kind' | 'caseId' | 'caseVersion' | 'meetingId' | 'meetingVersion' | 'queuedAtMs'> & { readonly hospitals: readonly Hospital[] };

const toRow = (row: Tables['province_document']): ProvinceDocumentRow => ({
  commandId: row.command_id, kind: row.kind, caseId: row.case_id, caseVersion: row.case_version, meetingId: row.meeting_id, meetingVersion: row.meeting_version,
  hospitals: row.hospitals_json === null ? null : (JSON.parse(row.hospitals_json) as Hospital[]), state: row.state, queuedAtMs: row.queued_at_ms, attempts: row.attempts, nextAtMs: row.next_at_ms,
  bodySha256: row.body_sha256, lastReason: row.last_reason, lastMessage: row.last_message,
});

export type ProvinceQueries = ReturnType<typeof provinceQueries>;

/** The documents on their way to the province, their receipts, and what this platform took in from others. */
export function provinceQueries(db: Db, kind: EngineKind) {
  /** A row its worker still holds: one that lost its lease changes nothing. */
  const held = (commandId: string, leaseToken: string) => db.updateTable('province_document').where('command_id', '=', commandId).where('lease_token', '=', leaseToken);
  return {
    async add(document: NewProvinceDocument): Promise<void> {
      await db.insertInto('province_document').values({
        command_id: document.commandId, kind: document.kind, case_id: document.caseId, case_version: document.caseVersion, meeting_id: document.meetingId, meeting_version: document.meetingVersion,
        hospitals_json: JSON.stringify(document.hospitals), state: 'waiting', queued_at_ms: document.queuedAtMs, attempts: 0, next_at_ms: 0, lease_token: null, lease_until_ms: 0, body_sha256: null, last_reason: null, last_message: null,
      }).onConflict((conflict) => conflict.doNothing()).execute();
    },
    /** Takes the oldest document that is due for one worker; to be called inside a transaction. */
    async claim(leaseToken: string, nowMs: number, leaseMs: number): Promise<ProvinceDocumentRow | undefined> {
      const due = db.selectFrom('province_document').selectAll().where('state', '=', 'waiting').where('next_at_ms', '<=', nowMs).where('lease_until_ms', '<=', nowMs).orderBy('queued_at_ms').limit(1);
      const row = await (kind === 'postgres' ? due.forUpdate().skipLocked() : due).executeTakeFirst();
      if (!row) return undefined;
      await db.updateTable('province_document').set({ lease_token: leaseToken, lease_until_ms: nowMs + leaseMs }).where('command_id', '=', row.command_id).execute();
      return toRow(row);
    },
    /** Digest of what is about to be sent; false when the lease has been lost. */
    async sending(commandId: string, leaseToken: string, bodySha256: string): Promise<boolean> {
      return (await held(commandId, leaseToken).set({ body_sha256: bodySha256 }).executeTakeFirst()).numUpdatedRows === 1n;
    },
    /** Stores the receipt, once; a second one for the same document is the same document. */
    async accepted(receipt: ProvinceReceipt, leaseToken: string): Promise<void> {
      await db.insertInto('province_receipt').values({
        command_id: receipt.commandId, document_id: receipt.documentId, adapter: receipt.adapter, status: receipt.status, location: receipt.location, version_id: receipt.versionId,
        body_sha256: receipt.bodySha256, accepted_at_ms: receipt.acceptedAtMs,
      }).onConflict((conflict) => conflict.doNothing()).execute();
      await db.updateTable('province_document').set({ state: 'sent', last_reason: null, last_message: null, lease_until_ms: 0 }).where('command_id', '=', receipt.commandId).execute();
      await held(receipt.commandId, leaseToken).set({ lease_token: null }).execute();
    },
    /** It goes again later, or waits for a person. */
    async failed(commandId: string, leaseToken: string, failure: { state: 'waiting' | 'refused'; reason: string; message: string; nextAtMs: number; attempts: number }): Promise<void> {
      await held(commandId, leaseToken).set({
        state: failure.state, attempts: failure.attempts, next_at_ms: failure.nextAtMs, last_reason: failure.reason, last_message: failure.message, lease_token: null, lease_until_ms: 0,
      }).execute();
    },
    /** Gives a document back that was not sent. */
    async release(commandId: string, leaseToken: string): Promise<void> {
      await held(commandId, leaseToken).set({ lease_token: null, lease_until_ms: 0 }).execute();
    },
    /** Command of the newest document of the same kind that the case had before this one; what is queued later is never before it. */
    async before({ caseId, kind: ofKind, caseVersion }: Pick<ProvinceDocumentRow, 'caseId' | 'kind' | 'caseVersion'>): Promise<string | undefined> {
      const row = await db.selectFrom('province_document').select('command_id').where('case_id', '=', caseId).where('kind', '=', ofKind).where('case_version', '<', caseVersion).orderBy('case_version', 'desc').limit(1).executeTakeFirst();
      return row?.command_id;
    },
    async list(): Promise<(ProvinceDocumentRow & { readonly receipt: ProvinceReceipt | null })[]> {
      const receipts = new Map((await db.selectFrom('province_receipt').selectAll().execute()).map((row) => [row.command_id, {
        commandId: row.command_id, documentId: row.document_id, adapter: row.adapter, status: row.status, location: row.location, versionId: row.version_id, bodySha256: row.body_sha256, acceptedAtMs: row.accepted_at_ms,
      }]));
      const rows = await db.selectFrom('province_document').selectAll().orderBy('queued_at_ms').orderBy('command_id').execute();
      return rows.map((row) => ({ ...toRow(row), receipt: receipts.get(row.command_id) ?? null }));
    },
    /** Lets refused documents, or one of them, go again at once; returns whose cases they are. */
    /** What the province has not got yet: how many documents wait, since when the oldest, and how many it refused. */
    async backlog(): Promise<{ waiting: number; oldestMs: number | null; refused: number }> {
      const rows = await db.selectFrom('province_document').select((eb) => ['state', eb.fn.countAll<number>().as('count'), eb.fn.min('queued_at_ms').as('oldest')]).where('state', '<>', 'sent').groupBy('state').execute();
      const of = (state: 'waiting' | 'refused') => rows.find((row) => row.state === state);
      return { waiting: of('waiting')?.count ?? 0, oldestMs: of('waiting')?.oldest ?? null, refused: of('refused')?.count ?? 0 };
    },
    async retry(commandId: string | null): Promise<{ commandId: string; caseId: string }[]> {
      const refused = db.selectFrom('province_document').select(['command_id as commandId', 'case_id as caseId']).where('state', '=', 'refused');
      const chosen = await (commandId === null ? refused : refused.where('command_id', '=', commandId)).execute();
      for (const { commandId: id } of chosen) await db.updateTable('province_document').set({ state: 'waiting', attempts: 0, next_at_ms: 0, lease_until_ms: 0 }).where('command_id', '=', id).execute();
      return chosen;
    },
    /** The record of a stream as it was at a version, made again from its commands. */
    async recordAt(streamId: string, version: number): Promise<StreamRecord | null> {
      const rows = await db.selectFrom('command').select('envelope_json').where('stream_id', '=', streamId).where('version', '>', 0).where('version', '<=', version).orderBy('version').execute();
      return rows.reduce<StreamRecord | null>((record, row) => applyCommand(record, JSON.parse(row.envelope_json) as AnyCommand), null);
    },
    async takenIn(documentId: string): Promise<{ bodySha256: string; receivedAtMs: number } | undefined> {
      return db.selectFrom('province_intake').select(['body_sha256 as bodySha256', 'received_at_ms as receivedAtMs']).where('document_id', '=', documentId).executeTakeFirst();
    },
    async takeIn(document: { documentId: string; kind: DocumentKind; caseId: string; bodySha256: string; bodyJson: string; receivedAtMs: number }): Promise<void> {
      await db.insertInto('province_intake').values({
        document_id: document.documentId, kind: document.kind, case_id: document.caseId, body_sha256: document.bodySha256, body_json: document.bodyJson, received_at_ms: document.receivedAtMs,
      }).execute();
    },
  };
}
