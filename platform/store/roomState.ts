import type { Presenter } from '../../shared/meeting/signalling.ts';
import type { ViewField, ViewPatch } from '../../shared/meeting/view.ts';
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

export type RoomQueries = ReturnType<typeof roomQueries>;

/** Presenter, last view and stays of meeting rooms. */
export function roomQueries(db: Db) {
  const openStays = () =>
    db.selectFrom('attendance').where('left_at_ms', 'is', null).select([
      'command_id as commandId', 'meeting_id as meetingId', 'person_id as personId', 'person_name as personName', 'hospital_id as hospitalId', 'device_id as deviceId',
      'joined_at_ms as joinedAtMs', 'last_seen_at_ms as lastSeenAtMs',
    ]);
  return {
    async presenter(meetingId: string): Promise<Presenter> {
      const row = await db.selectFrom('room').select(['presenter_person_id as personId', 'presenter_device_id as deviceId', 'epoch']).where('meeting_id', '=', meetingId).executeTakeFirst();
      return row ?? { personId: null, deviceId: null, epoch: 0 };
    },
    async putPresenter(meetingId: string, { personId, deviceId, epoch }: Presenter): Promise<void> {
      const values = { presenter_person_id: personId, presenter_device_id: deviceId, epoch };
      await db.insertInto('room').values({ meeting_id: meetingId, ...values }).onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(values)).execute();
    },
    /** Keeps the fields of the patch that are newer than what is kept. */
    async putPatch(meetingId: string, { epoch, counter, senderId, sentAtMs, fields }: ViewPatch): Promise<void> {
      const rows = Object.entries(fields).filter(([, value]) => value !== undefined).map(([field, value]) => ({
        meeting_id: meetingId, field, epoch, counter, sender_id: senderId, sent_at_ms: sentAtMs, value_json: JSON.stringify(value),
      }));
      if (rows.length === 0) return;
      await db.insertInto('room_view').values(rows).onConflict((conflict) =>
        conflict.columns(['meeting_id', 'field'])
          .doUpdateSet((eb) => ({
            epoch: eb.ref('excluded.epoch'), counter: eb.ref('excluded.counter'), sender_id: eb.ref('excluded.sender_id'), sent_at_ms: eb.ref('excluded.sent_at_ms'),
            value_json: eb.ref('excluded.value_json'),
          }))
          .where((eb) => eb.or([
            eb('excluded.epoch', '>', eb.ref('room_view.epoch')),
            eb.and([eb('excluded.epoch', '=', eb.ref('room_view.epoch')), eb('excluded.counter', '>', eb.ref('room_view.counter'))]),
          ]))).execute();
    },
    /** The last value of every field, fields of one patch together. */
    async patches(meetingId: string): Promise<ViewPatch[]> {
      const rows = await db.selectFrom('room_view').select(['field', 'epoch', 'counter', 'sender_id as senderId', 'sent_at_ms as sentAtMs', 'value_json'])
        .where('meeting_id', '=', meetingId).orderBy('epoch').orderBy('counter').orderBy('field').execute();
      const patches = new Map<string, ViewPatch>();
      for (const { field, value_json, ...patch } of rows) {
        const key = `${patch.epoch}/${patch.counter}/${patch.senderId}`;
        const fields = { ...patches.get(key)?.fields, [field as ViewField]: JSON.parse(value_json) as unknown };
        patches.set(key, { ...patch, fields });
      }
      return [...patches.values()];
    },
    openStays: (): Promise<Stay[]> => openStays().execute(),
    async addStay({ commandId, meetingId, personId, personName, hospitalId, deviceId, joinedAtMs, lastSeenAtMs }: Stay): Promise<void> {
      await db.insertInto('attendance').values({
        command_id: commandId, meeting_id: meetingId, person_id: personId, person_name: personName, hospital_id: hospitalId, device_id: deviceId,
        joined_at_ms: joinedAtMs, last_seen_at_ms: lastSeenAtMs, left_at_ms: null,
      }).execute();
    },
    async seen(commandIds: readonly string[], nowMs: number): Promise<void> {
      if (commandIds.length > 0) await db.updateTable('attendance').set({ last_seen_at_ms: nowMs }).where('command_id', 'in', commandIds).where('left_at_ms', 'is', null).execute();
    },
    /** False when the stay was closed before. */
    async closeStay(commandId: string, leftAtMs: number): Promise<boolean> {
      const closed = await db.updateTable('attendance').set({ left_at_ms: leftAtMs }).where('command_id', '=', commandId).where('left_at_ms', 'is', null).executeTakeFirst();
      return closed.numUpdatedRows === 1n;
    },
  };
}
