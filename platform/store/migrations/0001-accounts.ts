import type { Migration } from './migration.ts';

/** Hospitals, accounts, sealed signing keys, sessions and meeting tickets. */
export const accounts: Migration = {
  name: '0001-accounts',
  sql: `
    CREATE TABLE hospital (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_en TEXT NOT NULL,
      prefecture TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('lead', 'partner'))
    ) STRICT;

    CREATE TABLE account (
      person_id TEXT PRIMARY KEY,
      account TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      name_en TEXT NOT NULL,
      title TEXT NOT NULL,
      hospital_id TEXT NOT NULL REFERENCES hospital (id),
      roles_json TEXT NOT NULL,
      discipline TEXT,
      password_salt BLOB NOT NULL,
      password_hash BLOB NOT NULL,
      password_cost INTEGER NOT NULL,
      is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1))
    ) STRICT;

    CREATE TABLE signing_key (
      person_id TEXT PRIMARY KEY REFERENCES account (person_id),
      public_key TEXT NOT NULL,
      salt TEXT NOT NULL,
      nonce TEXT NOT NULL,
      sealed TEXT NOT NULL
    ) STRICT;

    CREATE TABLE session (
      token_sha256 TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES account (person_id),
      device_id TEXT NOT NULL,
      created_at_ms REAL NOT NULL,
      expires_at_ms REAL NOT NULL
    ) STRICT;

    CREATE TABLE meeting_ticket (
      ticket_sha256 TEXT PRIMARY KEY,
      meeting_id TEXT NOT NULL,
      person_id TEXT NOT NULL REFERENCES account (person_id),
      device_id TEXT NOT NULL,
      expires_at_ms REAL NOT NULL
    ) STRICT;

    CREATE TABLE sign_in_failure (account TEXT NOT NULL, at_ms REAL NOT NULL) STRICT;
    CREATE INDEX sign_in_failure_account ON sign_in_failure (account, at_ms);
  `,
};
