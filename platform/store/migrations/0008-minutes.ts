import type { Migration } from './migration.ts';

/** The minutes people type together: changes in the order they came, put together into a snapshot from time to time. */
export const minutes: Migration = {
  name: '0008-minutes',
  sql: `
    CREATE TABLE minutes_document (
      case_id TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      snapshot BLOB NOT NULL,
      snapshot_position INTEGER NOT NULL,
      changed_at_ms REAL NOT NULL
    ) STRICT;
    CREATE INDEX minutes_changed ON minutes_document (changed_at_ms);

    CREATE TABLE minutes_update (
      case_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      person_id TEXT NOT NULL,
      person_name TEXT NOT NULL,
      device_id TEXT NOT NULL,
      at_ms REAL NOT NULL,
      is_late INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (case_id, position),
      UNIQUE (case_id, sha256)
    ) STRICT;

    CREATE TABLE minutes_writer (
      case_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      last_at_ms REAL NOT NULL,
      PRIMARY KEY (case_id, person_id, device_id)
    ) STRICT;
  `,
};
