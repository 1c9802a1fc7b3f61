import type { Migration } from './migration.ts';

/**
 * Who saw what, in which case, where and why.
 *
 * Rows written before keep the hash they were given: `form` says over what a row's hash was made.
 */
export const audit: Migration = {
  number: 9,
  name: 'audit',
  sql: `
ALTER TABLE audit ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
ALTER TABLE audit ADD COLUMN case_id TEXT;
ALTER TABLE audit ADD COLUMN hospital_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN device_id TEXT NOT NULL DEFAULT '';
-- One sign-in to sign-out, or to the end of the console.
ALTER TABLE audit ADD COLUMN session_id TEXT NOT NULL DEFAULT '';
-- What gave the person access: part of the hospital in the case, a meeting, an archive; empty where no case is concerned.
ALTER TABLE audit ADD COLUMN why TEXT NOT NULL DEFAULT '';
-- Canonical JSON of ids, counts and reasons; never a name.
ALTER TABLE audit ADD COLUMN detail TEXT NOT NULL DEFAULT '{}';
CREATE INDEX audit_of_case ON audit (case_id, seq) WHERE case_id IS NOT NULL;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;

-- Heads of the chain a platform has written into its own log: the rows up to there cannot be cut off unseen.
CREATE TABLE audit_anchor (platform TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (platform, seq)) STRICT, WITHOUT ROWID;
`,
};
