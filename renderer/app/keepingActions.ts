import { v7 as uuid } from 'uuid';
import type { ArchiveActions } from '../mdt/archive/actions.ts';
import type { BackupActions, RepairActions } from '../mdt/backup/actions.ts';
import type { KeyActions } from '../mdt/keys/actions.ts';
import { callBridge, onBridge } from './bridge.ts';

/** Copies of the record, as calls over the bridge. */
export const backupActions: BackupActions = {
  list: () => callBridge('backup.list', {}),
  make: async () => void (await callBridge('backup.make', {})),
  check: () => callBridge('record.check', {}),
  restore: async (id) => void (await callBridge('backup.restore', { id })),
  releaseHeld: async () => void (await callBridge('backup.releaseHeld', {})),
};

/** The same where core cannot open the record: main answers. */
export const repairActions: RepairActions = {
  list: async () => (await callBridge('repair.list', {})).backups,
  restore: async (id) => void (await callBridge('repair.restore', { id })),
};

/** Keys of this computer, as calls over the bridge. */
export const keyActions: KeyActions = {
  status: () => callBridge('vault.status', {}),
  changePassphrase: async (current, next) => void (await callBridge('vault.changePassphrase', { current, next })),
  installRecoveryKey: (file) => callBridge('vault.installRecoveryKey', { file }),
  rotate: async (passphrase) => (await callBridge('vault.rotate', { passphrase })).recoveryCode,
};

const job = <T>(begin: (jobId: string) => Promise<T>): { jobId: string; done: Promise<T> } => {
  const jobId = uuid();
  return { jobId, done: begin(jobId) };
};

/** Single cases as archives, as calls over the bridge. */
export const archiveActions: ArchiveActions = {
  choosePlace: async (name) => (await callBridge('dialog.saveArchive', { name: name.slice(0, 120) })).path,
  chooseFile: async () => (await callBridge('dialog.chooseImport', { kind: 'files' })).paths[0] ?? null,
  export: (request) => job((jobId) => callBridge('archive.export', { jobId, ...request })),
  inspect: (path, passphrase) => job((jobId) => callBridge('archive.inspect', { jobId, path, passphrase })),
  take: (path, passphrase) => job((jobId) => callBridge('archive.import', { jobId, path, passphrase })),
  cancel: async (jobId) => void (await callBridge('archive.cancel', { jobId })),
  onProgress: (listener) => onBridge('archive.progress', listener),
};
