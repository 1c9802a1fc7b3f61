import type { Db } from './openDatabase.ts';

export type BlobQueries = ReturnType<typeof blobQueries>;

/** Which bytes are stored and who may read them; the bytes themselves are files (platform/blobs). */
export function blobQueries(db: Db) {
  const blob = db.prepare<[string], { byteLength: number }>('SELECT byte_length AS byteLength FROM blob WHERE sha256 = ?');
  const addBlob = db.prepare<[string, number, number]>('INSERT OR IGNORE INTO blob VALUES (?, ?, ?)');
  const addHolder = db.prepare<[string, string]>('INSERT OR IGNORE INTO blob_holder VALUES (?, ?)');
  const addCase = db.prepare<[string, string, string]>('INSERT OR IGNORE INTO blob_case (case_id, sha256, hospital_id) VALUES (?, ?, ?)');
  const inCase = db.prepare<[string, string, string], { found: number }>(
    `SELECT 1 AS found FROM blob_case b JOIN blob_holder h USING (sha256, hospital_id) JOIN stream_audience s ON s.stream_id = b.case_id
     WHERE b.sha256 = ? AND b.case_id = ? AND s.hospital_id = ?`,
  );
  const anywhere = db.prepare<{ sha256: string; hospitalId: string }, { found: number }>(
    `SELECT 1 AS found FROM blob_holder WHERE sha256 = @sha256 AND hospital_id = @hospitalId
     UNION ALL
     SELECT 1 FROM blob_case b JOIN blob_holder h USING (sha256, hospital_id) JOIN stream_audience s ON s.stream_id = b.case_id
     WHERE b.sha256 = @sha256 AND s.hospital_id = @hospitalId LIMIT 1`,
  );
  return {
    find: (sha256: string): { byteLength: number } | undefined => blob.get(sha256),
    addBlob: (sha256: string, byteLength: number, nowMs: number): void => void addBlob.run(sha256, byteLength, nowMs),
    /** The hospital had these bytes in its hands. */
    addHolder: (sha256: string, hospitalId: string): void => void addHolder.run(sha256, hospitalId),
    /** The hospital says these bytes belong to the case. */
    addToCase: (caseId: string, sha256: string, hospitalId: string): void => void addCase.run(caseId, sha256, hospitalId),
    /** True when the bytes belong to the case, said by a hospital that held them, and the case is visible to the asking one. */
    isReadable: (sha256: string, caseId: string, hospitalId: string): boolean => inCase.get(sha256, caseId, hospitalId) !== undefined,
    /** True when the hospital held the bytes or may read them in some case. */
    isKnownTo: (sha256: string, hospitalId: string): boolean => anywhere.get({ sha256, hospitalId }) !== undefined,
  };
}
