import type { BackupList, RecordHealth } from '../../../shared/ipc/channels.ts';

/** What the page of copies asks for. */
export interface BackupActions {
  readonly list: () => Promise<BackupList>;
  readonly make: () => Promise<void>;
  readonly check: () => Promise<RecordHealth>;
  readonly restore: (id: string) => Promise<void>;
  readonly releaseHeld: () => Promise<void>;
}

/** What can be done where the record does not open. */
export interface RepairActions {
  readonly list: () => Promise<BackupList['backups']>;
  readonly restore: (id: string) => Promise<void>;
}
