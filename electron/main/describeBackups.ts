import type { ResponseOf } from '../../shared/ipc/channels.ts';
import { listBackupFiles } from '../safe/backupManifest.ts';

/** The copies of a record that does not open, by what their manifests say. */
export const describeBackups = (dataDir: string): ResponseOf<'repair.list'>['backups'] =>
  listBackupFiles(dataDir).map(({ id, manifest }) => ({
    id, createdAtMs: manifest?.createdAtMs ?? null, cause: manifest?.cause ?? null, byteLength: manifest?.byteLength ?? null, cases: manifest?.cases ?? null, commands: manifest?.commands ?? null,
    waiting: manifest?.waiting ?? null, lastCommandAtMs: manifest?.lastCommandAtMs ?? null,
  }));
