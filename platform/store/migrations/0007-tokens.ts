import type { Migration } from './migration.ts';

/** Password hashes of more than one scheme, second factors, refresh tokens in families, closed accounts, failures by address. */
export const tokens: Migration = {
  name: '0007-tokens',
  sql: `
    ALTER TABLE account ADD COLUMN password_scheme TEXT NOT NULL DEFAULT 'scrypt';
    ALTER TABLE account ADD COLUMN password_memory_kib INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN password_lanes INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE account ADD COLUMN disabled_at_ms REAL;
    ALTER TABLE account ADD COLUMN ended_at_ms REAL;
    ALTER TABLE session ADD COLUMN family_id TEXT NOT NULL DEFAULT '';
    CREATE INDEX session_family ON session (family_id);
    CREATE INDEX session_person ON session (person_id);
    ALTER TABLE sign_in_failure ADD COLUMN address TEXT NOT NULL DEFAULT '';
    CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at_ms);

    CREATE TABLE refresh_token (
      token_sha256 TEXT PRIMARY KEY,
      family_id TEXT NOT NULL,
      person_id TEXT NOT NULL REFERENCES account (person_id),
      device_id TEXT NOT NULL,
      created_at_ms REAL NOT NULL,
      expires_at_ms REAL NOT NULL,
      successor_sha256 TEXT,
      is_void INTEGER NOT NULL CHECK (is_void IN (0, 1))
    ) STRICT;
    CREATE INDEX refresh_token_family ON refresh_token (family_id);
    CREATE INDEX refresh_token_person ON refresh_token (person_id);

    CREATE TABLE second_factor (
      person_id TEXT PRIMARY KEY REFERENCES account (person_id),
      sealed_secret BLOB NOT NULL,
      begun_at_ms REAL NOT NULL,
      confirmed_at_ms REAL,
      used_step INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE recovery_code (
      code_sha256 TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES account (person_id),
      used_at_ms REAL
    ) STRICT;
    CREATE INDEX recovery_code_person ON recovery_code (person_id);
  `,
};
