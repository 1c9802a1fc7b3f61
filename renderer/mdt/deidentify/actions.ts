import type { BurnInSeries, DeidentifyProgress, DeidentifyReport, RequestOf } from '../../../shared/ipc/channels.ts';

export type DeidentifyRequest = Omit<RequestOf<'deidentify.start'>, 'jobId'>;
export type Preset = DeidentifyRequest['preset'];

/** What the de-identification page may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface DeidentifyActions {
  plan(caseId: string): Promise<readonly BurnInSeries[]>;
  /** Null when the person cancels. */
  chooseTarget(): Promise<string | null>;
  /** Resolves with the id of the job that began. */
  start(request: DeidentifyRequest): Promise<string>;
  cancel(jobId: string): Promise<void>;
  report(jobId: string): Promise<DeidentifyReport>;
  onProgress(listener: (progress: DeidentifyProgress) => void): () => void;
  /** Told when core is back after it ended: a job of then is lost. */
  onCoreBack(listener: () => void): () => void;
  /** Resolves with the path, or null when the person cancels. */
  saveText(caseId: string, name: string, extension: 'txt' | 'csv', text: string): Promise<string | null>;
}
