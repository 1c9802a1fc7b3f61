import type { Presenter } from '../../shared/meeting/signalling.ts';
import type { ViewField, ViewPatch } from '../../shared/meeting/view.ts';
import type { Db } from './tables.ts';

export type RoomQueries = ReturnType<typeof roomQueries>;

/** Presenter and last view of meeting rooms. */
export function roomQueries(db: Db) {
  return {
    async presenter(meetingId: string): Promise<Presenter> {
      const row = await db.selectFrom('room').select(['presenter_person_id as personId', 'presenter_device_id as deviceId', 'epoch']).where('meeting_id', '=', meetingId).executeTakeFirst();
      return row ?? { personId: null, deviceId: null, epoch: 0 };
    },
    async putPresenter(meetingId: string, { personId, deviceId, epoch }: Presenter): Promise<void> {
      const values = { presenter_person_id: personId, presenter_device_id: deviceId, epoch, presenter_lost_at_ms: null };
      await db.insertInto('room').values({ meeting_id: meetingId, ...values }).onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(values)).execute();
    },
    /** Since when the presenter's console is not there; null when it is. */
    async setPresenterLost(meetingId: string, lostAtMs: number | null): Promise<void> {
      await db.updateTable('room').set({ presenter_lost_at_ms: lostAtMs }).where('meeting_id', '=', meetingId).execute();
    },
    /** Meetings whose presenter has been away since before. */
    async withoutPresenter(lostBeforeMs: number): Promise<string[]> {
      const rows = await db.selectFrom('room').select('meeting_id').where('presenter_lost_at_ms', '<=', lostBeforeMs).execute();
      return rows.map((row) => row.meeting_id);
    },
    /** Takes the token from a presenter who has been away since before; false when they came back. */
    async freePresenter(meetingId: string, lostBeforeMs: number): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('room')
        .set((eb) => ({ presenter_person_id: null, presenter_device_id: null, presenter_lost_at_ms: null, epoch: eb('epoch', '+', 1) }))
        .where('meeting_id', '=', meetingId).where('presenter_lost_at_ms', '<=', lostBeforeMs).executeTakeFirst();
      return numUpdatedRows === 1n;
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
  };
}
