import type { Migration } from './migration.ts';

/** The minutes people type together: what each change was, and whether the platform has it. */
export const minutes: Migration = {
  number: 8,
  name: 'minutes',
  sql: `
-- Everything of a case's minutes that is on the platform and was here when it was last put together.
CREATE TABLE minutes_snapshot (case_id TEXT PRIMARY KEY, document BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- Changes since. Late: typed or handed in after the minutes were closed; kept beside them, never in them.
CREATE TABLE minutes_update (
  seq INTEGER PRIMARY KEY, case_id TEXT NOT NULL, sha256 TEXT NOT NULL, person_id TEXT NOT NULL, person_name TEXT NOT NULL, at_ms INTEGER NOT NULL,
  is_own INTEGER NOT NULL, is_sent INTEGER NOT NULL, is_late INTEGER NOT NULL, bytes BLOB NOT NULL,
  UNIQUE (case_id, sha256)
) STRICT;
CREATE INDEX minutes_update_unsent ON minutes_update (case_id, seq) WHERE is_sent = 0;

-- One opening of the editor by one person, from its first change on.
CREATE TABLE minutes_session (session_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person_id TEXT NOT NULL, began_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- How far a platform's minutes of a case are known here.
CREATE TABLE minutes_position (platform TEXT NOT NULL, case_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (platform, case_id)) STRICT, WITHOUT ROWID;
`,
};
