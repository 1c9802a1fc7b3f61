import { join } from 'node:path';
import { v7 } from 'uuid';
import type { EventName, EventPayload } from '../../../shared/ipc/channels.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { toResults, type BenchResult } from '../benchResult.ts';
import { openConsolePair, openSharedCase, submitAt, untilTrue, type BenchConsole, type ConsolePair } from '../syncNetwork.ts';
import { openSite, setupNames, type Setup } from './nodes.ts';

const commands = 200;
const bursts = 5;
const burstSize = 100;
/** Two people who type, not a loop that saturates the line. */
const pauseMs = 30;

/** Time from a command at one console to the event that shows it at the other, and how many a second arrive when there are many at once. */
export async function measurePair(setup: Setup, folder: string): Promise<readonly BenchResult[]> {
  const site = await openSite(setup, folder);
  try {
    const [first = '', second = first] = await site.start(true);
    const pair = await openConsolePair(folder, first, second);
    try {
      const stream = await openSharedCase(pair, join(folder, 'images'));
      const note = `platform in ${setup === 'sqlite' ? 'a process of its own' : 'two processes, a console at each'}, both cores in one other; records encrypted; over loopback`;
      const latencies = await measureLatency(pair, stream);
      const rates = await measureBursts(pair, stream);
      return [
        ...toResults({ metric: `commit at one console to visible at the other, ${setupNames[setup]}`, unit: 'ms', better: 'lower', ours: latencies, judged: 'p95', target: { below: 500 }, note: `${note}; both directions in turn` }),
        ...toResults({ metric: `commands console to console, bursts of ${burstSize}, ${setupNames[setup]}`, unit: 'commands/s', better: 'higher', ours: rates, note: `${note}; from the first submitted at one console to the last one applied at the other` }),
      ];
    } finally {
      await pair.stop();
    }
  } finally {
    await site.stop();
  }
}

async function measureLatency({ partner, lead }: ConsolePair, stream: Stream): Promise<number[]> {
  const latencies: number[] = [];
  for (let n = 0; n < commands; n += 1) {
    const [from, to] = n % 2 === 0 ? [partner, lead] : [lead, partner];
    const before = await equalVersion(partner, lead, stream);
    const shown = to.when(isVersion(stream, before + 1));
    const startedMs = performance.now();
    await stateOpinion(from, stream, n);
    await shown;
    latencies.push(performance.now() - startedMs);
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  return latencies;
}

/** Commands a second when one console has many at once, as after a break of the line. */
async function measureBursts({ partner, lead }: ConsolePair, stream: Stream): Promise<number[]> {
  const rates: number[] = [];
  for (let burst = 0; burst < bursts; burst += 1) {
    const before = await equalVersion(partner, lead, stream);
    const shown = lead.when(isVersion(stream, before + burstSize));
    const startedMs = performance.now();
    for (let n = 0; n < burstSize; n += 1) await stateOpinion(partner, stream, n);
    await shown;
    rates.push((burstSize * 1000) / (performance.now() - startedMs));
  }
  return rates;
}

const isVersion = (stream: Stream, version: number) => (channel: EventName, payload: EventPayload<EventName>): boolean => {
  if (channel !== 'record.changed') return false;
  const changed = payload as EventPayload<'record.changed'>;
  return changed.stream.id === stream.id && changed.version >= version;
};

/** The case's version once nothing waits anywhere. */
async function equalVersion(partner: BenchConsole, lead: BenchConsole, stream: Stream): Promise<number> {
  let version = 0;
  await untilTrue(async () => {
    const [one, other] = await Promise.all([partner, lead].map((at) => at.call('case.get', { caseId: stream.id })));
    version = one?.record.version ?? 0;
    return one?.pending === 0 && other?.pending === 0 && other.record.version === version;
  });
  return version;
}

/** Each console keeps one opinion and changes its text, as somebody who writes does. */
const opinionIds = new WeakMap<BenchConsole, string>();

async function stateOpinion(at: BenchConsole, stream: Stream, n: number): Promise<void> {
  const opinionId = opinionIds.get(at) ?? v7();
  opinionIds.set(at, opinionId);
  const { person } = await at.call('session.current', {});
  if (!person) throw new Error('nobody is signed in at the bench console');
  await submitAt(at, stream, 'opinion.state', {
    opinionId, personId: person.id, personName: person.name, personTitle: person.title, hospitalId: person.hospitalId, discipline: 'radiationOncology', stance: 'agree', text: `${n} ${'同意 '.repeat(40)}`,
  });
}
