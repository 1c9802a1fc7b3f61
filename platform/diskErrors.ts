import { AppError, StoreError } from '../shared/errors/appError.ts';
import { diskTroubleOf } from '../shared/errors/diskTrouble.ts';

/**
 * What a disk refused, as a {@link StoreError} that names the folder and what to do; anything else as it came.
 * @param dataDir the platform's folder
 */
export function translateDiskError(error: unknown, dataDir: string): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const options = { cause: error, detail: { folder: dataDir, code: error.code } };
  switch (diskTroubleOf(error.code)) {
    case 'full':
      return new StoreError('disk-full', `There is no room left on the disk of the platform's folder ${dataDir}; free some space there. Nothing that was confirmed is lost, and consoles keep what they could not send.`, options);
    case 'readOnly':
      return new StoreError('read-only', `The platform's folder ${dataDir} cannot be written; give the platform's user the right to it. Consoles keep what they could not send.`, options);
    case 'failing':
      return new StoreError('read-only', `The disk of the platform's folder ${dataDir} takes nothing at the moment (${error.code}): the system made it read-only, its line is broken, or it fails. Consoles keep what they could not send.`, options);
    case 'damaged':
      return new StoreError('corrupt', `The database in the platform's folder ${dataDir} is damaged (${error.code}); stop the platform, keep the folder as it is, and restore the newest copy into a new one. Consoles keep what they could not send.`, options);
    case null:
      return error;
  }
}
