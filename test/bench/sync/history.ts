import { v7 } from 'uuid';
import { createOrderer } from '../../../platform/commands/orderer.ts';
import { seedSampleNetwork } from '../../../platform/seed.ts';
import { openStore, type StoreOptions } from '../../../platform/store/openStore.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { acceptedCase, commandBy, paragraph } from './population.ts';

/** Commands and cases of two years of a lead hospital; about 167 commands a case. */
export const history = { commands: 50_000, cases: 300 } as const;
/** Cases that are worked on at the same time: the requests being written and the next meetings' agenda. */
const activeCases = 20;
/** Commands in one transaction while the history is made; it says nothing about the figures. */
const batch = 500;

/** Fills a new store with the sample network and a history that the lead hospital sees whole. */
export async function makeHistory(options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  try {
    await seedSampleNetwork(store);
    const { people } = await store.accounts.directory();
    const person = (id: string): Person => {
      const found = people.find((one) => one.id === id);
      if (!found) throw new Error(`${id} is not in the sample network.`);
      return found;
    };
    const cast = { doctor: person('he.doctor'), coordinator: person('zhou.coord'), chair: person('chen.chair'), expert: person('lin.expert') };
    const orderer = createOrderer(store);
    let waiting: AnyCommand[] = [];
    const flush = async (): Promise<void> => {
      const refused = (await orderer.push(waiting, 'platform')).find(({ status }) => status === 'refused');
      if (refused) throw new Error(`The history is not valid: ${JSON.stringify(refused)}`);
      waiting = [];
    };
    for (const command of inTime(cast)) {
      waiting.push(command);
      if (waiting.length === batch) await flush();
    }
    await flush();
  } finally {
    await store.close();
  }
}

interface Cast {
  readonly doctor: Person;
  readonly coordinator: Person;
  readonly chair: Person;
  readonly expert: Person;
}

/** The commands of all cases in the order a platform got them: some cases at a time, their commands mixed. */
function* inTime(cast: Cast): Generator<AnyCommand> {
  const lengths = Array.from({ length: history.cases }, (_, n) => Math.floor(history.commands / history.cases) + (n < history.commands % history.cases ? 1 : 0));
  const open: Generator<AnyCommand>[] = [];
  let next = 0;
  for (let turn = 0; open.length > 0 || next < lengths.length; turn += 1) {
    while (open.length < activeCases && next < lengths.length) {
      open.push(ofCase(cast, lengths[next] ?? 0));
      next += 1;
    }
    const at = (turn * 7) % open.length;
    const step = open[at]?.next();
    if (step === undefined || step.done === true) open.splice(at, 1);
    else yield step.value;
  }
}

/** A case from request to the end of its discussion: mostly edits of opinions and of the decision. */
function* ofCase({ doctor, coordinator, chair, expert }: Cast, length: number): Generator<AnyCommand> {
  const id = v7();
  const by = (person: Person, type: AnyCommand['type'], payload: unknown, version: number): AnyCommand => commandBy(person, 'bench', id, type, payload, version);
  const opinionIds = new Map([doctor, chair, expert].map((person) => [person.id, v7()]));
  const start = acceptedCase(id, doctor, coordinator);
  yield* start;
  const steps: readonly ((n: number) => [Person, AnyCommand['type'], object])[] = [
    () => [coordinator, 'case.schedule', { meetingId: v7() }],
    () => [coordinator, 'case.reportPresence', { present: 120, total: 120 }],
    () => [coordinator, 'case.confirmReady', {}],
    () => [chair, 'case.openDiscussion', {}],
  ];
  let version = start.length;
  for (const step of steps) {
    const [person, type, payload] = step(version);
    yield by(person, type, payload, version);
    version += 1;
  }
  for (; version < length; version += 1) {
    const speaker = [doctor, chair, expert][version % 3] ?? chair;
    if (version % 8 === 0) yield by(speaker, 'evidence.cite', { seriesInstanceUID: '1.2.3', sopInstanceUID: null, positionMm: [1.5, -20.25, 300], window: { centre: 40, width: 400 }, note: paragraph(40, version) }, version);
    else if (version % 2 === 0) yield by(chair, 'decision.edit', { fields: { chairSummary: paragraph(250, version), followUp: paragraph(60, version) } }, version);
    else {
      yield by(speaker, 'opinion.state', {
        opinionId: opinionIds.get(speaker.id), personId: speaker.id, personName: speaker.name, personTitle: speaker.title, hospitalId: speaker.hospitalId, discipline: speaker.discipline, stance: 'agree', text: paragraph(200, version),
      }, version);
    }
  }
}
