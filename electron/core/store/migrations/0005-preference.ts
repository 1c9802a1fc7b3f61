import type { Migration } from './migration.ts';

/** What each person arranged for themselves: the desk, hangings, presets, shortcuts. */
export const preference: Migration = {
  number: 5,
  name: 'preference',
  sql: `
CREATE TABLE preference (
  person_id TEXT NOT NULL, name TEXT NOT NULL, value_json TEXT NOT NULL, updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (person_id, name)
) STRICT, WITHOUT ROWID;
`,
};
