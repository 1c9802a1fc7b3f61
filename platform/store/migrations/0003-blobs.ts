import type { Migration } from './migration.ts';

/**
 * Which bytes are stored, which case they belong to and who said so, and which hospital is known to
 * have had them. Naming a hash opens nothing: the hospital that tied it to the case must have proved
 * that it holds the bytes.
 */
export const blobs: Migration = {
  name: '0003-blobs',
  sql: `
    CREATE TABLE blob (sha256 TEXT PRIMARY KEY, byte_length INTEGER NOT NULL, stored_at_ms REAL NOT NULL) STRICT;

    CREATE TABLE blob_case (
      case_id TEXT NOT NULL REFERENCES stream_record (id),
      sha256 TEXT NOT NULL,
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      PRIMARY KEY (sha256, case_id, hospital_id)
    ) STRICT;

    CREATE TABLE blob_holder (
      sha256 TEXT NOT NULL REFERENCES blob (sha256),
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      PRIMARY KEY (sha256, hospital_id)
    ) STRICT;
  `,
};
