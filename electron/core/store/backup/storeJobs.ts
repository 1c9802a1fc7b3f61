import type { BackupCause } from '../../../safe/backupManifest.ts';
import type { ErrorShape } from '../../../../shared/errors/appError.ts';
import type { RecordFindings } from './checkRecord.ts';

/** Work that reads the whole record and therefore runs beside it. */
export type StoreJob =
  | { readonly kind: 'backUp'; readonly cause: BackupCause; readonly nowMs: number }
  | { readonly kind: 'check' }
  | { readonly kind: 'verifyBackup'; readonly id: string };

export interface StoreJobStart {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly job: StoreJob;
}

/** What each job answers. */
export interface StoreJobAnswers {
  readonly backUp: { readonly id: string };
  readonly check: RecordFindings;
  readonly verifyBackup: null;
}

export type StoreJobEnd = { readonly ok: true; readonly value: StoreJobAnswers[StoreJob['kind']] } | { readonly ok: false; readonly error: ErrorShape };
