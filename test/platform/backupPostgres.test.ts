import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../../platform/operate/backup.ts';
import { environmentOf } from '../../platform/operate/postgresPrograms.ts';
import { restore } from '../../platform/operate/restore.ts';
import { newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, startSample, testKey } from './support/network.ts';

let [dir, copies, databaseUrl] = ['', '', ''];
beforeEach(async () => {
  [dir, copies, databaseUrl] = [makeFolder(), makeFolder(), (await newDatabase('postgres')) ?? ''];
  await (await startSample(dir, { databaseUrl })).stop();
});
afterEach(() => {
  for (const folder of [dir, copies]) removeFolder(folder);
});
afterAll(stopEngines);
const options = () => ({ dataDir: dir, key: testKey, databaseUrl, target: copies, nowMs: 1_000_000 });

test('the address’s demand for TLS holds for the copy too: a server without it is not asked for one', async () => {
  await expect(backUp({ ...options(), databaseUrl: `${databaseUrl}?sslmode=verify-full` })).rejects.toMatchObject({ code: 'store', message: expect.stringMatching(/pg_dump .*(SSL|certificate)/) as string });
  expect(readdirSync(copies)).toEqual([]);
});

test('the programs are told what the address says, and nothing of it is an argument', () => {
  expect(environmentOf('postgres://mdt:p%40ss@[::1]:6432/mdt%20one?sslmode=verify-ca&sslrootcert=/etc/ssl/ca.pem&connect_timeout=5&max=3')).toEqual({
    PGHOST: '::1', PGPORT: '6432', PGUSER: 'mdt', PGPASSWORD: 'p@ss', PGDATABASE: 'mdt one', PGSSLMODE: 'verify-ca', PGSSLROOTCERT: '/etc/ssl/ca.pem', PGCONNECT_TIMEOUT: '5',
  });
  expect(environmentOf('postgres:///mdt?host=/run/postgresql&ssl=true')).toMatchObject({ PGHOST: '/run/postgresql', PGSSLMODE: 'verify-full' });
});

test('a copy with a folder that is not the nodes’, which would be one without images, is refused', async () => {
  const elsewhere = join(copies, 'not-mounted');
  await expect(backUp({ ...options(), dataDir: elsewhere })).rejects.toMatchObject({ reason: 'not-found', message: expect.stringContaining(elsewhere) as string });
  expect(readdirSync(copies)).toEqual([]);
});

test('restoring into a database that is not empty is refused in words, leaves it as it is and nothing on the disk', async () => {
  const { folder } = await backUp(options());
  const target = join(copies, 'new');
  await expect(restore({ source: folder, dataDir: target, key: testKey, databaseUrl })).rejects.toMatchObject({ code: 'store', reason: 'locked', message: expect.stringContaining('not empty') as string });
  expect(existsSync(join(target, 'folder-id'))).toBe(false);
  const fresh = (await newDatabase('postgres')) ?? '';
  await expect(restore({ source: folder, dataDir: target, key: testKey, databaseUrl: fresh })).resolves.toMatchObject({ files: 2 });
  await (await startSample(dir, { databaseUrl })).stop();
});
