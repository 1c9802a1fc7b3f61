import type { Migration } from './migration.ts';

/** Nodes this console talks to, itself as a node, and what other systems sent to it. */
export const network: Migration = {
  number: 4,
  name: 'network',
  sql: `
CREATE TABLE network_node (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('dicomweb', 'dimse')),
  -- Address without the password, as JSON.
  address TEXT NOT NULL, password TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE local_node (
  id INTEGER PRIMARY KEY CHECK (id = 1), ae_title TEXT NOT NULL, port INTEGER NOT NULL, is_receiving INTEGER NOT NULL
) STRICT;

-- Received and not yet taken into a case. The same UID with other bytes is kept beside the first.
CREATE TABLE inbox_object (
  sop_instance_uid TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES blob (sha256), study_instance_uid TEXT NOT NULL,
  byte_length INTEGER NOT NULL, patient_id TEXT, patient_name TEXT, study_date TEXT, study_description TEXT, modality TEXT NOT NULL,
  from_ae TEXT NOT NULL, received_at_ms INTEGER NOT NULL,
  PRIMARY KEY (sop_instance_uid, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_of_study ON inbox_object (study_instance_uid);
CREATE INDEX inbox_of_blob ON inbox_object (sha256);
`,
};
