import { v7 as uuidv7 } from 'uuid';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import type { Orderer } from '../commands/orderer.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Stay } from '../store/roomState.ts';

/** Measures who was in a meeting, and for how long; survives a crash of the platform to within one heartbeat. */
export interface Attendance {
  /** The console is in the room: opens its stay, or goes on with the one that a broken line or a restart left open. */
  joined(meetingId: string, participant: Participant): Promise<void>;
  /** The line broke; the stay ends here unless the same console is back within the grace time. */
  lost(meetingId: string, deviceId: string): Promise<void>;
  /** The person left, or the meeting ended. */
  left(meetingId: string, deviceId: string): Promise<void>;
  /** Ends all stays of a meeting. */
  ended(meetingId: string): Promise<void>;
  stop(): void;
}

export interface AttendanceTiming {
  readonly heartbeatMs: number;
  readonly graceMs: number;
}

interface OpenStay {
  readonly stay: Stay;
  timer: NodeJS.Timeout | null;
  lastSeenAtMs: number;
}

const keyOf = (meetingId: string, deviceId: string): string => `${meetingId}/${deviceId}`;

export async function createAttendance(store: PlatformStore, orderer: Orderer, timing: AttendanceTiming, log: (line: string) => void): Promise<Attendance> {
  const open = new Map<string, OpenStay>();

  const close = async (key: string): Promise<void> => {
    const entry = open.get(key);
    if (!entry) return;
    if (entry.timer) clearTimeout(entry.timer);
    open.delete(key);
    try {
      await record(store, orderer, entry.stay, entry.lastSeenAtMs);
    } catch (error) {
      log(`attendance not recorded: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const note = async (commandIds: readonly string[], nowMs: number): Promise<void> => {
    try {
      await store.transact((tx) => tx.rooms.seen(commandIds, nowMs), 'swift');
    } catch (error) {
      log(`presence not noted: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const startGrace = (key: string, entry: OpenStay, ms: number): void => {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void close(key), ms);
  };

  for (const stay of await store.rooms.openStays()) {
    const entry: OpenStay = { stay, timer: null, lastSeenAtMs: stay.lastSeenAtMs };
    const key = keyOf(stay.meetingId, stay.deviceId);
    await close(key);
    open.set(key, entry);
    // A restart within the grace time is a broken line like any other; older stays ended when they were last seen.
    startGrace(key, entry, Date.now() - stay.lastSeenAtMs < timing.graceMs + timing.heartbeatMs ? timing.graceMs : 0);
  }

  const heartbeat = setInterval(() => {
    const present = [...open.values()].filter((entry) => entry.timer === null);
    const nowMs = Date.now();
    for (const entry of present) entry.lastSeenAtMs = nowMs;
    if (present.length > 0) void note(present.map((entry) => entry.stay.commandId), nowMs);
  }, timing.heartbeatMs);

  return {
    async joined(meetingId, participant) {
      const key = keyOf(meetingId, participant.deviceId);
      const current = open.get(key);
      if (current && current.stay.personId === participant.personId) {
        if (current.timer) clearTimeout(current.timer);
        current.timer = null;
        current.lastSeenAtMs = Date.now();
        return;
      }
      await close(key);
      const nowMs = Date.now();
      const { personId, name: personName, hospitalId, deviceId } = participant;
      const stay: Stay = { commandId: uuidv7(), meetingId, personId, personName, hospitalId, deviceId, joinedAtMs: nowMs, lastSeenAtMs: nowMs };
      await store.rooms.addStay(stay);
      open.set(key, { stay, timer: null, lastSeenAtMs: nowMs });
    },
    async lost(meetingId, deviceId) {
      const key = keyOf(meetingId, deviceId);
      const entry = open.get(key);
      if (!entry) return;
      entry.lastSeenAtMs = Date.now();
      startGrace(key, entry, timing.graceMs);
      await note([entry.stay.commandId], entry.lastSeenAtMs);
    },
    async left(meetingId, deviceId) {
      const key = keyOf(meetingId, deviceId);
      const entry = open.get(key);
      if (entry && entry.timer === null) entry.lastSeenAtMs = Date.now();
      await close(key);
    },
    async ended(meetingId) {
      for (const [key, entry] of open) {
        if (entry.stay.meetingId !== meetingId) continue;
        if (entry.timer === null) entry.lastSeenAtMs = Date.now();
        await close(key);
      }
    },
    stop() {
      clearInterval(heartbeat);
      for (const entry of open.values()) {
        if (entry.timer) clearTimeout(entry.timer);
      }
    },
  };
}

/** Closes the stay and writes it into the meeting's record, both or neither; the id given at joining makes it happen once. */
async function record(store: PlatformStore, orderer: Orderer, stay: Stay, leftAtMs: number): Promise<void> {
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
    (tx) => tx.rooms.closeStay(commandId, leftAtMs),
  );
}
