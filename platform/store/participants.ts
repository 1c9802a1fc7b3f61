import type { Participant } from '../../shared/meeting/signalling.ts';
import type { Db } from './tables.ts';

export type ParticipantQueries = ReturnType<typeof participantQueries>;

/** A console in a room, and the room it is in. */
export interface Present {
  readonly meetingId: string;
  readonly deviceId: string;
}

const parse = (row: { participant_json: string }): Participant => JSON.parse(row.participant_json) as Participant;

/** Who is in which meeting room by way of which node; one row a console. */
export function participantQueries(db: Db) {
  return {
    async list(meetingId: string): Promise<Participant[]> {
      return (await db.selectFrom('room_participant').select('participant_json').where('meeting_id', '=', meetingId).orderBy('joined_at_ms').orderBy('peer_id').execute()).map(parse);
    },
    /** Enters a console, in the place of its former connection. */
    async put(meetingId: string, nodeId: string, participant: Participant): Promise<void> {
      const values = { peer_id: participant.peerId, node_id: nodeId, joined_at_ms: participant.joinedAtMs, participant_json: JSON.stringify(participant) };
      await db.insertInto('room_participant').values({ meeting_id: meetingId, device_id: participant.deviceId, ...values })
        .onConflict((conflict) => conflict.columns(['meeting_id', 'device_id']).doUpdateSet(values)).execute();
    },
    /** Takes a connection out; false when it was not in, or another has taken its place. */
    async remove(meetingId: string, peerId: string): Promise<boolean> {
      const { numDeletedRows } = await db.deleteFrom('room_participant').where('meeting_id', '=', meetingId).where('peer_id', '=', peerId).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    /** Takes out all who came by way of nodes that are not among these; returns who that was. */
    async removeOthers(nodeIds: readonly string[]): Promise<Present[]> {
      return db.deleteFrom('room_participant').where('node_id', 'not in', nodeIds).returning(['meeting_id as meetingId', 'device_id as deviceId']).execute();
    },
  };
}
