import type { Migration } from './migration.ts';

/** Streams as replayed, the commands that made them, who may see them, and each hospital's own order. */
export const record: Migration = {
  name: '0002-record',
  sql: `
    CREATE TABLE stream_record (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('case', 'meeting')),
      version INTEGER NOT NULL,
      record_json TEXT NOT NULL
    ) STRICT;

    CREATE TABLE command (
      id TEXT PRIMARY KEY,
      stream_id TEXT NOT NULL REFERENCES stream_record (id),
      version INTEGER NOT NULL,
      envelope_json TEXT NOT NULL,
      committed_at_ms REAL NOT NULL,
      UNIQUE (stream_id, version)
    ) STRICT;

    CREATE TABLE command_outcome (
      command_id TEXT PRIMARY KEY,
      body_sha256 TEXT NOT NULL,
      outcome_json TEXT NOT NULL
    ) STRICT;

    CREATE TABLE stream_audience (
      stream_id TEXT NOT NULL REFERENCES stream_record (id),
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      PRIMARY KEY (stream_id, hospital_id)
    ) STRICT;

    CREATE TABLE feed (
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      position INTEGER NOT NULL,
      command_id TEXT NOT NULL REFERENCES command (id),
      PRIMARY KEY (hospital_id, position),
      UNIQUE (hospital_id, command_id)
    ) STRICT;
  `,
};
