import { SyncError } from '../../../shared/errors/appError.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { currentGeneration } from '../store/generations.ts';
import { getSetting } from '../store/people.ts';

/** The platform speaks of another order than the feed of a hospital here: it was put back from an older copy. */
export class RestoredFor extends SyncError {
  readonly hospitalId: string;
  readonly token: string;

  constructor(hospitalId: string, token: string, cause: SyncError) {
    super('restored', cause.message, { cause, detail: cause.detail });
    this.hospitalId = hospitalId;
    this.token = token;
  }
}

/** Does what is asked of the platform for a hospital. @throws {RestoredFor} when the platform was put back */
export async function asking<T>(hospitalId: string, token: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SyncError && error.reason === 'restored') throw new RestoredFor(hospitalId, token, error);
    throw error;
  }
}

/** The generation commands of a hospital's people are sent into. */
export const generationOf = (context: RecordContext, hospitalId: string): string | undefined => {
  const { db } = context.store;
  return currentGeneration(db, { platform: getSetting(db, 'platformName') ?? '', hospitalId });
};
