import type { Migration } from './migration.ts';

/** Which order of the platform each feed is of, and the platform's proof of the place of each command. */
export const generations: Migration = {
  number: 14,
  name: 'generations',
  sql: `
-- Handed back with the command when the platform was put back from an older copy. Null for what an older platform sent.
ALTER TABLE command ADD COLUMN seal TEXT;

-- Generations this console has known, the newest last; position: how far the feed was the same when it was entered. Returned and
-- refused: what was given back then. A person has seen the notice at seen_at_ms.
CREATE TABLE feed_generation (
  platform TEXT NOT NULL, hospital_id TEXT NOT NULL, seq INTEGER NOT NULL, generation TEXT NOT NULL, position INTEGER NOT NULL,
  entered_at_ms INTEGER NOT NULL, returned INTEGER NOT NULL, refused INTEGER NOT NULL, gaps INTEGER NOT NULL, seen_at_ms INTEGER,
  PRIMARY KEY (platform, hospital_id, seq)
) STRICT, WITHOUT ROWID;
`,
};
