import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { MinutesDesk } from '../../electron/core/commands/minutesDesk.ts';
import { createRecordContext } from '../../electron/core/commands/recordContext.ts';
import { listUnsentMinutes } from '../../electron/core/store/minutes.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { run } from '../../electron/core/store/statement.ts';
import { MinutesSync, type MinutesSyncOptions } from '../../electron/core/sync/minutesSync.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import { openMinutes } from '../../shared/minutes/document.ts';
import type { PushedMinutes } from '../../shared/platform/minutesContract.ts';
import { people, replay, untilDiscussion } from '../mdt/support.ts';
import { personOf } from '../mdtPages/pages.tsx';
import { author, type } from '../minutes/support.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const unreachable = (): never => {
  throw new SyncError('unreachable', 'away');
};
const record = replay(untilDiscussion());
const chen = personOf(people.chair);
type Status = PushedMinutes['results'][number]['status'];

/** A console's minutes against a platform that answers as it is told; the tokens of some people are gone. */
describe('minutes on their way to the platform', () => {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0).toReversed()) end();
  });

  function stage(answer: () => Status | 'unreachable', tokens: ReadonlySet<string> = new Set(['chen'])) {
    const dataDir = temporaryFolder();
    const store: Store = openStore(dataDir, new Uint8Array(randomBytes(32)));
    ends.push(() => removeFolder(dataDir), () => store.close());
    run(store.db, `INSERT INTO setting (name, value) VALUES ('platformName', 'there') ON CONFLICT (name) DO UPDATE SET value = 'there'`);
    run(store.db, `INSERT INTO stream_home (kind, stream_id, platform) VALUES ('case', ?, 'there')`, record.id);
    const desk = new MinutesDesk(store);
    const pushed: number[] = [];
    const client: MinutesSyncOptions['client'] = {
      origin: 'https://there',
      pushMinutes: (_token, _caseId, updates) => {
        const status = answer();
        if (status === 'unreachable') return Promise.resolve().then(unreachable);
        pushed.push(updates.length);
        return Promise.resolve({ results: updates.map(({ sha256 }) => ({ sha256, status, message: null })), nowMs: 1 });
      },
      minutesDiff: () => (answer() === 'unreachable' ? Promise.resolve().then(unreachable) : Promise.resolve({ update: 'AAA=', position: 1, nowMs: 1, late: [] })),
      minutesHeads: () => Promise.resolve({ heads: [], nowMs: 1 }),
    };
    const sync = new MinutesSync({
      context: createRecordContext(store, () => undefined), client, desk, platform: 'there', onChanged: () => undefined, onPresence: () => undefined,
      session: { person: chen, tokenOf: (id) => Promise.resolve(tokens.has(id) ? `token of ${id}` : null), dropToken: () => undefined, endIdle: () => Promise.resolve() },
    });
    const types = (text: string, who = chen): void => void desk.take(record, who, { sessionId: randomUUID(), update: type(openMinutes(), author(who.id, who.hospitalId), 'course', 0, text) }, 1);
    return { store, desk, sync, pushed, types, waiting: () => listUnsentMinutes(store.db, record.id, 100) };
  }

  it('are settled when the platform took them', async () => {
    const { sync, types, waiting, pushed } = stage(() => 'taken');
    types('甲');
    await sync.exchange('token');
    await sync.settle(record.id);
    expect([waiting(), pushed]).toEqual([[], [1]]);
  });

  it('say whose changes wait when a colleague has to sign in first', async () => {
    const colleague = personOf(people.expert);
    const { sync, types, waiting } = stage(() => 'taken');
    types('乙', colleague);
    await sync.exchange('token');
    await expect(sync.settle(record.id)).rejects.toMatchObject({ reason: 'incomplete', message: expect.stringContaining('1 change of the minutes by lin') as string });
    expect(waiting()).toHaveLength(1);
  });

  it('are not frozen without the platform once there is a word in them, and are without one', async () => {
    const { sync, types } = stage(() => 'unreachable');
    await expect(sync.settle(record.id)).resolves.toBeUndefined();
    types('丙');
    await expect(sync.settle(record.id)).rejects.toMatchObject({ reason: 'unreachable', message: expect.stringContaining('1 change not sent') as string });
  });

  it('wait while the platform says it is too early, and go beside the minutes when it says too late or no', async () => {
    const answers: Status[] = ['waits', 'late', 'refused'];
    const { sync, types, waiting, desk } = stage(() => answers[0] ?? 'taken');
    types('丁');
    await sync.exchange('token');
    expect(waiting()).toHaveLength(1);
    answers.shift();
    await sync.exchange('token');
    expect([waiting(), desk.view(record, chen).late.map(({ sections }) => sections)]).toEqual([[], [[{ section: 'course', inserted: ['丁'], deleted: [] }]]]);
    answers.shift();
    types('戊');
    await sync.exchange('token');
    expect(desk.view(record, chen).late[0]?.sections[0]?.inserted.join('')).toMatch(/^(?:丁戊|戊丁)$/);
  });

  it('send everything typed here once more to a platform that lacks it, and name one that has lost what others typed', async () => {
    const answers: Status[] = ['taken', 'missing', 'taken'];
    const { sync, types, pushed } = stage(() => answers.shift() ?? 'missing');
    types('己');
    await sync.exchange('token');
    types('庚');
    await sync.exchange('token');
    expect(pushed).toEqual([1, 1, 2]);
    types('辛');
    await expect(sync.exchange('token')).rejects.toMatchObject({ reason: 'integrity' });
  });
});
