import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run as verify } from '../../electron/core/cli/verify.ts';
import { verifyWithKey } from '../../electron/core/cli/verifyFolder.ts';
import { deriveKey, keyPragma } from '../../electron/core/store/openDatabase.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { deriveKey as derivePlatformKey } from '../../platform/store/openStore.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import { seededRandom } from '../mdt/support.ts';
import { removeFolder, startConsole, temporaryFolder } from './support/console.ts';
import { runFullCase, type FullCase } from './support/fullCase.ts';
import { copyFolder, stateOf } from './support/rawFiles.ts';

/** Positions tried per kind of file; the long form (MDT_TAMPER=200) tries more. */
const positions = Number(process.env['MDT_TAMPER'] ?? 3);
const seed = 20261122;

const blobFiles = (dir: string): string[] => readdirSync(join(dir, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bin')).sort();
const changeLetter = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;

/**
 * One changed byte, anywhere: in files by someone without the key, in rows by someone with it. Each is detected and named.
 */
describe(`a byte changed in what a console keeps (seed ${seed}, ${positions} positions)`, () => {
  const folder = temporaryFolder();
  const [study, whole] = [join(folder, 'study'), join(folder, 'whole')];
  const random = seededRandom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  let key: Uint8Array;
  let found: FullCase;
  let trail: string;
  let record: string;
  let copies = 0;

  beforeAll(async () => {
    const console = await startConsole({ dataDir: whole });
    key = console.key;
    found = await runFullCase(console, study, 'tamper');
    trail = (await console.call('audit.export', { caseId: found.caseId })).text;
    record = (await console.call('record.export', { caseId: found.caseId })).json;
    await console.stop();
  }, 60_000);
  afterAll(() => removeFolder(folder));

  const copy = (): string => {
    const to = join(folder, `copy-${(copies += 1)}`);
    copyFolder(whole, to);
    return to;
  };
  const flip = (file: string, at: number): void => {
    const bytes = readFileSync(file);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8));
    writeFileSync(file, bytes);
  };
  /** What verifying a spoilt copy names. */
  const spoilt = async (spoil: (dir: string) => void): Promise<string[]> => {
    const dir = copy();
    try {
      spoil(dir);
      return (await verifyWithKey(dir, key)).findings.map(({ where, message }) => `${where}: ${message}`);
    } finally {
      removeFolder(dir);
    }
  };
  const inDatabase = (dir: string, change: (db: Database.Database) => void): void => {
    const db = new Database(join(dir, 'record.db'));
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key=${keyPragma(key)}`);
    change(db);
    db.close();
  };
  const inPlatform = (dir: string, change: (db: Database.Database) => void): void => {
    const db = new Database(join(dir, 'platform', 'platform.db'));
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key="x'${Buffer.from(derivePlatformKey(deriveKey(key, 'platform'), 'database')).toString('hex')}'"`);
    change(db);
    db.close();
  };
  /** The same record with one letter of one of its texts changed, below the groups given, and where that is. */
  const changeText = (given: Record<string, unknown>, groups: readonly string[]): { readonly changed: unknown; readonly path: string } => {
    const copied = structuredClone(given);
    const places: { readonly path: string; readonly set: (text: string) => void; readonly text: string }[] = [];
    const walk = (holder: Record<string, unknown>, name: string, path: string): void => {
      const value = holder[name];
      if (typeof value === 'string' && value.length > 0) places.push({ path, text: value, set: (text) => void (holder[name] = text) });
      else if (typeof value === 'object' && value !== null) for (const next of Object.keys(value)) walk(value as Record<string, unknown>, next, `${path}.${next}`);
    };
    for (const group of groups) walk(copied, group, group);
    const place = places[pick(places.length)];
    if (!place) throw new Error(`no text in ${groups.join()}`);
    place.set(changeLetter(place.text, pick(place.text.length)));
    return { changed: copied, path: place.path };
  };

  it('finds nothing in what nobody changed, and changes nothing itself', async () => {
    const before = stateOf(whole);
    const { findings, checked } = await verifyWithKey(whole, key);
    expect(findings).toEqual([]);
    expect(checked).toMatchObject({ streams: 2, blobs: 7 });
    expect(checked.backups).toBeGreaterThan(0);
    expect(stateOf(whole)).toEqual(before);
  });

  it.each(Array.from({ length: positions }, (_, at) => at))('names the page of the encrypted record (%i)', async () => {
    const at = pick(readFileSync(join(whole, 'record.db')).length);
    const named = await spoilt((dir) => flip(join(dir, 'record.db'), at));
    expect(named.join('\n'), `byte ${at}`).toContain(at < 16 ? 'record.db page 1:' : `record.db page ${Math.floor(at / 4096) + 1}:`);
  });

  it('names the file and what to do when the console opens a record with a changed byte in its first page', () => {
    const dir = copy();
    flip(join(dir, 'record.db'), 30 + pick(4000));
    expect(() => openStore(dir, key)).toThrow(/record\.db is damaged.*(?:backups|copies)/s);
    removeFolder(dir);
  });

  it.each(Array.from({ length: positions }, (_, at) => at))('names the object whose file was changed (%i)', async () => {
    const name = blobFiles(whole)[pick(blobFiles(whole).length)] ?? '';
    const at = pick(readFileSync(join(whole, 'blobs', name)).length);
    const named = await spoilt((dir) => flip(join(dir, 'blobs', name), at));
    expect(named, `byte ${at} of ${name}`).toHaveLength(1);
    expect(named[0]).toContain(`object ${name.slice(3, -4)}`);
  });

  it.each(Array.from({ length: positions }, (_, at) => at))('names the copy of the record, or its manifest (%i)', async (at) => {
    const names = readdirSync(join(whole, 'backups')).filter((name) => name.endsWith(at % 3 === 0 ? '.json' : '.db')).sort();
    const name = names[pick(names.length)] ?? '';
    const byte = pick(readFileSync(join(whole, 'backups', name)).length - 1);
    const named = await spoilt((dir) => flip(join(dir, 'backups', name), byte));
    expect(named.join('\n'), `byte ${byte} of ${name}`).toContain(name.replace(/\.json$/, '.db'));
  });

  it.each(['person_id', 'action', 'subject', 'case_id', 'hospital_id', 'device_id', 'session_id', 'why', 'detail', 'at_ms', 'previous_hash', 'hash'])('names the audit row whose %s someone with the key changed', async (column) => {
    let row = 0;
    const named = await spoilt((dir) => inDatabase(dir, (db) => {
      const rows = db.prepare<[], { seq: number }>(`SELECT seq FROM audit WHERE "${column}" IS NOT NULL AND length("${column}") > 0 ORDER BY seq`).all();
      row = rows[pick(rows.length)]?.seq ?? 0;
      db.exec('DROP TRIGGER audit_no_update');
      db.prepare(column === 'at_ms' ? 'UPDATE audit SET at_ms = at_ms + 1 WHERE seq = ?' : `UPDATE audit SET "${column}" = 'x' || substr("${column}", 2) WHERE seq = ?`).run(row);
    }));
    expect(named.join('\n')).toContain(`audit row ${row}:`);
  });

  const change = (sql: string): Promise<string[]> => spoilt((dir) => inDatabase(dir, (db) => db.exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ${sql}`)));
  it('names audit rows that were taken out, put in between, or cut off at the end after the platform noted it', async () => {
    expect((await change('DELETE FROM audit WHERE seq = 9')).join('\n')).toContain('row 9 was removed');
    expect((await change('UPDATE audit SET seq = -seq WHERE seq > 9; UPDATE audit SET seq = 1 - seq WHERE seq < 0; INSERT INTO audit SELECT 10, at_ms, person_id, action, subject, previous_hash, hash, form, case_id, hospital_id, device_id, session_id, why, detail FROM audit WHERE seq = 9')).join('\n')).toContain('audit row 10:');
    expect((await change('DELETE FROM audit WHERE seq >= (SELECT max(seq) FROM audit_anchor)')).join('\n')).toContain('rows at the end of the log were removed');
  });

  it.each(['request', 'decision', 'opinions', 'signatures', 'frozen', 'caseNo', 'readBack', 'minutes', 'imaging', 'report', 'transitions'])('names the field when someone with the key changes "%s" of the signed record', async (field) => {
    const named = await spoilt((dir) => inDatabase(dir, (db) => {
      const { record: text } = db.prepare<[string], { record: string }>('SELECT record FROM stream_record WHERE id = ?').get(found.caseId) ?? { record: '{}' };
      const { changed } = changeText(JSON.parse(text) as Record<string, unknown>, [field]);
      db.prepare('UPDATE stream_record SET record = ? WHERE id = ?').run(JSON.stringify(changed), found.caseId);
    }));
    expect(named.join('\n')).toContain(`field ${field}`);
    expect(named.join('\n')).toContain(found.caseId);
  });

  it('names the case when a command and the record are changed alike, because the signatures no longer hold', async () => {
    const named = await spoilt((dir) => inDatabase(dir, (db) => {
      for (const [table, column] of [['stream_record', 'record'], ['command', 'envelope']] as const) db.exec(`UPDATE ${table} SET ${column} = replace(${column}, '同步放化疗', '单纯放疗')`);
    }));
    expect(named.join('\n')).toMatch(/frozen|Signature/);
    expect(named.join('\n')).toContain(found.caseId);
  });

  it.each(Array.from({ length: positions }, (_, at) => at))('names the page or blob of the platform (%i)', async (at) => {
    const blobs = readdirSync(join(whole, 'platform', 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name)).sort();
    const name = at % 2 === 0 ? 'platform.db' : join('blobs', blobs[pick(blobs.length)] ?? '');
    const byte = pick(readFileSync(join(whole, 'platform', name)).length);
    const named = await spoilt((dir) => flip(join(dir, 'platform', name), byte));
    expect(named.join('\n'), `byte ${byte} of ${name}`).toContain(at % 2 === 0 ? 'platform platform.db page' : `platform blob ${name.slice(-64)}`);
  });

  it.each([
    ['audit', `DROP TRIGGER audit_no_update; UPDATE audit SET entry_json = replace(entry_json, '"action":"command"', '"action":"commanx"') WHERE sequence = (SELECT max(sequence) FROM audit WHERE entry_json LIKE '%"command"%')`, 'platform audit row'],
    ['subject', `DROP TRIGGER audit_no_update; UPDATE audit SET subject = 'x' WHERE sequence = 5`, 'platform audit row 5'],
    ['record', `UPDATE stream_record SET record_json = replace(record_json, '同步', '异步')`, 'platform case'],
    ['command', `UPDATE command SET envelope_json = replace(envelope_json, '同步放化疗', '单纯放疗')`, 'platform c'],
    ['command row', 'DELETE FROM feed; DELETE FROM command WHERE version = 4', 'Command 4 of case'],
  ])('names the platform\'s %s row someone with the key changed', async (_what, sql, name) => {
    const named = await spoilt((dir) => inPlatform(dir, (db) => {
      db.pragma('foreign_keys = OFF');
      db.exec(sql);
    }));
    expect(named.join('\n')).toContain(name);
  });

  it.each(Array.from({ length: positions * 3 }, (_, at) => at))('names the line of an exported access log or says that the record file was changed (%i)', async () => {
    const printed = vi.spyOn(globalThis.console, 'log').mockImplementation(() => undefined);
    try {
      const file = join(folder, 'exported');
      writeFileSync(file, trail);
      expect(await verify([file])).toBe(0);
      const byte = pick(trail.length - 2);
      const line = trail.slice(0, byte).split('\n').length;
      if (trail[byte] !== '\n' && line > 1) {
        writeFileSync(file, changeLetter(trail, byte));
        printed.mockClear();
        expect(await verify([file]), `letter ${byte}`).toBe(1);
        expect(printed.mock.calls.flat().join('\n')).toMatch(new RegExp(`Line (${line}|${line + 1}):|Line ${line} is|ends at row`));
      }
      const { record: parsed, ...head } = JSON.parse(record) as { record: Record<string, unknown> };
      const { changed, path } = changeText(parsed, signedGroups);
      // Who froze it and when comes with the command; what was signed is the text.
      if (path.startsWith('frozen.stamp') || /^imaging\.\d+\.(?!sopInstanceUID|sha256)/.test(path)) return;
      writeFileSync(file, JSON.stringify({ ...head, record: changed }));
      printed.mockClear();
      // A hash with a letter that is no digit of one is refused by its place, all else by what it no longer fits.
      const named = await verify([file]).then((code) => (code === 1 ? printed.mock.calls.flat().join('\n') : `code ${code}`), (error: unknown) => (error instanceof StoreError ? error.message : String(error)));
      expect(named, path).toMatch(new RegExp(`problem: |is not an exported record: record.${path}`));
    } finally {
      printed.mockRestore();
    }
  });
});

/** What is frozen and signed, and the signatures. */
const signedGroups = ['id', 'caseNo', 'requestingHospitalId', 'leadHospitalId', 'request', 'meetingId', 'opinions', 'decision', 'readBack', 'minutes', 'imaging', 'frozen', 'signatures'];
