import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import { diskTroubleOf } from '../../../shared/errors/diskTrouble.ts';

/** What SQLite or the file system threw, as a {@link StoreError} where a person can act on it; anything else as it came. */
export function translateStoreError(error: unknown, file: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const options = { cause: error, detail: { file, code } };
  switch (diskTroubleOf(code)) {
    case 'full':
      return new StoreError('disk-full', `There is no room left on the disk that holds ${file}; free some space and try again. Nothing that was confirmed is lost.`, options);
    case 'readOnly':
      return new StoreError('read-only', `${file} cannot be written; give this user the right to write to its folder.`, options);
    case 'failing':
      return new StoreError('read-only', `The disk that holds ${file} takes nothing at the moment (${code}): the system made it read-only, its line is broken, or it fails. Check the disk and try again. Nothing that was confirmed is lost.`, options);
    case 'damaged':
      return corrupt(file, error);
    case null:
      break;
  }
  if (code.startsWith('SQLITE_BUSY')) return new StoreError('locked', `${file} is in use by another console; close that one first.`, options);
  return error;
}

/** The error for a damaged database, naming where its daily copies are. */
export const corrupt = (file: string, cause: unknown): StoreError =>
  new StoreError('corrupt', `The record ${file} is damaged. Restore one of the copies the console offers, the newest first; the damaged record is put aside, and what the platform has is fetched again.`, {
    cause, detail: { file },
  });
