import type { ResponseOf } from '../../../shared/ipc/channels.ts';

export type VaultStatus = ResponseOf<'vault.status'>;

/** What the page of keys asks for. */
export interface KeyActions {
  readonly status: () => Promise<VaultStatus>;
  readonly changePassphrase: (current: string | null, next: string) => Promise<void>;
  readonly installRecoveryKey: (file: string) => Promise<{ readonly name: string; readonly keyId: string }>;
  /** @returns the new recovery code */
  readonly rotate: (passphrase: string | null) => Promise<string>;
}
