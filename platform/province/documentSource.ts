import type { DocumentSource, EarlierDocument } from '../../shared/fhir/context.ts';
import { documentIdOf } from '../../shared/fhir/identity.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { BlobFiles } from '../blobs/blobFiles.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { ProvinceDocumentRow } from '../store/province.ts';

/**
 * What a queued document is made of, from the commands up to its version: the same at every try, whatever happened since.
 * @returns null while the PDF of a delivered opinion has not arrived here
 */
export async function documentSourceOf(store: PlatformStore, files: BlobFiles, row: ProvinceDocumentRow): Promise<DocumentSource | null> {
  const record = (await store.province.recordAt(row.caseId, row.caseVersion)) as CaseRecord | null;
  if (!record) throw new Error(`The commands of case ${row.caseId} are gone.`);
  const meeting = row.meetingId === null || row.meetingVersion === null ? null : ((await store.province.recordAt(row.meetingId, row.meetingVersion)) as MeetingRecord | null);
  const hospitals = row.hospitals ?? (await store.accounts.directory()).hospitals;
  if (row.kind === 'referral' || !record.report) return { kind: row.kind, record, meeting, hospitals, reportPdf: null };
  const before = await store.province.before(row);
  const earlier: EarlierDocument[] = before === undefined ? [] : [{ code: 'replaces', documentId: documentIdOf(row.kind, before) }];
  const { sha256, byteLength } = record.report;
  if (!(await store.blobs.find(sha256))) return null;
  const parts: Uint8Array[] = [];
  for await (const part of files.read(sha256, 0, byteLength)) parts.push(part);
  return { kind: row.kind, record, meeting, hospitals, earlier, reportPdf: new Uint8Array(Buffer.concat(parts)) };
}
