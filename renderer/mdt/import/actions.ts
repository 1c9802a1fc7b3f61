import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';

/** What the import pages may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface ImportActions {
  /** Empty when the person cancels. */
  chooseImport(kind: 'folder' | 'files'): Promise<readonly string[]>;
  /** Paths behind dropped files; empty where none is a file or folder of this computer. */
  pathsOfDropped(files: readonly File[]): Promise<readonly string[]>;
  /** Resolves with the id of the import that began. */
  start(caseId: string, source: ImportSource, patientKey: string | null): Promise<string>;
  resume(importId: string): Promise<void>;
  cancel(importId: string): Promise<void>;
  /** Imports into the case, the newest first. */
  list(caseId: string): Promise<readonly ImportReport[]>;
  onProgress(listener: (progress: ImportProgress) => void): () => void;
  /** Told when core is back after it ended: what ran then is interrupted now. */
  onCoreBack(listener: () => void): () => void;
  /** Resolves with the path, or null when the person cancels. */
  saveText(caseId: string, name: string, extension: 'txt' | 'csv', text: string): Promise<string | null>;
}
