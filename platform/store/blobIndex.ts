import type { Db } from './tables.ts';

/** Values of one statement; both engines bound them. */
const partLength = 500;

function* inParts(values: readonly string[]): Iterable<readonly string[]> {
  for (let start = 0; start < values.length; start += partLength) yield values.slice(start, start + partLength);
}

export type BlobQueries = ReturnType<typeof blobQueries>;

/** Which bytes are stored and who may read them; the bytes themselves are files (platform/blobs). */
export function blobQueries(db: Db) {
  /** A case that names the bytes, said by a hospital that held them, and visible to the asking one. */
  const inCases = (sha256: readonly string[], hospitalId: string) =>
    db.selectFrom('blob_case as b')
      .innerJoin('blob_holder as h', (join) => join.onRef('h.sha256', '=', 'b.sha256').onRef('h.hospital_id', '=', 'b.hospital_id'))
      .innerJoin('stream_audience as s', 's.stream_id', 'b.case_id')
      .where('b.sha256', 'in', sha256).where('s.hospital_id', '=', hospitalId);
  return {
    find: (sha256: string): Promise<{ byteLength: number } | undefined> => db.selectFrom('blob').select('byte_length as byteLength').where('sha256', '=', sha256).executeTakeFirst(),
    /** The hospital had these bytes in its hands. */
    async addHolder(sha256: readonly string[], hospitalId: string): Promise<void> {
      for (const part of inParts(sha256)) {
        await db.insertInto('blob_holder').values(part.map((hash) => ({ sha256: hash, hospital_id: hospitalId }))).onConflict((conflict) => conflict.doNothing()).execute();
      }
    },
    /** The hospital says these bytes belong to the case. */
    async addToCase(caseId: string, sha256: readonly string[], hospitalId: string): Promise<void> {
      for (const part of inParts(sha256)) {
        await db.insertInto('blob_case').values(part.map((hash) => ({ case_id: caseId, sha256: hash, hospital_id: hospitalId }))).onConflict((conflict) => conflict.doNothing()).execute();
      }
    },
    /** True when the bytes belong to the case, said by a hospital that held them, and the case is visible to the asking one. */
    isReadable: async (sha256: string, caseId: string, hospitalId: string): Promise<boolean> =>
      (await inCases([sha256], hospitalId).where('b.case_id', '=', caseId).select('b.sha256').limit(1).executeTakeFirst()) !== undefined,
    /** Those of the bytes that the hospital held or may read in some case. */
    async knownTo(sha256: readonly string[], hospitalId: string): Promise<Set<string>> {
      const known = new Set<string>();
      for (const part of inParts(sha256)) {
        const held = db.selectFrom('blob_holder').select('sha256').where('sha256', 'in', part).where('hospital_id', '=', hospitalId);
        for (const row of await held.union(inCases(part, hospitalId).select('b.sha256')).execute()) known.add(row.sha256);
      }
      return known;
    },
    /**
     * Blobs whose uploads ended, whom they are held by and which case named them; the ends are remembered for consoles
     * that did not hear of them, whichever node they ask.
     */
    async addKept(kept: readonly { readonly uploadId: string; readonly sha256: string; readonly byteLength: number; readonly caseId: string; readonly hospitalId: string }[], nowMs: number): Promise<void> {
      await db.insertInto('blob').values(kept.map((one) => ({ sha256: one.sha256, byte_length: one.byteLength, stored_at_ms: nowMs }))).onConflict((conflict) => conflict.doNothing()).execute();
      await db.insertInto('blob_holder').values(kept.map((one) => ({ sha256: one.sha256, hospital_id: one.hospitalId }))).onConflict((conflict) => conflict.doNothing()).execute();
      await db.insertInto('blob_case').values(kept.map((one) => ({ case_id: one.caseId, sha256: one.sha256, hospital_id: one.hospitalId }))).onConflict((conflict) => conflict.doNothing()).execute();
      await db.insertInto('finished_upload').values(kept.map((one) => ({ upload_id: one.uploadId, byte_length: one.byteLength, at_ms: nowMs }))).onConflict((conflict) => conflict.doNothing()).execute();
    },
    async finishedLength(uploadId: string): Promise<number | undefined> {
      return (await db.selectFrom('finished_upload').select('byte_length').where('upload_id', '=', uploadId).executeTakeFirst())?.byte_length;
    },
    async forgetUploads(beforeMs: number): Promise<void> {
      await db.deleteFrom('finished_upload').where('at_ms', '<', beforeMs).execute();
    },
  };
}
