import type { Migration } from './migration.ts';

/** What a window that outlives a crash of core had seen. */
export const shownBase: Migration = {
  number: 16,
  name: 'shown-base',
  sql: `
-- Versions a stream was shown under that count own commands not ordered then, and the lowest committed version they stood on:
-- others may have taken those numbers since.
CREATE TABLE shown_base (
  kind TEXT NOT NULL, stream_id TEXT NOT NULL, version INTEGER NOT NULL, committed INTEGER NOT NULL,
  PRIMARY KEY (kind, stream_id, version)
) STRICT, WITHOUT ROWID;
`,
};
