import type { Migration } from './migration.ts';

/** What is sent to the province: one row a document, named by the command that made it, and what the province answered. */
const tables = `
    CREATE TABLE province_document (
      command_id TEXT PRIMARY KEY REFERENCES command (id),
      kind TEXT NOT NULL CHECK (kind IN ('referral', 'consultation')),
      case_id TEXT NOT NULL REFERENCES stream_record (id),
      case_version INTEGER NOT NULL,
      meeting_id TEXT,
      meeting_version INTEGER,
      hospitals_json TEXT,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')),
      queued_at_ms REAL NOT NULL,
      attempts INTEGER NOT NULL,
      next_at_ms REAL NOT NULL,
      lease_token TEXT,
      lease_until_ms REAL NOT NULL,
      body_sha256 TEXT,
      last_reason TEXT,
      last_message TEXT
    ) STRICT;
    CREATE INDEX province_document_due ON province_document (next_at_ms) WHERE state = 'waiting';

    CREATE TABLE province_receipt (
      command_id TEXT PRIMARY KEY REFERENCES province_document (command_id),
      document_id TEXT NOT NULL UNIQUE,
      adapter TEXT NOT NULL,
      status INTEGER NOT NULL,
      location TEXT,
      version_id TEXT,
      body_sha256 TEXT NOT NULL,
      accepted_at_ms REAL NOT NULL
    ) STRICT;

    CREATE TABLE province_intake (
      document_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('referral', 'consultation')),
      case_id TEXT NOT NULL,
      body_sha256 TEXT NOT NULL,
      body_json TEXT NOT NULL,
      received_at_ms REAL NOT NULL
    ) STRICT;
`;

/**
 * Requests sent and opinions delivered before this step wait like new ones; their names are those of the directory when
 * they are sent. Quotes inside a text are escaped in JSON, so that only the command's own type matches.
 */
const fill = `
    INSERT INTO province_document (command_id, kind, case_id, case_version, state, queued_at_ms, attempts, next_at_ms, lease_until_ms)
      SELECT id, CASE WHEN envelope_json LIKE '%"type":"report.deliver"%' THEN 'consultation' ELSE 'referral' END, stream_id, version, 'waiting', committed_at_ms, 0, 0, 0
      FROM command WHERE envelope_json LIKE '%"type":"case.submit"%' OR envelope_json LIKE '%"type":"report.deliver"%';
`;

export const province: Migration = {
  name: '0009-province',
  sql: `${tables}${fill}`,
};
