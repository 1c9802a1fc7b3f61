import { v7 as uuidv7 } from 'uuid';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import type { Orderer } from '../commands/orderer.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Stay } from '../store/stays.ts';

/**
 * Measures who was in a meeting, and for how long. Stays are in the store: a console that comes back by way of
 * another node, or after a crash, goes on with the one it left; the last seen time is right to within one heartbeat.
 */
export interface Attendance {
  /** The console is in the room: opens its stay, or goes on with the one that a broken line or a restart left open. */
  joined(meetingId: string, participant: Participant): Promise<void>;
  /** The line broke; the stay ends here unless the same console is back within the grace time. */
  lost(meetingId: string, deviceId: string): Promise<void>;
  /** The person left. */
  left(meetingId: string, deviceId: string): Promise<void>;
  /** Ends all stays of a meeting. */
  ended(meetingId: string): Promise<void>;
  /** All who are in a room by way of this node are there now. */
  beat(): Promise<void>;
  /** Ends the stays of consoles that did not come back, whichever node they were on. */
  sweep(): Promise<void>;
}

export interface AttendanceTiming {
  readonly heartbeatMs: number;
  readonly graceMs: number;
}

const lastSeen = (stay: Stay): number => stay.lastSeenAtMs;

export function createAttendance(store: PlatformStore, orderer: Orderer, timing: AttendanceTiming, nodeId: string): Attendance {
  const endAll = async (stays: readonly Stay[], leftAtMs: (stay: Stay) => number, seenUntilMs: (stay: Stay) => number = () => Number.MAX_SAFE_INTEGER): Promise<void> => {
    for (const stay of stays) await end(store, orderer, stay, leftAtMs(stay), seenUntilMs(stay));
  };
  return {
    async joined(meetingId, participant) {
      const { personId, name: personName, hospitalId, deviceId } = participant;
      const others = (await store.stays.ofConsole(meetingId, deviceId)).filter((stay) => stay.personId !== personId);
      await endAll(others, lastSeen);
      await store.transact(async (tx) => {
        await tx.lock([`stay/${meetingId}/${deviceId}`]);
        const nowMs = Date.now();
        for (const { commandId, personId: whose } of await tx.stays.ofConsole(meetingId, deviceId)) if (whose === personId && (await tx.stays.seen(commandId, nowMs))) return;
        await tx.stays.add({ commandId: uuidv7(), meetingId, personId, personName, hospitalId, deviceId, joinedAtMs: nowMs, lastSeenAtMs: nowMs });
      });
    },
    async lost(meetingId, deviceId) {
      await store.transact(async (tx) => {
        for (const { commandId } of await tx.stays.ofConsole(meetingId, deviceId)) await tx.stays.seen(commandId, Date.now());
      }, 'swift');
    },
    left: async (meetingId, deviceId) => endAll(await store.stays.ofConsole(meetingId, deviceId), () => Date.now()),
    async ended(meetingId) {
      const nowMs = Date.now();
      // One who was silent for more than two heartbeats was away before the end.
      await endAll(await store.stays.ofMeeting(meetingId), ({ lastSeenAtMs }) => (nowMs - lastSeenAtMs > 2 * timing.heartbeatMs ? lastSeenAtMs : nowMs));
    },
    beat: () => store.transact((tx) => tx.stays.seenByNode(nodeId, Date.now()), 'swift'),
    async sweep() {
      // One that came back between this look and the end of its stay goes on with it.
      await endAll(await store.stays.silent(Date.now() - timing.graceMs - timing.heartbeatMs), lastSeen, lastSeen);
    },
  };
}

/** Closes the stay and writes it into the meeting's record, both or neither; the id given at joining makes it happen once. */
async function end(store: PlatformStore, orderer: Orderer, stay: Stay, leftAtMs: number, seenUntilMs: number): Promise<void> {
  const found = await store.streams.record(stay.meetingId);
  if (!found) return;
  const host = (found.record as MeetingRecord).hostHospitalId;
  const { commandId, meetingId, lastSeenAtMs: _seen, ...who } = stay;
  await orderer.push(
    [{
      id: commandId, stream: { kind: 'meeting', id: meetingId }, type: 'meeting.attended', deviceId: 'platform', baseVersion: found.version, atMs: Date.now(),
      actor: { personId: 'platform', name: '省级平台', title: '', hospitalId: host, roles: ['platform'], discipline: null },
      payload: { ...who, leftAtMs },
    }],
    'platform',
    (tx) => tx.stays.close(commandId, leftAtMs, seenUntilMs),
  );
}
