import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backupFolder, listBackupFiles, manifestPath } from '../../../electron/safe/backupManifest.ts';
import { verifyBackup, writeBackup } from '../../../electron/core/store/backup/writeBackup.ts';
import { openStore, type Store } from '../../../electron/core/store/openStore.ts';
import { removeFolder, temporaryFolder } from '../support/console.ts';

const opened: Store[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) {
    store.close();
    removeFolder(store.dataDir);
  }
});

const key = new Uint8Array(randomBytes(32));
function open(): Store {
  const store = openStore(temporaryFolder(), key);
  opened.push(store);
  return store;
}

const change = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

describe('a copy of the record', () => {
  it('opens with the key, is sound, and says what it holds without naming anybody', () => {
    const { db, dataDir, deviceId } = open();
    const id = writeBackup(db, { dataDir, key, cause: 'request', nowMs: Date.UTC(2026, 10, 22) });
    expect(() => verifyBackup(dataDir, key, id)).not.toThrow();
    expect(listBackupFiles(dataDir)).toMatchObject([{ id, manifest: { cause: 'request', deviceId, cases: 0, commands: 0, waiting: 0, lastCommandAtMs: null } }]);
    expect(readdirSync(backupFolder(dataDir)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('is named when one byte of it was changed, wherever it is', () => {
    const { db, dataDir } = open();
    const id = writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.now() });
    const file = join(backupFolder(dataDir), id);
    const { length } = readFileSync(file);
    for (const at of [0, 15, 20, 4095, 4096, Math.floor(length / 2), length - 1]) {
      change(file, at);
      expect(() => verifyBackup(dataDir, key, id), `byte ${at}`).toThrow(expect.objectContaining({ reason: 'corrupt', message: expect.stringContaining(id) as unknown }));
      change(file, at);
    }
    expect(() => verifyBackup(dataDir, key, id)).not.toThrow();
  });

  it('is named when its manifest was changed, with a hash that fits as well, or belongs to another record', () => {
    const { db, dataDir } = open();
    const id = writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.now() });
    const manifest = manifestPath(dataDir, id);
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('"cases": 0', '"cases": 7'));
    expect(() => verifyBackup(dataDir, key, id)).toThrow(/manifest that was changed/);
    writeFileSync(manifest, text.slice(1));
    expect(() => verifyBackup(dataDir, key, id)).toThrow(/damaged manifest/);
    writeFileSync(manifest, text);
    expect(() => verifyBackup(dataDir, new Uint8Array(randomBytes(32)), id)).toThrow(/another record/);
  });

  it('is named whichever byte of its manifest was changed, also one that leaves what it says the same', () => {
    const { db, dataDir } = open();
    const id = writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.now() });
    const manifest = manifestPath(dataDir, id);
    const bytes = readFileSync(manifest);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      // A hexadecimal digit becomes a capital, a line's end a blank, and the other way round.
      changed[at] = bytes[at] === 10 ? 32 : bytes[at] === 32 ? 9 : (bytes[at] ?? 0) ^ 32;
      writeFileSync(manifest, changed);
      expect(() => verifyBackup(dataDir, key, id), `byte ${at}`).toThrow(expect.objectContaining({ reason: 'corrupt', message: expect.stringContaining(id) as unknown }));
    }
    writeFileSync(manifest, bytes);
    expect(() => verifyBackup(dataDir, key, id)).not.toThrow();
  });

  it('is not begun without room for it, saying how much is needed and how much is there', () => {
    const { db, dataDir } = open();
    expect(() => writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.now(), freeBytes: 5_000_000 })).toThrow(expect.objectContaining({ reason: 'disk-full', detail: expect.objectContaining({ freeMb: 5 }) as unknown }));
    expect(listBackupFiles(dataDir)).toEqual([]);
  });

  it('of an earlier version, without a manifest, is listed and proved by its pages', () => {
    const { db, dataDir } = open();
    const id = writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.now() });
    const old = 'record-2026-11-20.db';
    renameSync(join(backupFolder(dataDir), id), join(backupFolder(dataDir), old));
    renameSync(manifestPath(dataDir, id), join(dataDir, 'elsewhere.json'));
    expect(listBackupFiles(dataDir)).toEqual([{ id: old, manifest: null }]);
    expect(() => verifyBackup(dataDir, key, old)).not.toThrow();
    change(join(backupFolder(dataDir), old), 5000);
    expect(() => verifyBackup(dataDir, key, old)).toThrow(/damaged/);
  });

  it.each(['../record.db', 'record.db', '', 'record-2026-11-22.json'])('is never looked for under the name %j', (id) => {
    const { dataDir } = open();
    expect(() => verifyBackup(dataDir, key, id)).toThrow(expect.objectContaining({ reason: 'not-found' }));
  });

  it('goes when newer ones take its place, with its manifest', () => {
    const { db, dataDir } = open();
    for (let day = 0; day < 12; day += 1) writeBackup(db, { dataDir, key, cause: 'daily', nowMs: Date.UTC(2026, 10, 9 + day) });
    const files = listBackupFiles(dataDir);
    expect(files.length).toBe(7);
    expect(readdirSync(backupFolder(dataDir)).length).toBe(14);
    expect(existsSync(join(backupFolder(dataDir), files[0]?.id ?? ''))).toBe(true);
  });
});
