import type { Migration } from './migration.ts';

/** Streams that left a hospital, the consoles that may hold a copy, and what each of them says it deleted. */
export const removals: Migration = {
  name: '0011-removals',
  sql: `
    CREATE TABLE hospital_console (
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      device_id TEXT NOT NULL,
      first_seen_ms REAL NOT NULL,
      PRIMARY KEY (hospital_id, device_id)
    ) STRICT;

    CREATE TABLE removal (
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      position INTEGER NOT NULL,
      stream_id TEXT NOT NULL REFERENCES stream_record (id),
      version INTEGER NOT NULL,
      digest TEXT NOT NULL,
      at_ms REAL NOT NULL,
      PRIMARY KEY (hospital_id, position)
    ) STRICT;
    CREATE INDEX removal_of_stream ON removal (stream_id);

    CREATE TABLE removal_receipt (
      hospital_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      device_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      is_exact INTEGER NOT NULL,
      receipt_json TEXT NOT NULL,
      receipt_sha256 TEXT NOT NULL,
      at_ms REAL NOT NULL,
      PRIMARY KEY (hospital_id, position, device_id),
      FOREIGN KEY (hospital_id, position) REFERENCES removal (hospital_id, position)
    ) STRICT;
  `,
};
