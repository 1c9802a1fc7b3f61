import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import type { InboxStudy } from '../../../shared/ipc/channels.ts';
import { markLocal } from './imaging.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, inTransaction, run } from './statement.ts';

/** An object another system sent; its bytes are a stored blob. */
export interface InboxObject {
  readonly sopInstanceUID: string;
  readonly sha256: string;
  readonly byteLength: number;
}

/** Lists a received object whose bytes are stored. Received again: only the time changes. */
export function addToInbox(db: Db, header: InstanceHeader, blob: { readonly sha256: string; readonly byteLength: number }, fromAe: string, nowMs: number): void {
  const { patient, study } = header;
  inTransaction(db, () => {
    markLocal(db, blob.sha256, blob.byteLength);
    run(
      db,
      `INSERT INTO inbox_object (sop_instance_uid, sha256, study_instance_uid, byte_length, patient_id, patient_name, study_date, study_description, modality, from_ae, received_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sop_instance_uid, sha256) DO UPDATE SET from_ae = excluded.from_ae, received_at_ms = excluded.received_at_ms`,
      header.sopInstanceUID, blob.sha256, header.studyInstanceUID, blob.byteLength, patient.patientID, patient.patientName, study.date, study.description, header.modality, fromAe, Math.round(nowMs),
    );
  });
}

interface StudyRow {
  readonly study_instance_uid: string;
  readonly patient_id: string | null;
  readonly patient_name: string | null;
  readonly study_date: string | null;
  readonly study_description: string | null;
  readonly modalities: string;
  readonly senders: string;
  readonly instances: number;
  readonly byte_length: number;
  readonly received_at_ms: number;
}

/** Studies waiting, the last received first. */
export const listInbox = (db: Db): InboxStudy[] =>
  allRows<StudyRow>(
    db,
    `SELECT study_instance_uid, max(patient_id) AS patient_id, max(patient_name) AS patient_name, max(study_date) AS study_date, max(study_description) AS study_description,
       json_group_array(DISTINCT modality) AS modalities, json_group_array(DISTINCT from_ae) AS senders, count(*) AS instances, sum(byte_length) AS byte_length, max(received_at_ms) AS received_at_ms
     FROM inbox_object GROUP BY study_instance_uid ORDER BY max(received_at_ms) DESC, study_instance_uid`,
  ).map((row) => ({
    studyInstanceUID: row.study_instance_uid, patientID: row.patient_id, patientName: row.patient_name, date: row.study_date, description: row.study_description,
    modalities: (JSON.parse(row.modalities) as string[]).sort(), instances: row.instances, byteLength: row.byte_length, from: (JSON.parse(row.senders) as string[]).sort().join(', '), receivedAtMs: row.received_at_ms,
  }));

export const countInboxStudies = (db: Db): number => getRow<{ studies: number }>(db, 'SELECT count(DISTINCT study_instance_uid) AS studies FROM inbox_object')?.studies ?? 0;

export const listInboxObjects = (db: Db, studyInstanceUID: string): InboxObject[] =>
  allRows<{ sop_instance_uid: string; sha256: string; byte_length: number }>(db, 'SELECT sop_instance_uid, sha256, byte_length FROM inbox_object WHERE study_instance_uid = ? ORDER BY sop_instance_uid, sha256', studyInstanceUID).map((row) => ({
    sopInstanceUID: row.sop_instance_uid, sha256: row.sha256, byteLength: row.byte_length,
  }));

/** Takes from the list what a case has now; what the import left out stays until a person discards it. */
export const removeTakenFromInbox = (db: Db, studyInstanceUID: string): number =>
  run(db, 'DELETE FROM inbox_object WHERE study_instance_uid = ? AND sha256 IN (SELECT sha256 FROM instance)', studyInstanceUID);

/**
 * Forgets a study of the inbox.
 * @returns blobs that nothing refers to any more; their rows are gone, their files are the caller's to remove
 */
export function discardFromInbox(db: Db, studyInstanceUID: string): string[] {
  return inTransaction(db, () => {
    const hashes = listInboxObjects(db, studyInstanceUID).map(({ sha256 }) => sha256);
    run(db, 'DELETE FROM inbox_object WHERE study_instance_uid = ?', studyInstanceUID);
    // One that the platform knows belongs to a record, whether or not its header is listed here.
    return hashes.filter((sha256) => run(db, 'DELETE FROM blob WHERE sha256 = ? AND is_on_platform = 0 AND sha256 NOT IN (SELECT sha256 FROM instance) AND sha256 NOT IN (SELECT sha256 FROM inbox_object)', sha256) > 0);
  });
}
