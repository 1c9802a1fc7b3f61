import type { Migration } from './migration.ts';

/** What stands before the pixels of an object: the slices of a series are laid out from it without opening their files. */
export const objectHead: Migration = {
  number: 6,
  name: 'object-head',
  sql: `
CREATE TABLE object_head (
  sha256 TEXT PRIMARY KEY REFERENCES blob (sha256) ON DELETE CASCADE,
  total_length INTEGER NOT NULL, is_whole INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
`,
};
