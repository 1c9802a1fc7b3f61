import type { Db } from './openDatabase.ts';
import { allRows, run } from './statement.ts';

/** The beginning of an object; `isWhole` where the object ends there. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly totalLength: number;
  readonly isWhole: boolean;
}

/** An object of a series whose bytes are here, with its head where that was kept. */
export interface LocalObject {
  readonly sopInstanceUID: string;
  readonly sha256: string;
  readonly head: Head | null;
}

interface HeadRow {
  readonly sop_instance_uid: string;
  readonly sha256: string;
  readonly total_length: number | null;
  readonly is_whole: number | null;
  readonly bytes: Buffer | null;
}

const longestKept = 64 * 1024;

/** Longer ones, of objects with many frames or without pixels, are few and are read from the object itself. */
export const isWorthKeeping = ({ bytes }: Head): boolean => bytes.length <= longestKept;

/**
 * Keeps the head of an object, whose blob is known already, where it is {@link isWorthKeeping}. To prove a head, the
 * whole first chunk of its object is read and opened: 300 slices take a quarter of a second so, and a few milliseconds
 * from here.
 */
export function keepHead(db: Db, sha256: string, head: Head): void {
  if (!isWorthKeeping(head)) return;
  const { bytes, totalLength, isWhole } = head;
  run(db, 'INSERT INTO object_head (sha256, total_length, is_whole, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', sha256, totalLength, isWhole ? 1 : 0, bytes);
}

/** Objects of a series of a case whose bytes are here, in the order of the case's list. */
export const listLocalObjects = (db: Db, caseId: string, seriesInstanceUID: string): LocalObject[] =>
  allRows<HeadRow>(db, `SELECT sop_instance_uid, instance.sha256, total_length, is_whole, bytes FROM instance JOIN blob USING (sha256) LEFT JOIN object_head USING (sha256)
    WHERE case_id = ? AND is_local = 1 AND header ->> '$.seriesInstanceUID' = ? ORDER BY sop_instance_uid`, caseId, seriesInstanceUID).map((row) => ({
    sopInstanceUID: row.sop_instance_uid,
    sha256: row.sha256,
    head: row.bytes === null || row.total_length === null ? null : { bytes: row.bytes, totalLength: row.total_length, isWhole: row.is_whole === 1 },
  }));
