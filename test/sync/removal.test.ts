import { createDecipheriv, createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { finishRemovals } from '../../electron/core/sync/finishRemovals.ts';
import { renewBackups } from '../../electron/core/store/backup/renewBackups.ts';
import { appendAudit, listAudit } from '../../electron/core/store/audit.ts';
import { writeBackup } from '../../electron/core/store/backup/writeBackup.ts';
import { markLocal } from '../../electron/core/store/imaging.ts';
import { deriveKey } from '../../electron/core/store/openDatabase.ts';
import { getCommitted, listStreams } from '../../electron/core/store/streams.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { fullRequest } from '../mdt/support.ts';
import { Dice } from './support/dice.ts';
import { noFaults } from './support/faults.ts';
import { platformName, SimulatedConsole } from './support/simulatedConsole.ts';
import { SimulatedPlatform } from './support/simulatedPlatform.ts';
import { copyFiles, dataKey, makeTemplates, makeWorldFolder, removeWorldFolder, staff, type Templates } from './support/template.ts';

const patient = '欧阳测试病人';
const bytes = Buffer.from(`pixels of ${patient}`.repeat(50));
const sharedBytes = Buffer.from('a localiser both cases hold');
const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

let folder: string;
let templates: Templates;
let own: string;
let platform: SimulatedPlatform;
let partner: SimulatedConsole;
let lead: SimulatedConsole;
let run = 0;
const dice = new Dice(3);

beforeAll(async () => {
  folder = makeWorldFolder();
  templates = await makeTemplates(folder);
});
afterAll(() => removeWorldFolder(folder));
beforeEach(async () => {
  run += 1;
  own = join(folder, `run-${run}`);
  mkdirSync(own);
  copyFiles(templates.platform, join(own, 'platform-0'));
  platform = await SimulatedPlatform.open(own, () => undefined);
  const open = (index: number, home: string): SimulatedConsole => {
    copyFiles(templates.console, join(own, `console-${index}-0`));
    return new SimulatedConsole({ index, home, skewMs: 0, folder: own, platform, worldMs: () => 1_800_000_000_000 });
  };
  [partner, lead] = [open(0, 'zhuhai'), open(1, 'gd-cancer')];
});
afterEach(async () => {
  partner.close();
  lead.close();
  await platform.close();
});

const personOf = (id: string) => staff.find((candidate) => candidate.id === id)!;

async function act(at: SimulatedConsole, who: string, stream: Stream, type: CommandType, payload: unknown): Promise<void> {
  const person = personOf(who);
  at.signIn(person);
  await at.exchange(noFaults);
  at.submit({ commandId: dice.id(), stream, type, actor: actorOf(person), baseVersion: at.look(stream)?.version ?? 0, payload });
  await at.exchange(noFaults);
}

const instance = (content: Buffer, uid: string) => ({ sopInstanceUID: uid, sopClassUID: '1.2', seriesInstanceUID: '1.2.9', modality: 'CT', sha256: hashOf(content), byteLength: content.length });

async function submitted(contents: readonly Buffer[], name: string): Promise<Stream> {
  const stream: Stream = { kind: 'case', id: dice.id() };
  await act(partner, 'he', stream, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: { ...fullRequest, patientName: name, history: `${name}的病史` } });
  await act(partner, 'he', stream, 'case.attachImaging', { instances: contents.map((content, at) => instance(content, `1.2.${at + 1}`)) });
  await act(partner, 'he', stream, 'case.submit', {});
  return stream;
}

/** Every page of an SQLCipher 4 file in the clear, by its published format: 4096-byte pages, AES-256-CBC, 80 reserved bytes that begin with the IV. */
function decrypted(file: string): Buffer {
  const raw = readFileSync(file);
  const key = deriveKey(dataKey, 'database');
  const pages: Buffer[] = [];
  for (let at = 0; at + 4096 <= raw.length; at += 4096) {
    const page = raw.subarray(at, at + 4096);
    const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(4016, 4032)).setAutoPadding(false);
    pages.push(Buffer.concat([decipher.update(page.subarray(at === 0 ? 16 : 0, 4016)), decipher.final()]));
  }
  return Buffer.concat(pages);
}

const filesUnder = (dir: string): string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

it('after a case is withdrawn nothing of it is in the raw database, its copies or the blobs of the lead hospital, and the platform holds the proof', async () => {
  const other = await submitted([sharedBytes], '别的病人');
  const stream = await submitted([bytes, sharedBytes], patient);
  await act(lead, 'zhou', stream, 'case.accept', { route: 'mdt' });
  const { db, blobs, dataDir } = lead.store;
  for (const content of [bytes, sharedBytes]) {
    await blobs.put(hashOf(content), content);
    markLocal(db, hashOf(content), content.length);
  }
  db.prepare('INSERT INTO minutes_update (case_id, sha256, person_id, person_name, at_ms, is_own, is_sent, is_late, bytes) VALUES (?, ?, ?, ?, 1, 1, 0, 0, ?)').run(stream.id, 'a', 'zhou', 'z', Buffer.from(`${patient}的记录`));
  const made = writeBackup(db, { dataDir, key: dataKey, cause: 'daily', nowMs: 1_800_000_000_000 });
  expect(made).toBeDefined();
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(decrypted(join(dataDir, 'record.db')).includes(Buffer.from(patient)), 'the scan must be able to find it').toBe(true);
  const held = digestRecord(getCommitted(db, stream));

  await act(partner, 'he', stream, 'case.withdraw', { reason: '患者要求' });
  lead.signIn(personOf('lin'));
  await lead.exchange({ ...noFaults, losesAnswer: true }).catch(() => undefined);
  // Bytes, free pages and copies first, then the receipt.
  lead.renewBackups = () => renewBackups(dataDir, () => Promise.resolve({ id: writeBackup(db, { dataDir, key: dataKey, cause: 'request', nowMs: 1_800_000_100_000 }) }));
  await lead.exchange(noFaults);

  expect(listStreams(db, 'case')).toEqual([other]);
  for (const file of filesUnder(dataDir)) {
    if (!/record.*\.db$/.test(file)) continue;
    const clear = decrypted(file);
    expect(clear.includes(Buffer.from('CREATE TABLE stream_record')), `${file} is read in the clear`).toBe(true);
    for (const word of [patient, `${patient}的记录`, '欧阳']) expect(clear.includes(Buffer.from(word)), `${word} in ${file}`).toBe(false);
  }
  expect(blobs.has(hashOf(bytes))).toBe(false);
  expect(blobs.has(hashOf(sharedBytes))).toBe(true);
  expect(listAudit(db, { subject: stream.id }).map(({ action }) => action)).toContain('record.removed');

  const { removals: [removal] } = await platform.store.streams.removalReport(stream);
  expect(removal?.hospitalId).toBe('gd-cancer');
  expect(removal?.consoles).toMatchObject([{ deviceId: 'device-1', isExact: true, confirmedAtMs: expect.any(Number) as number }]);
  expect(db.prepare('SELECT digest FROM removal WHERE stream_id = ?').get(stream.id)).toEqual({ digest: held });
  expect(getCommitted(partner.store.db, stream)).toMatchObject({ state: 'draft', request: { patientName: patient } });
});

it('every table that names a stream is emptied of it, whatever tables there are', async () => {
  const stream = await submitted([bytes], patient);
  await act(lead, 'zhou', stream, 'case.accept', { route: 'mdt' });
  const { db } = lead.store;
  // The access log is no table to empty: its rows name who saw the case, and cannot be removed.
  appendAudit(db, { atMs: 1_800_000_000_000, personId: 'zhou', action: 'case.view', subject: stream.id, caseId: stream.id });
  await act(partner, 'he', stream, 'case.withdraw', { reason: 'r' });
  lead.signIn(personOf('zhou'));
  await lead.exchange(noFaults);
  expect(listAudit(db, { subject: stream.id }).map(({ action }) => action)).toEqual(expect.arrayContaining(['case.view', 'record.removed']));
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`).all() as { name: string }[];
  const naming = tables.filter(({ name }) => db.prepare(`SELECT * FROM "${name}"`).all().some((row) => JSON.stringify(row).includes(stream.id))).map(({ name }) => name);
  expect(naming.sort()).toEqual(['audit', 'removal']);
});

it('a withdrawn case that is sent anew arrives whole again', async () => {
  const stream = await submitted([bytes], patient);
  await act(lead, 'zhou', stream, 'case.accept', { route: 'mdt' });
  await act(partner, 'he', stream, 'case.withdraw', { reason: 'r' });
  lead.signIn(personOf('zhou'));
  await lead.exchange(noFaults);
  expect(getCommitted(lead.store.db, stream)).toBeNull();
  await act(partner, 'he', stream, 'case.submit', {});
  await lead.exchange(noFaults);
  expect(digestRecord(getCommitted(lead.store.db, stream))).toBe(digestRecord(getCommitted(partner.store.db, stream)));
});

it('seed 41: a case that is withdrawn and sent anew in one batch arrives whole again', async () => {
  const stream = await submitted([bytes], patient);
  await act(lead, 'zhou', stream, 'case.accept', { route: 'mdt' });
  partner.signIn(personOf('he'));
  await partner.exchange(noFaults);
  for (const [type, payload] of [['case.withdraw', { reason: 'r' }], ['case.submit', {}]] as const) {
    partner.submit({ commandId: dice.id(), stream, type, actor: actorOf(personOf('he')), baseVersion: partner.look(stream)?.version ?? 0, payload });
  }
  await partner.exchange(noFaults);
  await lead.exchange(noFaults);
  expect(digestRecord(getCommitted(lead.store.db, stream))).toBe(digestRecord(getCommitted(partner.store.db, stream)));
});

it('a console of two hospitals keeps what one of them leaves, and deletes it when the other leaves too', async () => {
  const stream: Stream = { kind: 'meeting', id: dice.id() };
  await act(lead, 'zhou', stream, 'meeting.plan', { title: 'm', startMs: 1, hospitalIds: ['gd-cancer', 'zhuhai', 'shaoguan'] });
  for (const who of ['he', 'other']) {
    partner.signIn(personOf(who));
    await partner.exchange(noFaults);
  }
  await act(lead, 'zhou', stream, 'meeting.removeHospital', { hospitalId: 'zhuhai', reason: 'r' });
  partner.signIn(personOf('he'));
  await partner.exchange(noFaults);
  expect(getCommitted(partner.store.db, stream)).not.toBeNull();
  expect(partner.look(stream)).not.toBeNull();
  await act(lead, 'zhou', stream, 'meeting.removeHospital', { hospitalId: 'shaoguan', reason: 'r' });
  for (const who of ['other', 'he']) {
    partner.signIn(personOf(who));
    await partner.exchange(noFaults);
  }
  expect(getCommitted(partner.store.db, stream)).toBeNull();
  const { removals } = await platform.store.streams.removalReport(stream);
  expect(removals.map(({ hospitalId, consoles }) => [hospitalId, consoles.map(({ confirmedAtMs }) => confirmedAtMs !== null)])).toEqual([['zhuhai', [true]], ['shaoguan', [true]]]);
});

it('a removal that a crash interrupted is ended before the receipt goes', async () => {
  const stream = await submitted([bytes], patient);
  await act(lead, 'zhou', stream, 'case.accept', { route: 'mdt' });
  await lead.store.blobs.put(hashOf(bytes), bytes);
  markLocal(lead.store.db, hashOf(bytes), bytes.length);
  await act(partner, 'he', stream, 'case.withdraw', { reason: 'r' });
  lead.signIn(personOf('zhou'));
  lead.renewBackups = () => Promise.reject(new Error('the disk is full'));
  await expect(lead.exchange(noFaults)).rejects.toThrow('disk is full');
  lead.crash();
  const report = async () => (await platform.store.streams.removalReport(stream)).removals[0]?.consoles[0]?.confirmedAtMs;
  expect(await report()).toBeNull();
  lead.renewBackups = () => Promise.resolve();
  await finishRemovals(lead.context, { confirmRemoval: (_token, receipt) => platform.confirm('zhou', 'device-1', receipt, 5) }, 'zhou', { platform: platformName, hospitalId: 'gd-cancer' }, lead.renewBackups);
  expect(await report()).toBe(5);
  expect(lead.store.blobs.has(hashOf(bytes))).toBe(false);
});
