import { AppError, StoreError } from '../shared/errors/appError.ts';

/** Codes of the file system, SQLite and PostgreSQL for a disk without room, and for one that takes nothing. */
const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', '53100']);
const readOnlyCodes: ReadonlySet<string> = new Set(['EROFS', 'SQLITE_READONLY', '25006']);

/**
 * What a disk refused, as a {@link StoreError} that names the folder and what to do; anything else as it came.
 * @param dataDir the platform's folder
 */
export function translateDiskError(error: unknown, dataDir: string): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const options = { cause: error, detail: { folder: dataDir, code: error.code } };
  if (fullCodes.has(error.code)) return new StoreError('disk-full', `There is no room left on the disk of the platform's folder ${dataDir}; free some space there. Nothing that was confirmed is lost, and consoles keep what they could not send.`, options);
  if (readOnlyCodes.has(error.code)) return new StoreError('read-only', `The platform's folder ${dataDir} cannot be written; give the platform's user the right to it. Consoles keep what they could not send.`, options);
  return error;
}
