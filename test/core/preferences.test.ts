import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../electron/core/store/migrations/list.ts';
import { removeFolder, startConsole, type TestConsole } from './support/console.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(async () => {
  await console.stop();
  removeFolder(console.dataDir);
});

const reasonOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (error: { readonly shape?: { readonly reason: string } }) => error.shape?.reason ?? 'none');
const set = (value: unknown): Promise<string> => reasonOf(console.call('preferences.set', { name: 'desk', value }));
const get = (): Promise<unknown> => console.call('preferences.get', { name: 'desk' }).then(({ value }) => value);

describe('preferences', () => {
  it('are nobody\'s before somebody signs in', async () => {
    expect([await reasonOf(get()), await set(1)]).toEqual(['unauthorized', 'unauthorized']);
  });

  it('are null at first, kept by name, changed, and forgotten', async () => {
    await console.signIn('he.doctor');
    expect(await get()).toBeNull();
    const desk = { grid: [3, 4], presets: [{ name: '肺窗', centre: -600, width: 1500 }], isLinked: true, last: null };
    expect(await set(desk)).toBe('done');
    expect(await get()).toEqual(desk);
    expect((await console.call('preferences.get', { name: 'shortcuts' })).value).toBeNull();
    for (const value of [0, false, '', [], {}]) {
      expect(await set(value)).toBe('done');
      expect(await get()).toEqual(value);
    }
    expect([await set(null), await get()]).toEqual(['done', null]);
  });

  it('are each person\'s own', async () => {
    await set('of the doctor');
    await console.signIn('chen.chair');
    expect(await get()).toBeNull();
    await set('of the chair');
    await console.signIn('he.doctor');
    expect(await get()).toBe('of the doctor');
  });

  it('are JSON alone, and 200 kB of it', async () => {
    for (const value of [undefined, Number.NaN, new Date(0), new Map(), new Uint8Array(3), { a: Number.POSITIVE_INFINITY }, [undefined], 5n]) expect(await set(value)).toBe('bad-request');
    expect(await get()).toBe('of the doctor');
    expect(await set('x'.repeat(199_998))).toBe('done');
    expect(await set('x'.repeat(199_999))).toBe('bad-request');
    // 66,666 characters of three bytes each and two quotes: 200,000 bytes.
    expect([await set('肺'.repeat(66_666)), await set('肺'.repeat(66_667))]).toEqual(['done', 'bad-request']);
  });

  it('outlast the console', async () => {
    await set({ grid: [2, 2] });
    const { dataDir, key } = console;
    await console.stop();
    console = await startConsole({ dataDir, key });
    await console.signIn('he.doctor');
    expect(await get()).toEqual({ grid: [2, 2] });
  });
});

describe('migration 5', () => {
  it('leaves the rows of the schema before as they are and makes room for preferences', () => {
    const db = new Database(':memory:');
    for (const { sql } of migrations.filter(({ number }) => number < 5)) db.exec(sql);
    const node = { id: 'n', name: 'PACS', kind: 'dimse', address: '{"port":104}', password: null };
    db.prepare('INSERT INTO network_node (id, name, kind, address, password) VALUES (@id, @name, @kind, @address, @password)').run(node);
    db.prepare("INSERT INTO account (account, person_id, person, salt, verifier, last_sign_in_at_ms) VALUES ('he.doctor', 'he', '{}', x'00', x'01', 1)").run();
    for (const { sql } of migrations.filter(({ number }) => number === 5)) db.exec(sql);
    expect(db.prepare('SELECT * FROM network_node').all()).toEqual([node]);
    expect(db.prepare('SELECT person_id FROM account').all()).toEqual([{ person_id: 'he' }]);
    const add = db.prepare('INSERT INTO preference (person_id, name, value_json, updated_at_ms) VALUES (?, ?, ?, ?)');
    add.run('he', 'desk', '{}', 1);
    add.run('chen', 'desk', '{}', 1);
    expect(() => add.run('he', 'desk', '[]', 2)).toThrow(/UNIQUE/);
    expect(() => add.run('he', 'presets', '{}', 'yesterday')).toThrow(/INTEGER/);
    db.close();
  });
});
