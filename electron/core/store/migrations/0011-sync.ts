import type { Migration } from './migration.ts';

/** What became of refused commands, what the platform failed over, what was removed here, and what authors are told. */
export const sync: Migration = {
  number: 11,
  name: 'sync',
  sql: `
-- A person sent a refused command again, or set it aside with a reason.
CREATE TABLE refusal_outcome (
  command_id TEXT PRIMARY KEY REFERENCES command (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL CHECK (outcome IN ('sentAgain', 'setAside')), person_id TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Commands the platform failed over when they were sent alone.
CREATE TABLE push_failure (command_id TEXT PRIMARY KEY REFERENCES command (id) ON DELETE CASCADE, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Streams a hospital has left, as of left_version: what was deleted here, and whether the platform has the receipt. Kept: another
-- hospital at this console still has it.
CREATE TABLE removal (
  platform TEXT NOT NULL, hospital_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, stream_id TEXT NOT NULL,
  left_version INTEGER NOT NULL, is_kept INTEGER NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, blobs TEXT NOT NULL, unsent INTEGER NOT NULL, removed_at_ms INTEGER NOT NULL,
  is_wiped INTEGER NOT NULL, is_reported INTEGER NOT NULL, PRIMARY KEY (platform, hospital_id, position)
) STRICT, WITHOUT ROWID;

-- Decision fields somebody else changed while the author of a command had not seen it.
CREATE TABLE overtaken (
  command_id TEXT PRIMARY KEY REFERENCES command (id) ON DELETE CASCADE, case_id TEXT NOT NULL, person_id TEXT NOT NULL, changes TEXT NOT NULL, at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX overtaken_of_case ON overtaken (case_id);
`,
};
