import { createCipheriv, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StoreError } from '../../shared/errors/appError.ts';
import { folderMark } from '../nodes/shareDeployment.ts';
import { copySqlite } from '../store/engines/copySqlite.ts';
import { deriveKey } from '../store/openStore.ts';
import { translateCopyError } from './copyErrors.ts';
import { hashFile, keyProofOf, manifestName, readManifest, writeManifest, type CopiedFile } from './manifest.ts';
import { ended, startOnDatabase } from './postgresPrograms.ts';

export interface BackupOptions {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly databaseUrl?: string | undefined;
  /** Holds all copies: one folder each, and `blobs`, which they share. */
  readonly target: string;
  readonly nowMs: number;
}

/** What was written. */
export interface BackupReport {
  readonly folder: string;
  readonly files: number;
  readonly blobs: number;
  /** Blobs that no earlier copy had. */
  readonly newBlobs: number;
}

/**
 * One consistent copy of a platform, which may be running: the database as of one moment, then the blobs it names.
 * Everything in it is encrypted: the SQLite file and the blobs as they are, a dump of PostgreSQL under a key of its own.
 * @throws {StoreError} not-found | wrong-passphrase | disk-full | read-only
 */
export async function backUp({ dataDir, key, databaseUrl, target, nowMs }: BackupOptions): Promise<BackupReport> {
  const backupKey = deriveKey(key, 'backups');
  const name = new Date(nowMs).toISOString().replaceAll(':', '-').replace(/\.\d+/, '');
  const folder = join(resolve(target), name);
  if (existsSync(folder)) throw new StoreError('locked', `${folder} exists already; wait a second.`);
  if (databaseUrl !== undefined && !existsSync(join(dataDir, folderMark))) {
    throw new StoreError('not-found', `${dataDir} is not the data folder of this database's nodes (it has no ${folderMark}), so the copy would have no images; mount it and name it with --data.`);
  }
  const draft = `${folder}.part`;
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const files = [databaseUrl === undefined ? 'platform.db' : 'platform.dump'];
    if (databaseUrl === undefined) copySqlite(dataDir, deriveKey(key, 'database'), join(draft, 'platform.db'));
    else await dump(databaseUrl, backupKey, join(draft, 'platform.dump'));
    // Nodes of one PostgreSQL know their folder by it.
    if (existsSync(join(dataDir, folderMark))) {
      await copyFile(join(dataDir, folderMark), join(draft, folderMark));
      files.push(folderMark);
    }
    const copied = await Promise.all(files.map(async (path): Promise<CopiedFile> => ({ path, ...(await hashFile(join(draft, path))) })));
    const { blobs, newBlobs } = await copyBlobs(join(dataDir, 'blobs'), resolve(target), await newest(target, backupKey));
    const manifest = writeManifest(backupKey, { format: 1, createdAtMs: nowMs, engine: databaseUrl === undefined ? 'sqlite' : 'postgres', keyProof: keyProofOf(backupKey), files: copied, blobs });
    await writeFile(join(draft, manifestName), manifest, { mode: 0o600, flush: true });
    await rename(draft, folder);
    return { folder, files: copied.length, blobs: blobs.length, newBlobs };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw translateCopyError(error, resolve(target));
  }
}

/** pg_dump reads one moment of the database; what it writes is encrypted before it reaches the disk (nonce, AES-256-GCM, tag). */
async function dump(databaseUrl: string, backupKey: Uint8Array, path: string): Promise<void> {
  const child = startOnDatabase('pg_dump', ['--format=custom', '--no-owner', '--no-acl'], databaseUrl);
  const end = ended(child, 'pg_dump');
  end.catch(() => undefined);
  if (!child.stdout) throw new Error('pg_dump has no output');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', backupKey, nonce);
  await pipeline(
    child.stdout,
    async function* (plain: AsyncIterable<Buffer>) {
      yield nonce;
      for await (const part of plain) yield cipher.update(part);
      yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
    },
    createWriteStream(path, { mode: 0o600, flush: true }),
  );
  await end;
}

/** The blobs of the newest copy, by path: a blob never changes, so that what it named need not be read again. */
async function newest(target: string, backupKey: Uint8Array): Promise<ReadonlyMap<string, CopiedFile>> {
  const names = (await readdir(target)).filter((name) => existsSync(join(target, name, manifestName))).sort();
  const last = names.at(-1);
  return new Map(last === undefined ? [] : readManifest(join(target, last), backupKey).blobs.map((blob) => [blob.path, blob]));
}

async function copyBlobs(from: string, target: string, known: ReadonlyMap<string, CopiedFile>): Promise<{ blobs: CopiedFile[]; newBlobs: number }> {
  const blobs: CopiedFile[] = [];
  let newBlobs = 0;
  const entries = existsSync(from) ? await readdir(from, { recursive: true, withFileTypes: true }) : [];
  for (const entry of entries.filter((candidate) => candidate.isFile() && /^[0-9a-f]{64}$/.test(candidate.name)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const source = join(entry.parentPath, entry.name);
    const path = join('blobs', relative(from, source));
    const copy = join(target, path);
    const before = known.get(path);
    if (before && existsSync(copy)) {
      blobs.push(before);
      continue;
    }
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    try {
      await copyFile(source, `${copy}.part`);
      await rename(`${copy}.part`, copy);
    } catch (error) {
      await rm(`${copy}.part`, { force: true });
      throw error;
    }
    blobs.push({ path, ...(await hashFile(copy)) });
    newBlobs += 1;
  }
  return { blobs, newBlobs };
}
