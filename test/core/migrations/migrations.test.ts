import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../electron/core/store/migrations/list.ts';
import { databaseFile, keyPragma, openDatabase, type Db } from '../../../electron/core/store/openDatabase.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { listBackupFiles } from '../../../electron/safe/backupManifest.ts';
import { removeFolder, startConsole, temporaryFolder } from '../support/console.ts';
import { fillTables, rowsOf, tablesOf } from './fillTables.ts';

const key = new Uint8Array(randomBytes(32));
const newest = migrations.at(-1)?.number ?? 0;
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => removeFolder(folder)));

/** A record as the console of that schema left it, with a row in every table. */
function recordOf(schema: number): { dataDir: string; rows: ReturnType<typeof rowsOf> } {
  const dataDir = temporaryFolder();
  folders.push(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const db: Db = new Database(databaseFile(dataDir));
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key=${keyPragma(key)}`);
  for (const { number, sql } of migrations.filter((migration) => migration.number <= schema)) {
    db.exec(sql);
    db.pragma(`user_version = ${number}`);
  }
  fillTables(db);
  const rows = rowsOf(db, tablesOf(db));
  db.close();
  return { dataDir, rows };
}

describe('the record of an earlier version of the console', () => {
  it.each(migrations.slice(0, -1).map(({ number, name }) => [number, name]))('of schema %i (%s) opens with the newest one, every row of every table there as it was', (schema) => {
    const { dataDir, rows } = recordOf(schema);
    const store = openStore(dataDir, key);
    try {
      expect(store.db.pragma('user_version', { simple: true })).toBe(newest);
      expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(store.db.pragma('foreign_key_check')).toEqual([]);
      const after = rowsOf(store.db, [...rows.keys()]);
      for (const [table, before] of rows) {
        // What a migration changes in a report is asserted below; the device's id is given at the first start.
        const kept = table === 'import_report' ? before.map(({ report: _report, ...row }) => row) : before;
        expect(after.get(table), table).toEqual(expect.arrayContaining(kept.map((row) => expect.objectContaining(row) as unknown)));
      }
    } finally {
      store.close();
    }
  });

  it('is copied before it is brought up to date, and the copy is of the earlier schema', () => {
    const { dataDir } = recordOf(3);
    openStore(dataDir, key).close();
    expect(listBackupFiles(dataDir)).toMatchObject([{ manifest: { cause: 'migration', schema: 3 } }]);
  });

  it('of schema 1 gives its import reports a source and its commands a platform', () => {
    const { dataDir } = recordOf(1);
    const db = openDatabase(dataDir, key);
    try {
      const { report } = db.prepare('SELECT report FROM import_report').get() as { report: string };
      expect(JSON.parse(report)).toMatchObject({ source: { kind: 'paths', paths: ['/images'] } });
      expect(db.prepare('SELECT * FROM stream_home').all()).toEqual([{ kind: 'case', stream_id: 'the case', platform: 'embedded' }]);
    } finally {
      db.close();
    }
  });

  it('of a later version is refused in words that say what to do, is not taken for damaged, and stays as it is', async () => {
    const { dataDir } = recordOf(newest);
    const db = openDatabase(dataDir, key);
    db.pragma(`user_version = ${newest + 1}`);
    db.close();
    const before = readFileSync(databaseFile(dataDir));
    const names = readdirSync(dataDir).toSorted();
    const refused = { code: 'store', reason: 'newer-version', message: expect.stringMatching(/record\.db was written by a newer version of the console .*install that version/) as string };
    expect(() => openDatabase(dataDir, key)).toThrow(expect.objectContaining(refused));
    await expect(startConsole({ dataDir, key })).rejects.toMatchObject(refused);
    expect(readFileSync(databaseFile(dataDir)).equals(before)).toBe(true);
    expect(readdirSync(dataDir).toSorted()).toEqual(names);
  });

  it('has migrations in the order of their numbers, each number once', () => {
    const numbers = migrations.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });
});
