import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listRefused, sendAgain, setAside } from '../../electron/core/commands/refusedCommands.ts';
import { listAudit } from '../../electron/core/store/audit.ts';
import { countOutbox, getCommand, getCommitted } from '../../electron/core/store/streams.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand, Stream } from '../../shared/mdt/command.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { fullRequest } from '../mdt/support.ts';
import { Dice } from './support/dice.ts';
import { noFaults } from './support/faults.ts';
import { SimulatedConsole } from './support/simulatedConsole.ts';
import { breakingDevice, SimulatedPlatform } from './support/simulatedPlatform.ts';
import { copyFiles, makeTemplates, makeWorldFolder, removeWorldFolder, staff, type Templates } from './support/template.ts';

let folder: string;
let templates: Templates;
let platform: SimulatedPlatform;
let at: SimulatedConsole;
let run = 0;
const dice = new Dice(2);
const he = staff.find(({ id }) => id === 'he')!;
const liang = staff.find(({ id }) => id === 'liang')!;

beforeAll(async () => {
  folder = makeWorldFolder();
  templates = await makeTemplates(folder);
});
afterAll(() => removeWorldFolder(folder));
beforeEach(async () => {
  run += 1;
  const own = join(folder, `run-${run}`);
  mkdirSync(own);
  copyFiles(templates.platform, join(own, 'platform-0'));
  copyFiles(templates.console, join(own, 'console-0-0'));
  platform = await SimulatedPlatform.open(own, () => undefined);
  at = new SimulatedConsole({ index: 0, home: 'zhuhai', skewMs: 0, folder: own, platform, worldMs: () => 1_800_000_000_000 });
  at.signIn(he);
});
afterEach(async () => {
  at.close();
  await platform.close();
});

function create(leadHospitalId = 'gd-cancer'): Stream {
  const stream: Stream = { kind: 'case', id: dice.id() };
  at.submit({ commandId: dice.id(), stream, type: 'case.create', actor: actorOf(he), baseVersion: 0, payload: { caseNo: 'C', leadHospitalId, fields: fullRequest } });
  return stream;
}

const edit = (stream: Stream, changes: Partial<AnyCommand>): AnyCommand => ({ id: dice.id(), stream, type: 'case.edit', actor: actorOf(he), deviceId: 'device-0', baseVersion: 1, atMs: 1, payload: { fields: { history: 'meant' } }, ...changes });

it('one malformed command among many is found by halves and parked, and all others arrive', async () => {
  const streams = Array.from({ length: 9 }, () => create());
  const malformed = edit(streams[4]!, { baseVersion: -1 });
  at.smuggle(malformed);
  for (const stream of streams) at.smuggle(edit(stream, {}));
  await at.exchange(noFaults);
  expect(countOutbox(at.store.db)).toBe(0);
  for (const stream of streams) expect(getCommitted(at.store.db, stream)?.version).toBe(2);
  expect(getCommand(at.store.db, malformed.id)).toMatchObject({ status: 'refused', reason: 'undeliverable' });
});

it('a command the platform fails over waits with its stream, lets others pass, is parked after five rounds, and can be sent again as it was', async () => {
  const [broken, other] = [create(), create()];
  await at.exchange(noFaults);
  const breaking = edit(broken, { deviceId: breakingDevice });
  const behind = edit(broken, { payload: { fields: { ecog: 1 } } });
  at.smuggle(breaking);
  at.smuggle(behind);
  at.smuggle(edit(other, {}));
  await at.exchange(noFaults);
  expect(getCommitted(at.store.db, other)?.version).toBe(2);
  expect(getCommand(at.store.db, behind.id)?.status).toBe('pending');
  for (let round = 0; round < 4; round += 1) await at.exchange(noFaults);
  expect(getCommand(at.store.db, breaking.id)).toMatchObject({ status: 'refused', reason: 'undeliverable' });
  expect(getCommand(at.store.db, behind.id)?.status).toBe('committed');
  platform.isMended = true;
  sendAgain(at.context, he, breaking.id, dice.id());
  await at.exchange(noFaults);
  expect(getCommand(at.store.db, breaking.id)?.status).toBe('committed');
  expect((getCommitted(at.store.db, broken) as CaseRecord).request.history).toBe('meant');
});

it('a case the platform refused to begin is listed although there is no case, and setting it aside takes a reason into the audit', async () => {
  const stream = create('no-such-hospital');
  await at.exchange(noFaults);
  const [refused] = listRefused(at.context, he, null);
  expect(refused).toMatchObject({ stream, type: 'case.create', reason: 'invalid', again: 'now', authorName: he.name });
  setAside(at.context, liang, refused!.commandId, 'wrong hospital chosen');
  expect(listRefused(at.context, he, null)).toEqual([]);
  expect(listAudit(at.store.db, { subject: stream.id }).map(({ action, personId }) => `${action} ${personId}`)).toContain('refusal.setAside liang');
  expect(() => setAside(at.context, he, dice.id(), 'r')).toThrow('no refused action');
});

it('a refused edit is sent again on the current record by its author alone, once, where the rule now allows', async () => {
  const stream = create();
  await at.exchange(noFaults);
  const refused = edit(stream, { payload: { fields: { ecog: 'two' } } });
  at.smuggle(refused);
  await at.exchange(noFaults);
  expect(() => sendAgain(at.context, liang, refused.id, dice.id())).toThrow(he.name);
  expect(() => sendAgain(at.context, he, refused.id, dice.id())).toThrow('ecog');
  expect(listRefused(at.context, he, stream)).toHaveLength(1);
  const lateSubmit = edit(stream, { type: 'case.submit', payload: {} });
  at.smuggle(lateSubmit);
  await at.exchange(noFaults);
  expect(getCommand(at.store.db, lateSubmit.id)?.reason).toBe('incomplete');
  at.submit({ commandId: dice.id(), stream, type: 'case.attachImaging', actor: actorOf(he), baseVersion: 1, payload: { instances: [{ sopInstanceUID: '1.2', sopClassUID: '1', seriesInstanceUID: '1', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 1 }] } });
  const newCommandId = dice.id();
  sendAgain(at.context, he, lateSubmit.id, newCommandId);
  sendAgain(at.context, he, lateSubmit.id, newCommandId);
  await at.exchange(noFaults);
  expect((getCommitted(at.store.db, stream) as CaseRecord).transitions.map(({ to }) => to)).toEqual(['draft', 'submitted']);
  expect(listRefused(at.context, he, stream).map(({ commandId }) => commandId)).toEqual([refused.id]);
});

it('an answer that is not about a command parks nothing: a wrong address, a proxy, a lost session', async () => {
  const stream = create();
  for (const [status, reason] of [[404, 'not-found'], [403, 'not-permitted'], [502, 'unexpected'], [500, undefined]] as const) {
    platform.failNext = { status, reason };
    await expect(at.exchange(noFaults)).rejects.toMatchObject({ code: 'sync' });
    expect(countOutbox(at.store.db)).toBe(1);
  }
  await at.exchange(noFaults);
  expect(getCommitted(at.store.db, stream)?.version).toBe(1);
});
