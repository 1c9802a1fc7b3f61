import type { Migration } from './migration.ts';

/** What a meeting room must know after the platform itself was killed: presenter, view, who was there. */
export const rooms: Migration = {
  name: '0004-rooms',
  sql: `
    CREATE TABLE room (
      meeting_id TEXT PRIMARY KEY,
      presenter_person_id TEXT,
      presenter_device_id TEXT,
      epoch INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE room_view (
      meeting_id TEXT NOT NULL,
      field TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      counter INTEGER NOT NULL,
      sender_id TEXT NOT NULL,
      sent_at_ms REAL NOT NULL,
      value_json TEXT NOT NULL,
      PRIMARY KEY (meeting_id, field)
    ) STRICT;

    CREATE TABLE attendance (
      command_id TEXT PRIMARY KEY,
      meeting_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      person_name TEXT NOT NULL,
      hospital_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      joined_at_ms REAL NOT NULL,
      last_seen_at_ms REAL NOT NULL,
      left_at_ms REAL
    ) STRICT;
    CREATE INDEX attendance_open ON attendance (meeting_id, device_id) WHERE left_at_ms IS NULL;
  `,
};
