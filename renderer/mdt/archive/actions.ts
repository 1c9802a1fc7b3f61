import type { ArchiveProgress, ArchiveReport, ResponseOf } from '../../../shared/ipc/channels.ts';

/** One archive being written or read. */
export interface ArchiveJob<T> {
  readonly jobId: string;
  readonly done: Promise<T>;
}

/** What the dialogs of archives ask for. */
export interface ArchiveActions {
  readonly choosePlace: (name: string) => Promise<string | null>;
  readonly chooseFile: () => Promise<string | null>;
  readonly export: (request: { readonly caseId: string; readonly path: string; readonly passphrase: string | null; readonly hasObjects: boolean; readonly pin: string }) => ArchiveJob<ResponseOf<'archive.export'>>;
  readonly inspect: (path: string, passphrase: string | null) => ArchiveJob<ArchiveReport>;
  readonly take: (path: string, passphrase: string | null) => ArchiveJob<ResponseOf<'archive.import'>>;
  readonly cancel: (jobId: string) => Promise<void>;
  readonly onProgress: (listener: (progress: ArchiveProgress) => void) => () => void;
}
