import type { ResponseOf } from '../../../shared/ipc/channels.ts';

/** What the access log may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface AccessActions {
  /** Rows of a case, or of the reader's hospital at this console. */
  list(caseId: string | null): Promise<ResponseOf<'audit.list'>>;
  /** What the platform noted of a case; null where the reader may not ask, or it does not answer. */
  platform(caseId: string): Promise<ResponseOf<'audit.platform'>['rows'] | null>;
  /** Saves the rows as lines that `mdt verify` checks; null when the person cancels. */
  save(caseId: string | null): Promise<string | null>;
}
