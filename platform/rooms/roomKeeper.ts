import type { Log } from '../log/log.ts';
import type { NodeRegistration } from '../nodes/registerNode.ts';
import { nodeTiming } from '../nodes/registerNode.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Attendance, AttendanceTiming } from './attendance.ts';
import { endSockets, endingsMs } from './endSockets.ts';
import type { RoomNews } from './roomNews.ts';
import type { IoServer } from './roomSockets.ts';

export interface KeeperParts {
  readonly io: IoServer;
  readonly store: PlatformStore;
  readonly node: NodeRegistration;
  readonly attendance: Attendance;
  readonly news: RoomNews;
  readonly timing: AttendanceTiming;
  readonly log: Log;
}

/** What happens by itself: heartbeats, sockets of accounts whose sessions ended, presenters and stays whose time is over, and consoles of nodes that died. */
export interface RoomKeeper {
  stop(): Promise<void>;
}

export function keepRooms({ io, store, node, attendance, news, timing, log }: KeeperParts): RoomKeeper {
  const repeat = (ms: number, what: string, work: () => Promise<void>): (() => Promise<void>) => {
    let running: Promise<void> | null = null;
    const run = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        log.error('workFailed', { what }, error);
      }
    };
    const timer = setInterval(() => {
      running ??= run().finally(() => {
        running = null;
      });
    }, ms);
    return async () => {
      clearInterval(timer);
      await running;
    };
  };
  const stops = [
    repeat(nodeTiming.beatMs, 'the heartbeat of this node', async () => {
      // The others have taken these consoles out of their rooms; a broken line makes them come in again.
      if (await node.beat()) for (const socket of io.of('/').sockets.values()) socket.conn.close();
      await removeOrphans(store, node, news);
      if (store.signalling) await news.readAll();
    }),
    repeat(endingsMs, 'ending sockets of ended sessions', () => endSockets(io, store)),
    repeat(timing.heartbeatMs, 'noting presence', () => attendance.beat()),
    repeat(Math.min(1000, timing.graceMs), 'ending what is over', async () => {
      await expirePresenters(store, news, Date.now() - timing.graceMs);
      await attendance.sweep();
    }),
  ];
  return {
    async stop() {
      for (const stop of stops) await stop();
    },
  };
}

/** Takes consoles of dead nodes out of their rooms, and starts the grace time of presenters among them. */
export async function removeOrphans(store: PlatformStore, node: NodeRegistration, news: RoomNews): Promise<void> {
  const alive = await node.alive();
  const meetingIds = await store.transact(async (tx) => {
    const removed = await tx.participants.removeOthers(alive);
    for (const { meetingId, deviceId } of removed) {
      if ((await tx.rooms.presenter(meetingId)).deviceId === deviceId) await tx.rooms.setPresenterLost(meetingId, Date.now());
    }
    return new Set(removed.map(({ meetingId }) => meetingId));
  }, 'swift');
  for (const meetingId of meetingIds) await news.changed(meetingId);
}

async function expirePresenters(store: PlatformStore, news: RoomNews, lostBeforeMs: number): Promise<void> {
  for (const meetingId of await store.rooms.withoutPresenter(lostBeforeMs)) {
    if (await store.rooms.freePresenter(meetingId, lostBeforeMs)) await news.changed(meetingId);
  }
}
