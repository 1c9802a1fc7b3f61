import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '../../../platform/store/migrations/list.ts';
import { sqlFor } from '../../../platform/store/migrations/migration.ts';
import { deriveKey, openStore } from '../../../platform/store/openStore.ts';
import { newDatabase, stopEngines } from '../support/engines.ts';
import { makeFolder, removeFolder, testKey } from '../support/network.ts';

afterAll(stopEngines);

/** A database as the first released platform left it, with rows in it. */
function makeFirstRelease(dir: string): void {
  const db = new Database(join(dir, 'platform.db'));
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${Buffer.from(deriveKey(testKey, 'database')).toString('hex')}'"`);
  db.exec('CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at_ms REAL NOT NULL) STRICT');
  for (const migration of migrations.slice(0, 5)) {
    db.exec(sqlFor('sqlite', migration));
    db.prepare('INSERT INTO migration VALUES (?, 1)').run(migration.name);
  }
  db.exec(`
    INSERT INTO hospital VALUES ('h', '医院', 'Hospital', '广州', 'lead');
    INSERT INTO account VALUES ('p', 'acc', '甲', 'A', '', 'h', '["chair"]', NULL, x'00', x'01', 1024, 0);
    INSERT INTO room VALUES ('m', 'p', 'd', 7);
    INSERT INTO attendance VALUES ('c', 'm', 'p', '甲', 'h', 'd', 1, 2, NULL);
  `);
  db.close();
}

test('a platform database of the first release opens with its rows', async () => {
  const dir = makeFolder();
  makeFirstRelease(dir);
  const store = await openStore({ dataDir: dir, key: testKey });
  expect(await store.accounts.person('p')).toMatchObject({ name: '甲', roles: ['chair'] });
  expect(await store.rooms.presenter('m')).toEqual({ personId: 'p', deviceId: 'd', epoch: 7 });
  expect(await store.stays.ofMeeting('m')).toMatchObject([{ commandId: 'c', lastSeenAtMs: 2 }]);
  await store.close();
  removeFolder(dir);
});

test('nodes that start at once on an empty PostgreSQL make its schema once', async () => {
  const databaseUrl = await newDatabase('postgres');
  const stores = await Promise.all([1, 2, 3].map(() => openStore({ dataDir: '', key: testKey, databaseUrl })));
  expect(await Promise.all(stores.map((store) => store.streams.count()))).toEqual([0, 0, 0]);
  await Promise.all(stores.map((store) => store.close()));
});

test('work that fails leaves no audit entry and an unbroken chain on both engines', async () => {
  const dir = makeFolder();
  for (const databaseUrl of [undefined, await newDatabase('postgres')]) {
    const store = await openStore({ dataDir: dir, key: testKey, databaseUrl });
    await store.audit.append({ atMs: 1, action: 'seed', personId: 'p', hospitalId: '', deviceId: '', subject: 's', detail: {} });
    const entries = await store.audit.entries();
    await expect(store.transact(async (tx) => {
      await tx.audit.append({ atMs: 2, action: 'seed', personId: 'p', hospitalId: '', deviceId: '', subject: 's', detail: {} });
      throw new Error('work failed');
    })).rejects.toThrow('work failed');
    expect([await store.audit.entries(), await store.audit.firstBreak()]).toEqual([entries, null]);
    await store.close();
  }
  removeFolder(dir);
});
