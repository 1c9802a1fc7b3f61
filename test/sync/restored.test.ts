import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listAudit } from '../../electron/core/store/audit.ts';
import { unseenRestore } from '../../electron/core/store/generations.ts';
import { getBlob, markLocal, markOnPlatform } from '../../electron/core/store/imaging.ts';
import { run as runSql } from '../../electron/core/store/statement.ts';
import { getCommand, getCommitted } from '../../electron/core/store/streams.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { fullDecision, fullRequest, image } from '../mdt/support.ts';
import { casePayload } from './support/chooseCommand.ts';
import { Dice } from './support/dice.ts';
import { noFaults } from './support/faults.ts';
import { platformName, SimulatedConsole } from './support/simulatedConsole.ts';
import { SimulatedPlatform } from './support/simulatedPlatform.ts';
import { copyFiles, makeTemplates, makeWorldFolder, removeWorldFolder, staff, type Templates } from './support/template.ts';

let folder: string;
let templates: Templates;
let platform: SimulatedPlatform;
let consoles: SimulatedConsole[];
let round = 0;
const dice = new Dice(9);
const nowMs = 1_800_000_000_000;

beforeAll(async () => {
  folder = makeWorldFolder();
  templates = await makeTemplates(folder);
});
afterAll(() => removeWorldFolder(folder));
beforeEach(async () => {
  round += 1;
  const own = join(folder, `run-${round}`);
  mkdirSync(own);
  copyFiles(templates.platform, join(own, 'platform-0'));
  platform = await SimulatedPlatform.open(own, () => undefined);
  consoles = ['zhuhai', 'zhuhai', 'gd-cancer'].map((home, index) => {
    copyFiles(templates.console, join(own, `console-${index}-0`));
    return new SimulatedConsole({ index, home, skewMs: 0, folder: own, platform, worldMs: () => nowMs });
  });
});
afterEach(async () => {
  for (const at of consoles) at.close();
  await platform.close();
});

const personOf = (id: string) => {
  const person = staff.find((candidate) => candidate.id === id);
  if (!person) throw new Error(`nobody is called ${id}`);
  return person;
};
const consoleAt = (index: number): SimulatedConsole => {
  const at = consoles[index];
  if (!at) throw new Error(`there is no console ${index}`);
  return at;
};

async function exchange(index: number, who: string): Promise<void> {
  consoleAt(index).signIn(personOf(who));
  await consoleAt(index).exchange(noFaults);
}

/** Somebody does something on what they see; sent at once unless told otherwise. Returns the command's id. */
async function act(index: number, who: string, stream: Stream, type: CommandType, payload?: unknown, isSent = true): Promise<string> {
  const [at, person, commandId] = [consoleAt(index), personOf(who), dice.id()];
  if (isSent) await exchange(index, who);
  else at.signIn(person);
  const record = at.look(stream);
  at.submit({ commandId, stream, type, actor: actorOf(person), baseVersion: record?.version ?? 0, payload: payload ?? casePayload(type as 'decision.sign', record as CaseRecord, person, dice) });
  if (isSent) await at.exchange(noFaults);
  return commandId;
}

async function draft(): Promise<Stream> {
  const stream: Stream = { kind: 'case', id: dice.id() };
  await act(0, 'he', stream, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest });
  return stream;
}
const edit = (index: number, stream: Stream, history: string): Promise<string> => act(index, index === 2 ? 'zhou' : 'he', stream, 'case.edit', { fields: { history } });
const order = (stream: Stream): Promise<string[]> => platform.store.streams.commandIds(stream.id);
const recordAt = (index: number, stream: Stream): CaseRecord | null => getCommitted(consoleAt(index).store.db, stream) as CaseRecord | null;

async function assertEqual(stream: Stream, indices: readonly number[]): Promise<void> {
  const held = (await platform.store.streams.record(stream.id))?.record;
  for (const index of indices) expect([index, digestRecord(recordAt(index, stream))]).toEqual([index, digestRecord(held)]);
  expect(new Set(await order(stream)).size).toBe((await order(stream)).length);
}

it('nobody ahead of the copy: consoles go on, give nothing back, and are told once', async () => {
  const stream = await draft();
  await exchange(1, 'he');
  platform.backUp();
  await platform.restore(nowMs);
  await edit(0, stream, 'after');
  await exchange(1, 'he');
  await assertEqual(stream, [0, 1]);
  expect(unseenRestore(consoleAt(0).store.db, platformName)).toMatchObject({ returned: 0, refused: 0, gaps: 0 });
  expect(listAudit(consoleAt(0).store.db, {}).filter(({ action }) => action === 'platform.restored')).toHaveLength(1);
  await exchange(0, 'he');
  expect(listAudit(consoleAt(0).store.db, {}).filter(({ action }) => action === 'platform.restored')).toHaveLength(1);
});

it('two consoles that hold overlapping parts of the lost span give one order, the one there was, nothing doubled', async () => {
  const stream = await draft();
  await exchange(1, 'he');
  platform.backUp();
  for (const text of ['one', 'two']) await edit(0, stream, text);
  await exchange(1, 'he');
  for (const text of ['three', 'four']) await edit(0, stream, text);
  const before = await order(stream);
  const record = recordAt(0, stream);
  await platform.restore(nowMs);
  expect(await order(stream)).toHaveLength(1);
  await exchange(1, 'he');
  expect(await order(stream)).toEqual(before.slice(0, 3));
  await exchange(0, 'he');
  await exchange(1, 'he');
  expect(await order(stream)).toEqual(before);
  expect(recordAt(0, stream)).toEqual(record);
  await assertEqual(stream, [0, 1]);
});

it('what was ordered first stands first although others went on meanwhile, and what nobody saw of each other is a conflict', async () => {
  const stream = await draft();
  await exchange(1, 'he');
  platform.backUp();
  const lost = await edit(0, stream, 'lost');
  await platform.restore(nowMs);
  const meanwhile = await edit(1, stream, 'meanwhile');
  expect((await platform.store.streams.record(stream.id))?.version).toBe(2);
  await exchange(0, 'he');
  expect((await order(stream)).slice(1)).toEqual([lost, meanwhile]);
  await exchange(1, 'he');
  await exchange(0, 'he');
  await assertEqual(stream, [0, 1]);
  expect(recordAt(1, stream)?.request.history).toBe('lost');
  expect(recordAt(1, stream)?.conflicts.map(({ path, values }) => [path, values.map(({ value }) => value)])).toEqual([['request.history', ['lost', 'meanwhile']]]);
});

it('a signature given after the restore is not broken by what was lost before it: that is refused and shown at its console', async () => {
  const stream = await draft();
  await act(0, 'he', stream, 'case.attachImaging', { instances: [image] });
  for (const [index, who, type, payload] of [[0, 'he', 'case.submit', {}], [2, 'zhou', 'case.accept', { route: 'mdt' }], [2, 'zhou', 'case.schedule', { meetingId: dice.id() }], [2, 'zhou', 'case.reportPresence', { present: 1, total: 1 }], [2, 'zhou', 'case.confirmReady', {}], [2, 'chen', 'case.openDiscussion', {}], [2, 'chen', 'decision.edit', { fields: fullDecision }], [2, 'lin', 'opinion.state', undefined], [2, 'wu', 'opinion.state', undefined]] as const) await act(index, who, stream, type, payload);
  await exchange(0, 'he');
  platform.backUp();
  const lost = await act(0, 'liang', stream, 'opinion.state');
  await platform.restore(nowMs);
  await act(2, 'chen', stream, 'decision.readBack');
  await act(2, 'chen', stream, 'decision.freeze');
  const sign = await act(2, 'lin', stream, 'decision.sign');
  const signed = recordAt(2, stream);
  expect(signed?.signatures).toHaveLength(1);
  await exchange(0, 'liang');
  await exchange(2, 'lin');
  expect(await order(stream)).toContain(sign);
  expect(recordAt(2, stream)?.signatures).toEqual(signed?.signatures);
  expect(recordAt(2, stream)?.frozen).toEqual(signed?.frozen);
  await assertEqual(stream, [0, 2]);
  expect(await order(stream)).not.toContain(lost);
  expect(getCommand(consoleAt(0).store.db, lost)).toMatchObject({ status: 'refused', reason: 'signed-record' });
});

it('a command without the platform’s seal is taken back from its author alone', async () => {
  const stream = await draft();
  await act(0, 'he', stream, 'case.attachImaging', { instances: [image] });
  await act(0, 'he', stream, 'case.submit', {});
  platform.backUp();
  const accepted = await act(2, 'zhou', stream, 'case.accept', { route: 'mdt' });
  await exchange(0, 'he');
  await platform.restore(nowMs);
  for (const at of consoles) runSql(at.store.db, 'UPDATE command SET seal = NULL');
  await exchange(0, 'he');
  expect(await order(stream)).not.toContain(accepted);
  expect(getCommand(consoleAt(0).store.db, accepted)).toMatchObject({ status: 'refused', reason: 'not-permitted' });
  await exchange(2, 'zhou');
  expect(await order(stream)).toContain(accepted);
  await exchange(0, 'he');
  expect(getCommand(consoleAt(0).store.db, accepted)?.status).toBe('committed');
  await assertEqual(stream, [0, 2]);
});

it('what a console believed of images at the platform counts no more', async () => {
  await draft();
  const { db } = consoleAt(0).store;
  markLocal(db, 'a'.repeat(64), 10);
  markOnPlatform(db, 'a'.repeat(64));
  platform.backUp();
  await platform.restore(nowMs);
  await exchange(0, 'he');
  expect(getBlob(db, 'a'.repeat(64))).toMatchObject({ isLocal: true, isOnPlatform: false });
});

it('versions that were ordered and that nobody who came back holds are counted', async () => {
  const stream = await draft();
  await exchange(1, 'he');
  platform.backUp();
  for (const text of ['one', 'two']) await edit(0, stream, text);
  // Sent by another console, which heard its place and not yet what stands before it.
  const own = await act(1, 'he', stream, 'case.edit', { fields: { ecog: 2 } }, false);
  await consoleAt(1).exchange({ ...noFaults, losesFeed: true }).catch(() => undefined);
  expect(getCommand(consoleAt(1).store.db, own)).toMatchObject({ status: 'pending', version: 4 });
  await platform.restore(nowMs);
  await exchange(1, 'he');
  expect(unseenRestore(consoleAt(1).store.db, platformName)).toMatchObject({ gaps: 1 });
  expect(await order(stream)).toContain(own);
});
