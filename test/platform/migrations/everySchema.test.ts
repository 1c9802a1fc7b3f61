import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startPlatform } from '../../../platform/host.ts';
import { migrations } from '../../../platform/store/migrations/list.ts';
import { openStore } from '../../../platform/store/openStore.ts';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from '../support/engines.ts';
import { makeFolder, removeFolder, testKey } from '../support/network.ts';
import { fillTables, makeSchema, openRaw, rowsByTable } from '../support/oldDatabase.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => removeFolder(folder)));
afterAll(stopEngines);

let postgresUrl: string | undefined;
const both = (row: object): unknown[] => [1, 2].map(() => expect.objectContaining(row) as unknown);

/** A database of so many steps with rows in it; the one of PostgreSQL is emptied for each test. */
async function databaseOf(kind: EngineKind, count: number) {
  const dir = makeFolder();
  folders.push(dir);
  if (kind === 'postgres') postgresUrl ??= await newDatabase(kind);
  const databaseUrl = kind === 'postgres' ? postgresUrl : undefined;
  const db = openRaw(dir, databaseUrl);
  if (kind === 'postgres') await db.run('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await makeSchema(db, count);
  await fillTables(db);
  const rows = await rowsByTable(db);
  await db.close();
  return { dir, databaseUrl, rows };
}

const steps = migrations.slice(0, -1).map(({ name }, at) => [name, at + 1] as const);

/** What is in the database once the present platform has opened it. */
async function opened(dir: string, databaseUrl: string | undefined) {
  const store = await openStore({ dataDir: dir, key: testKey, databaseUrl });
  const firstBreak = await store.audit.firstBreak();
  const ofSubject = await store.audit.ofSubject('audit subject 2', 10);
  const person = await store.accounts.person('person_id 1');
  await store.close();
  const db = openRaw(dir, databaseUrl);
  const rows = await rowsByTable(db);
  const names = (await db.rows('SELECT name FROM migration ORDER BY name')).map(({ name }) => name);
  const findings = db.kind === 'sqlite' ? [...(await db.rows('PRAGMA integrity_check')), ...(await db.rows('PRAGMA foreign_key_check'))] : [{ integrity_check: 'ok' }];
  await db.close();
  return { rows, names, findings, firstBreak, ofSubject, person };
}

describe.each(engineKinds)('a platform of an earlier version on %s', (kind) => {
  test.each(steps)('whose newest step was %s opens with the newest schema, every row of every table there as it was', async (_name, count) => {
    const { dir, databaseUrl, rows } = await databaseOf(kind, count);
    const after = await opened(dir, databaseUrl);
    expect(after.names).toEqual(migrations.map(({ name }) => name));
    expect(after.findings).toEqual([{ integrity_check: 'ok' }]);
    expect(after.firstBreak).toBeNull();
    expect(rows.size).toBeGreaterThanOrEqual(6);
    for (const [table, before] of rows) {
      expect(before.length, table).toBe(table === 'socket_io_attachments' ? 0 : 2);
      expect(after.rows.get(table)?.length, table).toBe(before.length);
      expect(after.rows.get(table), table).toEqual(expect.arrayContaining(before.map((row) => expect.objectContaining(row) as unknown)));
    }
    expect(after.person).toMatchObject({ name: 'name 1', roles: ['chair'], hospitalId: 'hospital_id 1' });
  });

  test('gives its accounts and sessions what the step for tokens asks of them', async () => {
    const { dir, databaseUrl } = await databaseOf(kind, 6);
    const { rows } = await opened(dir, databaseUrl);
    expect(rows.get('account')).toEqual(both({ password_scheme: 'scrypt', password_memory_kib: 0, password_lanes: 1, disabled_at_ms: null, ended_at_ms: null }));
    expect(rows.get('session')).toEqual(both({ family_id: '' }));
    expect(rows.get('sign_in_failure')).toEqual(both({ address: '' }));
    expect([rows.get('refresh_token'), rows.get('second_factor'), rows.get('recovery_code')]).toEqual([[], [], []]);
  });

  test('queues the requests and opinions it has for the province, once', async () => {
    const { dir, databaseUrl } = await databaseOf(kind, 8);
    await opened(dir, databaseUrl);
    const { rows } = await opened(dir, databaseUrl);
    const queued = { state: 'waiting', attempts: 0, next_at_ms: 0, hospitals_json: null };
    expect(rows.get('province_document')).toEqual([
      expect.objectContaining({ ...queued, command_id: 'command_id 1', kind: 'referral', case_id: 'stream 1', case_version: 1, queued_at_ms: 1.5 }),
      expect.objectContaining({ ...queued, command_id: 'command_id 2', kind: 'consultation', case_id: 'stream 2', case_version: 2, queued_at_ms: 2.5 }),
    ]);
  });

  test('finds the rows of its access log by what they are about, and they still cannot be changed', async () => {
    const { dir, databaseUrl } = await databaseOf(kind, 9);
    const { ofSubject, rows } = await opened(dir, databaseUrl);
    expect(ofSubject.map(({ sequence }) => sequence)).toEqual([2]);
    expect(rows.get('audit')?.map(({ subject }) => subject)).toEqual(['audit subject 1', 'audit subject 2']);
    const db = openRaw(dir, databaseUrl);
    await expect(db.run(`UPDATE audit SET subject = 'x'`)).rejects.toThrow(/audit rows do not change/);
    await expect(db.run('DELETE FROM audit')).rejects.toThrow(/audit rows/);
    await db.close();
  });

  test('has no removals yet, and takes them', async () => {
    const { dir, databaseUrl } = await databaseOf(kind, 10);
    const { rows } = await opened(dir, databaseUrl);
    expect(['hospital_console', 'removal', 'removal_receipt'].map((table) => rows.get(table))).toEqual([[], [], []]);
    const db = openRaw(dir, databaseUrl);
    await db.run(`INSERT INTO removal VALUES ('hospital_id 1', 1, 'stream 1', 1, 'digest', 1)`);
    await expect(db.run(`INSERT INTO removal VALUES ('nobody', 1, 'stream 1', 1, 'digest', 1)`)).rejects.toThrow(/foreign key/i);
    await db.close();
  });
});

describe.each(engineKinds)('a database of a later platform on %s', (kind) => {
  test('is refused by platform and administration in words that say what to do, and nothing of it is changed', async () => {
    const { dir, databaseUrl } = await databaseOf(kind, migrations.length);
    const db = openRaw(dir, databaseUrl);
    await db.run(`INSERT INTO migration (name, applied_at_ms) VALUES ('9999-later', 1)`);
    const before = [await rowsByTable(db), await db.rows('SELECT * FROM migration ORDER BY name')];
    await db.close();
    const fileBefore = kind === 'sqlite' ? readFileSync(join(dir, 'platform.db')) : null;
    const refused = { code: 'store', reason: 'newer-version', message: expect.stringMatching(/9999-later.*start that version/) as string };
    await expect(startPlatform({ dataDir: dir, key: testKey, port: 0, sample: true, databaseUrl })).rejects.toMatchObject(refused);
    await expect(openStore({ dataDir: dir, key: testKey, databaseUrl, isBeside: true })).rejects.toMatchObject(refused);
    if (fileBefore) expect(readFileSync(join(dir, 'platform.db')).equals(fileBefore)).toBe(true);
    expect(readdirSync(dir).filter((name) => name === 'blobs' || name === 'folder-id')).toEqual([]);
    const again = openRaw(dir, databaseUrl);
    expect([await rowsByTable(again), await again.rows('SELECT * FROM migration ORDER BY name')]).toEqual(before);
    await again.close();
  });
});

test('the steps of a platform are in the order of their names, each name once', () => {
  const names = migrations.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].toSorted());
});
