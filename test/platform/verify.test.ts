import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run as mdtVerify } from '../../electron/core/cli/verify.ts';
import { backUp } from '../../platform/operate/backup.ts';
import { runVerify } from '../../platform/operate/verify.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, signIn, startSample, testKey } from './support/network.ts';
import { openRaw } from './support/oldDatabase.ts';
import { draftCase, hashOf } from './support/streams.ts';

const env = { MDT_PLATFORM_KEY: Buffer.from(testKey).toString('hex') };
afterAll(stopEngines);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the platform's own command says and answers. */
async function verified(args: readonly string[], given: Readonly<Record<string, string>> = env): Promise<{ code: number; said: object[]; errors: object[] }> {
  const [said, errors]: [object[], object[]] = [[], []];
  const code = await runVerify(args, given, (value) => said.push(value), (value) => errors.push(value));
  return { code, said, errors };
}

/** Every file of a folder with its hash; what SQLite keeps for whoever has it open aside. */
const stateOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('-shm')).map((entry) => join(entry.parentPath, entry.name)).toSorted()
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

describe.each(engineKinds)('verifying a platform by itself on %s', (kind) => {
  let dir: string;
  let copies: string;
  let databaseUrl: string | undefined;
  let platform: RunningPlatform;
  const bytes = new Uint8Array(randomBytes(300_000));
  const blob = (): string => join(dir, 'blobs', hashOf(bytes).slice(0, 2), hashOf(bytes));
  let caseId: string;
  const place = (): string[] => ['--data', dir, ...(databaseUrl === undefined ? [] : ['--database', databaseUrl])];

  beforeAll(async () => {
    [dir, copies] = [makeFolder(), makeFolder()];
    databaseUrl = await newDatabase(kind);
    platform = await startSample(dir, { databaseUrl });
    const doctor = await signIn(platform.url, 'he.doctor');
    caseId = (await draftCase(doctor, bytes)).id;
    const headers = { authorization: `Bearer ${doctor.session.token}`, 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream', 'upload-length': String(bytes.length) };
    const metadata = Object.entries({ sha256: hashOf(bytes), caseId }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
    expect((await fetch(`${platform.url}/v1/blobs`, { method: 'POST', headers: { ...headers, 'upload-metadata': metadata }, body: bytes })).status).toBe(201);
  });
  afterAll(() => {
    removeFolder(dir);
    removeFolder(copies);
  });

  test('while it runs is refused on SQLite, which would change meanwhile, and done on PostgreSQL', async () => {
    const { code, said, errors } = await verified(place());
    if (kind === 'sqlite') expect([code, errors]).toEqual([3, [expect.objectContaining({ reason: 'locked', message: expect.stringContaining(dir) as string })]]);
    else expect([code, said.at(-1)]).toEqual([0, expect.objectContaining({ isValid: true })]);
    await backUp({ dataDir: dir, key: testKey, databaseUrl, target: copies, nowMs: 1_000_000 });
    await platform.stop();
  });

  test('finds nothing in what nobody changed, says what it read, changes nothing, and answers 0', async () => {
    const before = stateOf(dir);
    const { code, said } = await verified(place());
    expect([code, said]).toEqual([0, [{ isValid: true, findings: 0, checked: { auditRows: expect.any(Number) as number, streams: 1, blobs: 1 } }]]);
    expect((said[0] as { checked: { auditRows: number } }).checked.auditRows).toBeGreaterThan(3);
    expect(stateOf(dir)).toEqual(before);
  });

  test('names the blob, the record and the row of the access log that were changed, and answers 1', async () => {
    flip(blob(), 150_000);
    const changed = await verified(place());
    expect([changed.code, changed.said]).toEqual([1, [expect.objectContaining({ where: `blob ${hashOf(bytes)}` }), expect.objectContaining({ isValid: false, findings: 1 })]]);
    flip(blob(), 150_000);
    const db = openRaw(dir, databaseUrl);
    await db.run(kind === 'sqlite' ? 'DROP TRIGGER audit_no_update' : 'ALTER TABLE audit DISABLE TRIGGER audit_no_change');
    const change = async (sql: string): Promise<string[]> => {
      await db.run(sql);
      return (await verified(place())).said.map((line) => ('where' in line ? String(line.where) : ''));
    };
    expect(await change(`UPDATE audit SET subject = 'x' WHERE sequence = 2`)).toContain('audit row 2');
    expect(await change(`UPDATE stream_record SET record_json = replace(record_json, '测试甲', '测试乙')`)).toContain(`case ${caseId}`);
    await change(`UPDATE stream_record SET record_json = replace(record_json, '测试乙', '测试甲')`);
    const [row] = await db.rows('SELECT entry_json FROM audit WHERE sequence = 2');
    await db.run(`UPDATE audit SET subject = '${(JSON.parse(String(row?.['entry_json'])) as { subject: string }).subject}' WHERE sequence = 2`);
    await db.close();
    expect((await verified(place())).code).toBe(0);
  });

  test('is found by mdt verify as well, by the key in its folder', async () => {
    const printed = vi.spyOn(globalThis.console, 'log').mockImplementation(() => undefined);
    vi.stubEnv('MDT_PLATFORM_KEY', env.MDT_PLATFORM_KEY);
    if (databaseUrl !== undefined) {
      await expect(mdtVerify([dir])).rejects.toMatchObject({ reason: 'not-found', message: expect.stringContaining('MDT_PLATFORM_DATABASE') as string });
      vi.stubEnv('MDT_PLATFORM_DATABASE', databaseUrl);
    }
    expect(await mdtVerify([dir])).toBe(0);
    expect(printed.mock.calls.flat().join('\n')).toMatch(/1 cases and meetings, 1 objects\n?.*\nEverything is as it was written/);
    flip(blob(), 7);
    expect(await mdtVerify([dir, '--json'])).toBe(1);
    expect(JSON.parse(String(printed.mock.calls.at(-1)?.[0]))).toMatchObject({ isValid: false, findings: [{ where: `blob ${hashOf(bytes)}` }] });
    flip(blob(), 7);
  });

  test('says wrong usage with 2, and with 3 that it cannot be read: another key, no platform, a copy with no manifest', async () => {
    expect((await verified(['--nowhere'])).code).toBe(2);
    expect((await verified([...place(), 'one', 'two'])).code).toBe(2);
    const other = await verified(place(), { MDT_PLATFORM_KEY: randomBytes(32).toString('hex') });
    expect([other.code, other.errors]).toEqual([3, [expect.objectContaining({ reason: 'wrong-passphrase' })]]);
    const empty = makeFolder();
    expect((await verified(['--data', empty, ...place().slice(2)])).errors).toMatchObject([{ reason: 'not-found', message: expect.stringContaining(empty) as string }]);
    expect(readdirSync(empty)).toEqual([]);
    expect(await verified([empty, ...place()])).toMatchObject({ code: 3, errors: [{ reason: 'not-found' }] });
    removeFolder(empty);
  });

  test('reads a copy to its last byte and names the file that was changed or is missing', async () => {
    const copy = join(copies, '1970-01-01T00-16-40Z');
    expect(await verified([copy, ...place()])).toMatchObject({ code: 0, said: [{ isValid: true, checked: { blobs: 1 } }] });
    const files = readdirSync(copies, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of files) {
      flip(path, 20);
      const { code, said } = await verified([copy, ...place()]);
      expect([code, JSON.stringify(said)]).toEqual([1, expect.stringContaining(path)]);
      flip(path, 20);
    }
    expect((await verified([copy, ...place()])).code).toBe(0);
  });
});

describe('a page of a platform on SQLite', () => {
  test('that was changed is named, wherever the byte is, by the program itself with exit code 1', async () => {
    const dir = makeFolder();
    const platform = await startSample(dir);
    await draftCase(await signIn(platform.url, 'he.doctor'));
    await platform.stop();
    const file = join(dir, 'platform.db');
    const pages = readFileSync(file).length / 4096;
    for (const at of [4096 + 9, Math.floor(pages / 2) * 4096 + 4095, (pages - 1) * 4096]) {
      flip(file, at);
      const { code, said } = await verified(['--data', dir]);
      expect([code, said[0]]).toEqual([1, expect.objectContaining({ where: `platform.db page ${Math.floor(at / 4096) + 1}` })]);
      flip(file, at);
    }
    const main = resolve(import.meta.dirname, '../../platform/main.ts');
    const run = () => spawnSync(process.execPath, [main, 'verify', '--data', dir], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    flip(file, 5000);
    const changed = run();
    expect([changed.status, changed.stdout.split('\n')[0]]).toEqual([1, expect.stringContaining('"where":"platform.db page 2"')]);
    removeFolder(dir);
  });
});
