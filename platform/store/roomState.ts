import type { Presenter } from '../../shared/meeting/signalling.ts';
import type { ViewField, ViewPatch } from '../../shared/meeting/view.ts';
import type { Db } from './openDatabase.ts';

interface ViewRow {
  field: string; epoch: number; counter: number; senderId: string; sentAtMs: number; value_json: string;
}

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

/** Presenter, last view and stays of meeting rooms. View and heartbeats go through the swift connection. */
export function roomQueries(durable: Db, swift: Db) {
  const presenter = durable.prepare<[string], Presenter>('SELECT presenter_person_id AS personId, presenter_device_id AS deviceId, epoch FROM room WHERE meeting_id = ?');
  const putPresenter = durable.prepare<[string, string | null, string | null, number]>(
    `INSERT INTO room VALUES (?, ?, ?, ?) ON CONFLICT (meeting_id) DO UPDATE SET
     presenter_person_id = excluded.presenter_person_id, presenter_device_id = excluded.presenter_device_id, epoch = excluded.epoch`,
  );
  const view = swift.prepare<[string], ViewRow>(
    'SELECT field, epoch, counter, sender_id AS senderId, sent_at_ms AS sentAtMs, value_json FROM room_view WHERE meeting_id = ? ORDER BY epoch, counter, field',
  );
  const putField = swift.prepare<[string, string, number, number, string, number, string]>(
    `INSERT INTO room_view VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (meeting_id, field) DO UPDATE SET epoch = excluded.epoch, counter = excluded.counter,
     sender_id = excluded.sender_id, sent_at_ms = excluded.sent_at_ms, value_json = excluded.value_json
     WHERE excluded.epoch > room_view.epoch OR (excluded.epoch = room_view.epoch AND excluded.counter > room_view.counter)`,
  );
  const putPatch = swift.transaction((meetingId: string, patch: ViewPatch) => {
    for (const [field, value] of Object.entries(patch.fields)) {
      if (value !== undefined) putField.run(meetingId, field, patch.epoch, patch.counter, patch.senderId, patch.sentAtMs, JSON.stringify(value));
    }
  });
  const stayColumns = `command_id AS commandId, meeting_id AS meetingId, person_id AS personId, person_name AS personName, hospital_id AS hospitalId,
    device_id AS deviceId, joined_at_ms AS joinedAtMs, last_seen_at_ms AS lastSeenAtMs`;
  const openStay = durable.prepare<[string, string, string], Stay>(
    `SELECT ${stayColumns} FROM attendance WHERE meeting_id = ? AND device_id = ? AND person_id = ? AND left_at_ms IS NULL`,
  );
  const openStays = durable.prepare<[], Stay>(`SELECT ${stayColumns} FROM attendance WHERE left_at_ms IS NULL`);
  const addStay = durable.prepare<Stay>('INSERT INTO attendance VALUES (@commandId, @meetingId, @personId, @personName, @hospitalId, @deviceId, @joinedAtMs, @lastSeenAtMs, NULL)');
  const seen = swift.prepare<[number, string]>('UPDATE attendance SET last_seen_at_ms = ? WHERE command_id = ? AND left_at_ms IS NULL');
  const seenAll = swift.transaction((commandIds: readonly string[], nowMs: number) => {
    for (const commandId of commandIds) seen.run(nowMs, commandId);
  });
  const closeStay = durable.prepare<[number, string]>('UPDATE attendance SET left_at_ms = ? WHERE command_id = ? AND left_at_ms IS NULL');
  return {
    presenter: (meetingId: string): Presenter => presenter.get(meetingId) ?? { personId: null, deviceId: null, epoch: 0 },
    putPresenter: (meetingId: string, value: Presenter): void => void putPresenter.run(meetingId, value.personId, value.deviceId, value.epoch),
    /** Keeps the fields of the patch that are newer than what is kept. */
    putPatch: (meetingId: string, patch: ViewPatch): void => putPatch(meetingId, patch),
    /** The last value of every field, fields of one patch together. */
    patches(meetingId: string): ViewPatch[] {
      const patches = new Map<string, ViewPatch>();
      for (const { field, value_json, ...patch } of view.all(meetingId)) {
        const key = `${patch.epoch}/${patch.counter}/${patch.senderId}`;
        const fields = { ...patches.get(key)?.fields, [field as ViewField]: JSON.parse(value_json) as unknown };
        patches.set(key, { ...patch, fields });
      }
      return [...patches.values()];
    },
    openStay: (meetingId: string, deviceId: string, personId: string): Stay | undefined => openStay.get(meetingId, deviceId, personId),
    openStays: (): Stay[] => openStays.all(),
    addStay: (stay: Stay): void => void addStay.run(stay),
    seen: (commandIds: readonly string[], nowMs: number): void => seenAll(commandIds, nowMs),
    /** False when the stay was closed before. */
    closeStay: (commandId: string, leftAtMs: number): boolean => closeStay.run(leftAtMs, commandId).changes === 1,
  };
}
