import { createDecipheriv } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StoreError } from '../../shared/errors/appError.ts';
import { PlatformError } from '../platformError.ts';
import { deriveKey } from '../store/openStore.ts';
import { declareAt } from './declareRestored.ts';
import { translateCopyError } from './copyErrors.ts';
import { proveFile, readManifest } from './manifest.ts';
import { ended, startOnDatabase } from './postgresPrograms.ts';

export interface RestoreOptions {
  /** Folder of one copy. */
  readonly source: string;
  /** A new or empty folder. */
  readonly dataDir: string;
  readonly key: Uint8Array;
  /** An empty database, for a copy of PostgreSQL. */
  readonly databaseUrl?: string | undefined;
}

const [nonceLength, tagLength] = [12, 16];

/**
 * Proves every byte of a copy and only then writes it to a new place. What is restored knows that it was: consoles give it
 * what they hold and the copy lacks.
 * @throws {StoreError} corrupt, naming the file | wrong-passphrase | not-found | locked: the folder is in use | disk-full | read-only; then nothing of it stays
 * @throws {PlatformError} bad-setting: the database stated and the one copied are of two kinds
 */
export async function restore({ source, dataDir, key, databaseUrl }: RestoreOptions): Promise<{ files: number; blobs: number; createdAtMs: number; generation: number }> {
  const folder = resolve(source);
  const backupKey = deriveKey(key, 'backups');
  const { engine, files, blobs, createdAtMs } = readManifest(folder, backupKey);
  if (engine === 'postgres' && databaseUrl === undefined) throw new PlatformError('bad-setting', 'This is a copy of a PostgreSQL database; name an empty one with --database or MDT_PLATFORM_DATABASE.');
  if (engine === 'sqlite' && databaseUrl !== undefined) throw new PlatformError('bad-setting', 'This is a copy of an SQLite database; leave --database out.');
  for (const name of ['platform.db', 'blobs', 'folder-id']) {
    if (existsSync(join(dataDir, name))) throw new StoreError('locked', `${dataDir} holds a platform already (${name}); name a new folder with --data. Nothing was changed.`);
  }
  for (const file of files) await proveFile(folder, file);
  for (const blob of blobs) await proveFile(dirname(folder), blob);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    for (const blob of blobs) {
      const path = join(dataDir, blob.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await copyFile(join(dirname(folder), blob.path), path);
    }
    if (files.some(({ path }) => path === 'folder-id')) await copyFile(join(folder, 'folder-id'), join(dataDir, 'folder-id'));
    if (engine === 'sqlite') return { files: files.length, blobs: blobs.length, createdAtMs, generation: await placeSqlite(join(folder, 'platform.db'), dataDir, key) };
    await load(join(folder, 'platform.dump'), backupKey, databaseUrl ?? '').catch((error: unknown) => {
      throw error instanceof StoreError && error.message.includes('already exists') ? new StoreError('locked', 'The database named is not empty, and was left as it is; make a new one (createdb) and name that.', { cause: error }) : error;
    });
  } catch (error) {
    // Begun again it would be taken for a platform that is there.
    for (const name of ['blobs', 'folder-id', 'restoring']) await rm(join(dataDir, name), { recursive: true, force: true });
    throw translateCopyError(error, dataDir);
  }
  return { files: files.length, blobs: blobs.length, createdAtMs, generation: await declareAt({ dataDir, key, databaseUrl }) };
}

/** Last, and in one step: a folder without a database is no platform yet, should this be cut short. Returns the number of the generation. */
async function placeSqlite(copy: string, dataDir: string, key: Uint8Array): Promise<number> {
  const draft = join(dataDir, 'restoring');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await copyFile(copy, join(draft, 'platform.db'));
  const generation = await declareAt({ dataDir: draft, key });
  await rename(join(draft, 'platform.db'), join(dataDir, 'platform.db'));
  await rm(draft, { recursive: true, force: true });
  return generation;
}

/** All of the dump or nothing of it, in one transaction. */
async function load(path: string, backupKey: Uint8Array, databaseUrl: string): Promise<void> {
  const file = await open(path, 'r');
  const [nonce, tag] = [Buffer.alloc(nonceLength), Buffer.alloc(tagLength)];
  const { size } = await file.stat();
  await file.read(nonce, 0, nonceLength, 0);
  await file.read(tag, 0, tagLength, size - tagLength);
  await file.close();
  const decipher = createDecipheriv('aes-256-gcm', backupKey, nonce);
  decipher.setAuthTag(tag);
  const child = startOnDatabase('pg_restore', ['--single-transaction', '--exit-on-error', '--no-owner', '--no-acl'], databaseUrl);
  const end = ended(child, 'pg_restore');
  end.catch(() => undefined);
  if (!child.stdin) throw new Error('pg_restore has no input');
  // When the program ends early its own words say why, not the pipe's.
  await pipeline(createReadStream(path, { start: nonceLength, end: size - tagLength - 1 }), decipher, child.stdin).catch(async (error: unknown) => {
    await end;
    throw error;
  });
  await end;
}
