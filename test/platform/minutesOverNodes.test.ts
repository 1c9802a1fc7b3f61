import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { HeardPresence } from '../../shared/minutes/presence.ts';
import { startConsole, until, type TestConsole } from '../core/support/console.ts';
import { chen, discussedCase, he, minutesAt, openEditor } from '../core/support/minutesCase.ts';
import { stopEngines } from './support/engines.ts';
import { removeFolder } from './support/network.ts';
import { NodesAndSeats } from './support/seats.ts';

const places = new NodesAndSeats();
const consoles: TestConsole[] = [];
afterEach(async () => {
  for (const console of consoles.splice(0)) {
    await console.stop();
    removeFolder(console.dataDir);
  }
  await places.stop();
});
afterAll(() => stopEngines());

async function consoleAt(platformUrl: string, account: string): Promise<TestConsole> {
  const console = await startConsole({ platformUrl });
  consoles.push(console);
  await console.signIn(account);
  await until(`${account} knows both nodes`, () => console.core.platformNodes.length === 2);
  return console;
}

const heardAt = (console: TestConsole, sessionId: string): HeardPresence[] =>
  console.events.flatMap(({ channel, payload }) => (channel === 'minutes.presence' && (payload as HeardPresence).sessionId === sessionId ? [payload as HeardPresence] : []));

test('two consoles at different nodes type the same minutes and see each other’s carets, also after one node is killed in the middle', async () => {
  const { first, urlA, urlB } = await places.start();
  const [partner, lead] = [await consoleAt(urlA, 'he.doctor'), await consoleAt(urlB, 'chen.chair')];
  const caseId = await discussedCase(lead, partner);
  const [one, two] = [await openEditor(lead, caseId, chen), await openEditor(partner, caseId, he)];
  const carets = new Map([[lead, randomUUID()], [partner, randomUUID()]]);
  let moves = 0;
  /** Each moves their caret until the other has heard of this move; while the line is away nobody hears, and the editor says it again. */
  const seeEachOther = async (): Promise<void> => {
    moves += 1;
    const caret = { section: 'course', anchor: `{"place":${moves}}`, head: `{"place":${moves}}` } as const;
    await until('each sees the other’s caret', async () => {
      for (const [console, sessionId] of carets) await console.call('minutes.watch', { caseId, sessionId, isHere: true, caret });
      return [[lead, partner], [partner, lead]].every(([from, to]) => from && to && heardAt(to, carets.get(from) ?? '').some((heard) => heard.caret?.head === caret.head));
    });
  };
  await seeEachOther();
  expect(heardAt(lead, carets.get(partner) ?? '').at(-1)).toMatchObject({ personId: 'he.doctor', isHere: true });
  expect(heardAt(partner, carets.get(lead) ?? '').at(-1)).toMatchObject({ personId: 'chen.chair', isHere: true });

  const over = new AbortController();
  const typing = [one, two].map(async (editor, who) => {
    let count = 0;
    for (; !over.signal.aborted; count += 1) {
      await editor.type('course', `${who === 0 ? '陈' : '何'}${String(count).padStart(3, '0')}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return count;
  });
  const lengthAt = async (console: TestConsole, letter: string): Promise<number> => (await minutesAt(console, caseId, 'course')).split(letter).length - 1;
  await until('each has much of the other', async () => (await lengthAt(lead, '何')) > 10 && (await lengthAt(partner, '陈')) > 10);
  await first.cutOff();
  const [before, hadOfOther] = [await lengthAt(lead, '何'), await lengthAt(partner, '陈')];
  await until('each has more of the other, by way of the node that is left', async () => (await lengthAt(lead, '何')) > before + 10 && (await lengthAt(partner, '陈')) > hadOfOther + 10);
  await seeEachOther();
  over.abort();
  const [ofChen = 0, ofHe = 0] = await Promise.all(typing);

  await until('both have all of it', async () => (await Promise.all([lead, partner].map((console) => minutesAt(console, caseId, 'course')))).every((text) => text.length === 4 * (ofChen + ofHe)));
  const [atLead, atPartner] = await Promise.all([lead, partner].map((console) => minutesAt(console, caseId, 'course')));
  expect(atPartner).toBe(atLead);
  for (const [letter, count] of [['陈', ofChen], ['何', ofHe]] as const) {
    const words = [...(atLead ?? '').matchAll(new RegExp(`${letter}\\d{3}`, 'g'))].map(([word]) => word);
    expect(words.toSorted()).toEqual(Array.from({ length: count }, (_, index) => `${letter}${String(index).padStart(3, '0')}`));
  }
  await until('nothing waits to be sent', async () => (await Promise.all([lead, partner].map((console) => console.call('minutes.open', { caseId })))).every(({ unsent }) => unsent === 0));
  process.stdout.write(`minutes over two nodes: ${ofChen} + ${ofHe} changes, one node killed between\n`);
}, 120_000);
