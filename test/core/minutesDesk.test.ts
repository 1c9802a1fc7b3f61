import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { MinutesDesk } from '../../electron/core/commands/minutesDesk.ts';
import { listAudit } from '../../electron/core/store/audit.ts';
import { countUnsentMinutes, getMinutesSnapshot, listMinutesUpdates, listUnsentMinutes } from '../../electron/core/store/minutes.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { readSection, openMinutes } from '../../shared/minutes/document.ts';
import { freezeMinutes } from '../../shared/minutes/freezeMinutes.ts';
import { people, replay, untilDiscussion } from '../mdt/support.ts';
import { personOf } from '../mdtPages/pages.tsx';
import { author, type } from '../minutes/support.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const record = replay(untilDiscussion());
const chen = personOf(people.chair);
const named = author('chen');

describe('the minutes of one console', () => {
  const ends: (() => void)[] = [];
  const opened = (dataDir: string, key: Uint8Array): Store => {
    const store = openStore(dataDir, key);
    ends.push(() => store.close());
    return store;
  };
  afterEach(() => {
    for (const end of ends.splice(0).toReversed()) end();
  });
  const place = (): { dataDir: string; key: Uint8Array } => {
    const dataDir = temporaryFolder();
    ends.push(() => removeFolder(dataDir));
    return { dataDir, key: new Uint8Array(randomBytes(32)) };
  };

  it('are there again after the store was opened anew, each change once', () => {
    const { dataDir, key } = place();
    const first = openStore(dataDir, key);
    const desk = new MinutesDesk(first);
    const doc = openMinutes();
    const sessionId = randomUUID();
    const update = type(doc, named, 'course', 0, '一');
    expect([desk.take(record, chen, { sessionId, update }, 1), desk.take(record, chen, { sessionId, update }, 2)]).toEqual([true, false]);
    desk.take(record, chen, { sessionId, update: type(doc, named, 'course', 1, '二') }, 3);
    first.close();
    const store = opened(dataDir, key);
    expect(readSection(new MinutesDesk(store).document(record.id), 'course')).toBe('一二');
    expect(listMinutesUpdates(store.db, record.id)).toHaveLength(2);
    expect(listUnsentMinutes(store.db, record.id, 10).map(({ atMs, personId }) => [atMs, personId])).toEqual([[1, 'chen'], [3, 'chen']]);
  });

  it('gather what waits for the platform into a few changes that mean the same', () => {
    const { dataDir, key } = place();
    const store = opened(dataDir, key);
    const desk = new MinutesDesk(store);
    const doc = openMinutes();
    const sessionId = randomUUID();
    for (let at = 0; at < 200; at += 1) desk.take(record, chen, { sessionId, update: type(doc, named, 'course', at, '字') }, at);
    const before = freezeMinutes(desk.document(record.id));
    desk.gatherUnsent(record.id);
    expect(countUnsentMinutes(store.db, record.id)).toBe(1);
    expect(freezeMinutes(new MinutesDesk(store).document(record.id))).toEqual(before);
    const [one] = listUnsentMinutes(store.db, record.id, 2);
    expect(readSection(openMinutes(one?.bytes ?? new Uint8Array()), 'course')).toBe('字'.repeat(200));
  });

  it('put what the platform has together, and keep what was typed here so that it can be sent again', () => {
    const { dataDir, key } = place();
    const store = opened(dataDir, key);
    const desk = new MinutesDesk(store);
    const mine = openMinutes();
    const theirs = openMinutes();
    const sessionId = randomUUID();
    for (let at = 0; at < 160; at += 1) {
      desk.take(record, chen, { sessionId, update: type(mine, named, 'course', at, '我') }, at);
      const [last] = listUnsentMinutes(store.db, record.id, 1);
      desk.acknowledge(record.id, last?.sha256 ?? '', false);
      desk.takeArrived(record.id, [{ sha256: `${at}`.padStart(64, '0'), personId: '', personName: '', atMs: at, isLate: false, bytes: type(theirs, author('he'), 'tasks', at, '他') }]);
    }
    expect(getMinutesSnapshot(store.db, record.id)).not.toBeNull();
    expect(listMinutesUpdates(store.db, record.id).length).toBeLessThan(60);
    const again = new MinutesDesk(store).document(record.id);
    expect([readSection(again, 'course'), readSection(again, 'tasks')]).toEqual(['我'.repeat(160), '他'.repeat(160)]);
    const own = openMinutes(...listMinutesUpdates(store.db, record.id).filter(({ isOwn }) => isOwn).map(({ bytes }) => bytes));
    expect(readSection(own, 'course')).toBe('我'.repeat(160));
  });

  it('write one audit row for each editing session', () => {
    const { dataDir, key } = place();
    const store = opened(dataDir, key);
    const desk = new MinutesDesk(store);
    const doc = openMinutes();
    for (const sessionId of [randomUUID(), randomUUID()]) for (let at = 0; at < 3; at += 1) desk.take(record, chen, { sessionId, update: type(doc, named, 'course', 0, `${at}`) }, at);
    expect(listAudit(store.db, { subject: record.id }).filter(({ action }) => action === 'minutes.edit')).toHaveLength(2);
  });
});
