/**
 * What a disk refused. `failing`: it took nothing that was written and did not say why, as one that the system made
 * read-only under an open file, or that broke; nothing that was on it need be damaged.
 */
export type DiskTrouble = 'full' | 'readOnly' | 'failing' | 'damaged';

const exact: Readonly<Record<string, DiskTrouble>> = {
  ENOSPC: 'full', EDQUOT: 'full', SQLITE_FULL: 'full', '53100': 'full',
  // The file beside the log that is made when a database is opened could not be given its length.
  SQLITE_IOERR_SHMSIZE: 'full',
  EROFS: 'readOnly', EACCES: 'readOnly', EPERM: 'readOnly', '25006': 'readOnly',
  SQLITE_IOERR_READ: 'damaged', SQLITE_IOERR_SHORT_READ: 'damaged', SQLITE_IOERR_CORRUPTFS: 'damaged', SQLITE_IOERR_DATA: 'damaged', SQLITE_NOTADB: 'damaged',
};
const beginnings: readonly (readonly [string, DiskTrouble])[] = [['SQLITE_READONLY', 'readOnly'], ['SQLITE_CANTOPEN', 'readOnly'], ['SQLITE_CORRUPT', 'damaged'], ['SQLITE_IOERR', 'failing']];

/**
 * @param code of an error of the file system (errno), of SQLite (extended result code) or of PostgreSQL (SQLSTATE)
 * @returns null for a code that says nothing of the disk
 * @see https://www.sqlite.org/rescode.html; PostgreSQL, appendix A
 */
export const diskTroubleOf = (code: string): DiskTrouble | null => exact[code] ?? beginnings.find(([beginning]) => code.startsWith(beginning))?.[1] ?? null;

/** @returns whether a disk refused to write, and the same may be done once there is room or it works again */
export function isDiskRefusal(error: unknown): boolean {
  const trouble = error instanceof Error && 'code' in error && typeof error.code === 'string' ? diskTroubleOf(error.code) : null;
  return trouble !== null && trouble !== 'damaged';
}
