import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Why a copy was made. */
export const backupCauses = ['daily', 'migration', 'request'] as const;
export type BackupCause = (typeof backupCauses)[number];

/** What a copy of the record holds, written beside it; names nobody. */
export const backupManifestSchema = z.object({
  format: z.literal('mdt-backup/1'),
  createdAtMs: z.number().int(),
  cause: z.enum(backupCauses),
  /** Number of the newest migration in it. */
  schema: z.number().int(),
  byteLength: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  deviceId: z.string(),
  cases: z.number().int(),
  commands: z.number().int(),
  /** Commands not yet sent when the copy was made. */
  waiting: z.number().int(),
  /** When the newest command in it was given; null in an empty record. */
  lastCommandAtMs: z.number().nullable(),
  auditRows: z.number().int(),
  /** HMAC-SHA-256 of all other fields under a key of the record. */
  seal: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** The one way a manifest is written down; text that says the same in another way was changed. */
export const manifestText = (manifest: unknown): string => `${JSON.stringify(manifest, undefined, 2)}\n`;

/** One copy in the folder. `manifest` is null for one of an earlier version of the console, and for one whose manifest cannot be read. */
export interface BackupFile {
  /** Name of the file without folder; what a restore is asked for. */
  readonly id: string;
  readonly manifest: BackupManifest | null;
}

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');
const pattern = /^record-[0-9TZ-]+(?:-[a-z]+)?\.db$/;

/** @returns whether the text can be the name of a copy, so that no other file is ever opened as one */
export const isBackupId = (id: string): boolean => pattern.test(id);
export const manifestPath = (dataDir: string, id: string): string => join(backupFolder(dataDir), `${id.slice(0, -'.db'.length)}.json`);

/** Copies of the record, the newest first; read without the key. */
export function listBackupFiles(dataDir: string): BackupFile[] {
  const folder = backupFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => pattern.test(name)).sort().reverse().map((id) => ({ id, manifest: readManifest(manifestPath(dataDir, id)) }));
}

function readManifest(file: string): BackupManifest | null {
  try {
    const text = readFileSync(file, 'utf8');
    const parsed: unknown = JSON.parse(text);
    return text === manifestText(parsed) ? backupManifestSchema.parse(parsed) : null;
  } catch {
    // Absent or damaged: the copy itself still says what it holds when it is opened.
    return null;
  }
}
