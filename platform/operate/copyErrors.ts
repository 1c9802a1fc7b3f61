import { AppError, StoreError } from '../../shared/errors/appError.ts';
import { diskTroubleOf } from '../../shared/errors/diskTrouble.ts';

/**
 * What the disk a copy is written to refused, naming the folder and what to do; anything else as it came.
 * @param folder that was written to; what was begun there is removed already
 */
export function translateCopyError(error: unknown, folder: string): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const options = { cause: error, detail: { folder, code: error.code } };
  switch (diskTroubleOf(error.code)) {
    case 'full':
      return new StoreError('disk-full', `There is no room left on the disk of ${folder}; free some space there, or name a folder on another disk, and do it again. What was begun was removed; earlier copies are as they were.`, options);
    case 'readOnly':
    case 'failing':
      return new StoreError('read-only', `${folder} cannot be written (${error.code}); give the platform's user the right to it, or check its disk, and do it again. Earlier copies are as they were.`, options);
    default:
      return error;
  }
}
