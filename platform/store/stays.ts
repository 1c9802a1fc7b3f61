import type { Db } from './tables.ts';

/** One measured stay of a console in a meeting; `commandId` is fixed at joining, so that it is recorded once. */
export interface Stay {
  readonly commandId: string;
  readonly meetingId: string;
  readonly personId: string;
  readonly personName: string;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly joinedAtMs: number;
  readonly lastSeenAtMs: number;
}

export type StayQueries = ReturnType<typeof stayQueries>;

/** Measured attendance: open stays, when their consoles were last seen, and their end. */
export function stayQueries(db: Db) {
  const openStays = () =>
    db.selectFrom('attendance').where('left_at_ms', 'is', null).select([
      'command_id as commandId', 'meeting_id as meetingId', 'person_id as personId', 'person_name as personName', 'hospital_id as hospitalId', 'device_id as deviceId',
      'joined_at_ms as joinedAtMs', 'last_seen_at_ms as lastSeenAtMs',
    ]);
  return {
    /** Open stays whose consoles have been silent since. */
    silent: (sinceMs: number): Promise<Stay[]> => openStays().where('last_seen_at_ms', '<', sinceMs).execute(),
    ofMeeting: (meetingId: string): Promise<Stay[]> => openStays().where('meeting_id', '=', meetingId).execute(),
    ofConsole: (meetingId: string, deviceId: string): Promise<Stay[]> => openStays().where('meeting_id', '=', meetingId).where('device_id', '=', deviceId).execute(),
    async add({ commandId, meetingId, personId, personName, hospitalId, deviceId, joinedAtMs, lastSeenAtMs }: Stay): Promise<void> {
      await db.insertInto('attendance').values({
        command_id: commandId, meeting_id: meetingId, person_id: personId, person_name: personName, hospital_id: hospitalId, device_id: deviceId,
        joined_at_ms: joinedAtMs, last_seen_at_ms: lastSeenAtMs, left_at_ms: null,
      }).execute();
    },
    /** The console is there; false when its stay was closed before. */
    async seen(commandId: string, nowMs: number): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('attendance').set({ last_seen_at_ms: nowMs }).where('command_id', '=', commandId).where('left_at_ms', 'is', null).executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    /** All who are in a room by way of this node are there. */
    async seenByNode(nodeId: string, nowMs: number): Promise<void> {
      await db.updateTable('attendance').set({ last_seen_at_ms: nowMs }).where('left_at_ms', 'is', null).where((eb) =>
        eb.exists(eb.selectFrom('room_participant as p').select('p.peer_id').where('p.node_id', '=', nodeId)
          .whereRef('p.meeting_id', '=', 'attendance.meeting_id').whereRef('p.device_id', '=', 'attendance.device_id'))).execute();
    },
    /** False when the stay was closed before, or its console was seen after `seenUntilMs`. */
    async close(commandId: string, leftAtMs: number, seenUntilMs: number): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('attendance').set({ left_at_ms: leftAtMs })
        .where('command_id', '=', commandId).where('left_at_ms', 'is', null).where('last_seen_at_ms', '<=', seenUntilMs).executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
