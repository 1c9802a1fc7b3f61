import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { getCommitted } from '../../electron/core/store/streams.ts';
import { forgetOvertaken, listOvertaken } from '../../electron/core/commands/overtaken.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { fullRequest, image } from '../mdt/support.ts';
import { Dice } from './support/dice.ts';
import { noFaults } from './support/faults.ts';
import { SimulatedConsole } from './support/simulatedConsole.ts';
import { SimulatedPlatform } from './support/simulatedPlatform.ts';
import { copyFiles, makeTemplates, makeWorldFolder, removeWorldFolder, staff, type Templates } from './support/template.ts';

let folder: string;
let templates: Templates;
let platform: SimulatedPlatform;
let first: SimulatedConsole;
let second: SimulatedConsole;
let run = 0;
const dice = new Dice(1);

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
  platform = await SimulatedPlatform.open(own, () => undefined);
  const open = (index: number): SimulatedConsole => {
    copyFiles(templates.console, join(own, `console-${index}-0`));
    return new SimulatedConsole({ index, home: 'zhuhai', skewMs: 0, folder: own, platform, worldMs: () => 1_800_000_000_000 });
  };
  [first, second] = [open(0), open(1)];
});
afterEach(async () => {
  first.close();
  second.close();
  await platform.close();
});

const personOf = (id: string) => {
  const person = staff.find((candidate) => candidate.id === id);
  if (!person) throw new Error(`nobody is called ${id}`);
  return person;
};

function submit(at: SimulatedConsole, who: string, stream: Stream, type: CommandType, payload: unknown, baseVersion: number): string {
  const person = personOf(who);
  at.signIn(person);
  const commandId = dice.id();
  at.submit({ commandId, stream, type, actor: actorOf(person), baseVersion, payload });
  return commandId;
}

async function exchange(at: SimulatedConsole, who: string): Promise<void> {
  at.signIn(personOf(who));
  await at.exchange(noFaults);
}

async function sharedDraft(): Promise<Stream> {
  const stream: Stream = { kind: 'case', id: dice.id() };
  submit(first, 'he', stream, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }, 0);
  await exchange(first, 'he');
  await exchange(second, 'liang');
  return stream;
}

const historyValues = (at: SimulatedConsole, stream: Stream): unknown[] => {
  const record = getCommitted(at.store.db, stream) as CaseRecord;
  return record.conflicts.find(({ path }) => path === 'request.history')?.values.map(({ value }) => value) ?? [record.request.history];
};

it.each([false, true])('a form opened above own unsent changes does not hide what another wrote meanwhile (core crashed in between: %s)', async (crashes) => {
  const stream = await sharedDraft();
  submit(first, 'he', stream, 'case.edit', { fields: { diagnosis: 'unsent' } }, 1);
  const shown = first.look(stream)?.version ?? 0;
  expect(shown).toBe(2);
  submit(second, 'liang', stream, 'case.edit', { fields: { history: 'of the colleague' } }, 1);
  await exchange(second, 'liang');
  if (crashes) first.crash();
  await exchange(first, 'he');
  submit(first, 'he', stream, 'case.edit', { fields: { history: 'of the form' } }, shown);
  await exchange(first, 'he');
  expect(historyValues(first, stream)).toEqual(['of the colleague', 'of the form']);
});

it('a form that outlived a crash of core above a change that still waits for its author does not hide what another wrote meanwhile', async () => {
  const stream = await sharedDraft();
  // Signed in without the platform: nobody can send this until she signs in again.
  first.offlineUntilMs = Number.MAX_SAFE_INTEGER;
  submit(first, 'liang', stream, 'case.edit', { fields: { diagnosis: 'unsent' } }, 1);
  first.signIn(personOf('he'));
  const shown = first.look(stream)?.version ?? 0;
  first.offlineUntilMs = 0;
  submit(second, 'liang', stream, 'case.edit', { fields: { history: 'of the colleague' } }, 1);
  await exchange(second, 'liang');
  first.crash();
  await exchange(first, 'he');
  submit(first, 'he', stream, 'case.edit', { fields: { history: 'of the form' } }, shown);
  await exchange(first, 'liang');
  await exchange(first, 'he');
  expect(historyValues(first, stream)).toEqual(['of the colleague', 'of the form']);
});

it('the author of a decision is told of another field somebody changed meanwhile, and of nothing once it is checked', async () => {
  const stream = await sharedDraft();
  const steps: readonly (readonly [string, CommandType, unknown])[] = [
    ['he', 'case.attachImaging', { instances: [image] }], ['he', 'case.submit', {}], ['zhou', 'case.accept', { route: 'mdt' }], ['zhou', 'case.schedule', { meetingId: dice.id() }],
    ['zhou', 'case.reportPresence', { present: 1, total: 1 }], ['zhou', 'case.confirmReady', {}], ['chen', 'case.openDiscussion', {}],
  ];
  for (const [who, type, payload] of steps) {
    await exchange(first, who);
    submit(first, who, stream, type, payload, first.look(stream)?.version ?? 0);
    await exchange(first, who);
  }
  await exchange(second, 'lin');
  const seen = second.look(stream)?.version ?? 0;
  submit(first, 'chen', stream, 'decision.edit', { fields: { rtTotalDoseGy: 50 } }, seen);
  await exchange(first, 'chen');
  const late = submit(second, 'lin', stream, 'decision.edit', { fields: { systemic: '卡铂' } }, seen);
  await exchange(second, 'lin');
  const { db } = second.store;
  expect(listOvertaken(db, personOf('lin'), stream.id)).toMatchObject([{ commandId: late, changes: [{ path: 'decision.rtTotalDoseGy', name: 'chen', value: 50 }] }]);
  expect(listOvertaken(first.store.db, personOf('chen'), stream.id)).toEqual([]);
  forgetOvertaken(db, personOf('lin'), late);
  expect(listOvertaken(db, personOf('lin'), stream.id)).toEqual([]);
});

it('a form that was open over unsent work and is saved after an exchange and a crash overwrites nothing it did not show', async () => {
  const person = staff.find(({ id }) => id === 'he')!;
  const stream: Stream = { kind: 'case', id: dice.id() };
  const give = (at: SimulatedConsole, type: CommandType, payload: unknown, baseVersion: number): void => at.submit({ commandId: dice.id(), stream, type, actor: actorOf(person), baseVersion, payload });
  for (const at of [first, second]) at.signIn(person);
  give(first, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }, 0);
  await first.exchange(noFaults);
  await second.exchange(noFaults);
  give(first, 'case.edit', { fields: { diagnosis: 'own' } }, 1);
  const shown = first.look(stream)?.version ?? 0;
  give(second, 'case.edit', { fields: { history: 'theirs' } }, 1);
  await second.exchange(noFaults);
  await first.exchange(noFaults);
  first.crash();
  give(first, 'case.edit', { fields: { history: 'typed before' } }, shown);
  await first.exchange(noFaults);
  const record = getCommitted(first.store.db, stream) as CaseRecord;
  expect([shown, record.request.history, record.conflicts.map(({ path }) => path)]).toEqual([2, 'theirs', ['request.history']]);
});
