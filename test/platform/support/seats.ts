import { setTimeout as wait } from 'node:timers/promises';
import { RoomConnection } from '../../../renderer/meeting/roomConnection.ts';
import { connectRoomSocket } from '../../../renderer/meeting/roomSocket.ts';
import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import type { JoinAnswer, Participant, Presenter } from '../../../shared/meeting/signalling.ts';
import type { Outcome } from '../../../shared/sync/protocol.ts';
import { startConsole, until, type TestConsole } from '../../core/support/console.ts';
import { newDatabase } from './engines.ts';
import { makeFolder, removeFolder, signIn, type Console } from './network.ts';
import { PlatformServer } from './platformServer.ts';
import { newMeeting } from './streams.ts';

/** What the acceptance allows a console to be without the platform. */
export const allowedMs = 5000;

/** A person's console: the real core, and the real connection of a window to the meeting's room. */
export interface Seat {
  readonly account: string;
  readonly console: TestConsole;
  readonly room: RoomConnection;
  readonly joins: { readonly atMs: number; readonly platformUrl: string; readonly answer: JoinAnswer }[];
  participants: readonly Participant[];
  presenter: Presenter | null;
}

/** Two real platform processes on one PostgreSQL and one folder, a live meeting, and who sits in it. */
export class NodesAndSeats {
  readonly seats: Seat[] = [];
  readonly #folder = makeFolder();
  readonly #nodes: PlatformServer[] = [];

  async start(): Promise<{ first: PlatformServer; second: PlatformServer; urlA: string; urlB: string }> {
    const database = await newDatabase('postgres');
    if (database === undefined) throw new Error('no database');
    const [first, second] = [await this.startNode(database), await this.startNode(database)];
    return { first, second, urlA: (await first.ready(0)).url, urlB: (await second.ready(0)).url };
  }

  async startNode(database: string): Promise<PlatformServer> {
    const node = new PlatformServer(['--port', '0', '--data', this.#folder, '--sample'], { MDT_PLATFORM_DATABASE: database, MDT_PLATFORM_KEY: 'ab'.repeat(32) });
    this.#nodes.push(node);
    await node.ready(0);
    return node;
  }

  async openSeat(account: string, platformUrl: string, meetingId: string): Promise<Seat> {
    const console = await startConsole({ platformUrl });
    await console.signIn(account);
    const joins: Seat['joins'] = [];
    const room = new RoomConnection({
      ticket: () => console.call('meeting.ticket', { meetingId }), connect: connectRoomSocket, presence: () => ({ hasCamera: false, isMuted: true }),
      handlers: {
        onJoined: (answer, ticket) => {
          joins.push({ atMs: Date.now(), platformUrl: ticket.platformUrl, answer });
          seat.participants = answer.participants;
          seat.presenter = answer.presenter;
        },
        onParticipants: (participants) => (seat.participants = participants),
        onPresenter: (presenter) => (seat.presenter = presenter),
        onDown: () => undefined, onRefused: () => undefined, onRequested: () => undefined, onSignal: () => undefined, onRelay: () => undefined,
      },
    });
    const seat: Seat = { account, console, room, joins, participants: [], presenter: null };
    this.seats.push(seat);
    await until(`${account} knows both nodes`, () => console.core.platformNodes.length === 2);
    return seat;
  }

  async stop(): Promise<void> {
    for (const { room, console } of this.seats.splice(0)) {
      await room.close();
      await console.stop();
      removeFolder(console.dataDir);
    }
    await Promise.all(this.#nodes.splice(0).map((node) => node.stop()));
    removeFolder(this.#folder);
  }
}

/** A live meeting of the two sample hospitals, planned by way of one node and opened by way of the other. */
export async function liveMeetingOver(urlA: string, urlB: string): Promise<Stream> {
  const [planner, opener] = [await signIn(urlA, 'zhou.coord', 'planner'), await signIn(urlB, 'chen.chair', 'opener')];
  const meeting = newMeeting();
  await planner.send(meeting, 'meeting.plan', { title: '例会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await opener.send(meeting, 'meeting.open', {}, 1);
  return meeting;
}

/** Edits a case of the console's own until told to stop; returns how many commands it took. */
export async function keepEditing(console: TestConsole, stream: Stream, isOver: () => boolean): Promise<number> {
  let version = (await console.submit(stream, 'case.create', { caseNo: stream.id.slice(-6), leadHospitalId: 'gd-cancer', fields: {} })).version;
  while (!isOver()) {
    ({ version } = await console.submit(stream, 'case.edit', { fields: { history: `line ${version}` } }, version));
    await wait(50);
  }
  return version;
}

/** Pushes by hand to one node until it is gone; what was acknowledged, and the one that was not. */
export async function pushUntilGone(doctor: Console, stream: Stream): Promise<{ acknowledged: Outcome[]; unanswered: AnyCommand }> {
  const acknowledged: Outcome[] = [];
  for (let version = 0; ; version += 1) {
    const command = version === 0
      ? doctor.command(stream, 'case.create', { caseNo: 'BY-HAND', leadHospitalId: 'gd-cancer', fields: {} })
      : doctor.command(stream, 'case.edit', { fields: { history: `line ${version}` } }, version);
    try {
      acknowledged.push(...(await doctor.push(command)));
    } catch {
      return { acknowledged, unanswered: command };
    }
  }
}

/** Everything the observer's hospital may see, in its order. */
export async function wholeFeed(observer: Console): Promise<AnyCommand[]> {
  const commands: AnyCommand[] = [];
  for (let after = 0; ; ) {
    const { entries, head } = await observer.feed(after);
    commands.push(...entries.map(({ committed }) => committed.command));
    after = entries.at(-1)?.position ?? head;
    if (after >= head) return commands;
  }
}
