import type { ResponseOf } from '../../../shared/ipc/channels.ts';

/** From a moment on and before another, ms; left out where there is no limit. */
export interface AccessRange {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What the access log may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface AccessActions {
  /** The newest rows of a case, or of the reader's hospital at this console, at most {@link mostRows}. */
  list(caseId: string | null, range: AccessRange): Promise<ResponseOf<'audit.list'>>;
  /** What the platform noted of a case; null where the reader may not ask, or it does not answer. */
  platform(caseId: string): Promise<ResponseOf<'audit.platform'>['rows'] | null>;
  /** Saves the rows as lines that `mdt verify` checks; null when the person cancels. */
  save(caseId: string | null): Promise<string | null>;
  /** Saves a table as it is shown, with a row in the log that says so; null when the person cancels. */
  saveTable(caseId: string | null, csv: string): Promise<string | null>;
}

/** As many rows of this console as are asked for at once. */
export const mostRows = 5000;
