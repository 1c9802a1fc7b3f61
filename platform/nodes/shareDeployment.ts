import { hkdfSync, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../shared/errors/appError.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Db } from '../store/tables.ts';

/** File in the data folder that all nodes of one database share. */
export const folderMark = 'folder-id';

/**
 * Nodes of one PostgreSQL must have the same key and the same folder for blobs and uploads: what one of them stored,
 * every other must be able to read. The first node leaves a proof of both; a node that has others does not start.
 * @throws {StoreError} wrong-passphrase | read-only @throws {PlatformError} bad-setting
 */
export async function shareDeployment(store: PlatformStore, dataDir: string, key: Uint8Array): Promise<void> {
  if (store.kind === 'sqlite') return;
  const proof = proofOf(key);
  if ((await store.nodes.agree(keyProof, proof)) !== proof) {
    throw new StoreError('wrong-passphrase', 'This database belongs to a platform with another key; give every node the same MDT_PLATFORM_KEY, or the same platform.key in their data folder.');
  }
  const mark = markOf(dataDir);
  if ((await store.nodes.agree(folderMark, mark)) !== mark) {
    throw new PlatformError('bad-setting', `The data folder ${dataDir} is not the one of the other nodes of this database; mount the same folder on every node and name it with --data, because images are kept there.`);
  }
}

const keyProof = 'key-proof';
const proofOf = (key: Uint8Array): string => Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'mdt-platform/proof', 32)).toString('hex');

/**
 * Whether key and folder are those the nodes of this database agreed on; nothing is written.
 * @throws {StoreError} wrong-passphrase | not-found
 */
export async function assertDeployment(db: Db, dataDir: string, key: Uint8Array): Promise<void> {
  const agreed = new Map((await db.selectFrom('deployment').selectAll().execute()).map(({ name, value }) => [name, value]));
  if (agreed.get(keyProof) !== proofOf(key)) throw new StoreError('wrong-passphrase', 'This database belongs to a platform with another key; use the MDT_PLATFORM_KEY or platform.key of its nodes.');
  if (agreed.get(folderMark) !== readFileSync(join(dataDir, folderMark), 'utf8').trim()) throw new StoreError('not-found', `${dataDir} is not the folder of this database's nodes; name the one they share, where the images are.`, { detail: { file: dataDir } });
}

/** Name of this folder, written into it once. */
function markOf(dataDir: string): string {
  const path = join(dataDir, folderMark);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomUUID(), { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'EEXIST') {
      throw new StoreError('read-only', `The data folder ${dataDir} cannot be written; give the platform's user the right to it or name another with --data.`, { cause });
    }
  }
  return readFileSync(path, 'utf8').trim();
}
