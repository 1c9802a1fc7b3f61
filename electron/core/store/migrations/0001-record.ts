import type { Migration } from './migration.ts';

/** The record of one console: commands, replayed records, outbox, audit, imaging headers and where blobs are. */
export const record: Migration = {
  number: 1,
  name: 'record',
  sql: `
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id INTEGER PRIMARY KEY CHECK (id = 1), person TEXT NOT NULL, began_at_ms INTEGER NOT NULL
) STRICT;

-- People who signed in at this console: how to check them and sign for them without the platform.
CREATE TABLE account (
  account TEXT PRIMARY KEY, person_id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, signing_key TEXT,
  salt BLOB NOT NULL, verifier BLOB NOT NULL, token TEXT, token_platform TEXT, token_expires_at_ms INTEGER, last_sign_in_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE directory (id INTEGER PRIMARY KEY CHECK (id = 1), directory TEXT NOT NULL, fetched_at_ms INTEGER NOT NULL) STRICT;

-- Committed record of each stream: the replay of its committed commands in platform order.
CREATE TABLE stream_record (
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE command (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, stream_id TEXT NOT NULL, type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'committed', 'refused')),
  -- Place in the stream once the platform gave it; a pending command with a version waits for the feed.
  version INTEGER,
  local_seq INTEGER NOT NULL, envelope TEXT NOT NULL,
  reason TEXT, message TEXT, decided_at_ms INTEGER
) STRICT;
CREATE INDEX command_of_stream ON command (kind, stream_id, status, local_seq);

CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE REFERENCES command (id)) STRICT;

CREATE TABLE feed_cursor (platform TEXT NOT NULL, hospital_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (platform, hospital_id)) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, person_id TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_of_subject ON audit (subject, seq);

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY, byte_length INTEGER NOT NULL, is_local INTEGER NOT NULL, is_on_platform INTEGER NOT NULL, upload_url TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE instance (
  case_id TEXT NOT NULL, sop_instance_uid TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES blob (sha256), header TEXT NOT NULL,
  PRIMARY KEY (case_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX instance_of_blob ON instance (sha256);

CREATE TABLE instance_reference (
  case_id TEXT NOT NULL, from_uid TEXT NOT NULL, role TEXT NOT NULL, to_uid TEXT NOT NULL,
  PRIMARY KEY (case_id, from_uid, role, to_uid),
  FOREIGN KEY (case_id, from_uid) REFERENCES instance (case_id, sop_instance_uid) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE import_report (import_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, at_ms INTEGER NOT NULL, report TEXT NOT NULL) STRICT, WITHOUT ROWID;
`,
};
