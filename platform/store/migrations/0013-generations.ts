import type { Migration } from './migration.ts';

/** Generations of the platform's order after the first one, which every platform has: when each began, where every feed stood then, and which consoles came back into it. */
export const generations: Migration = {
  name: '0013-generations',
  sql: `
    CREATE TABLE generation (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      reason TEXT NOT NULL,
      began_at_ms REAL NOT NULL
    ) STRICT;

    CREATE TABLE generation_head (
      number INTEGER NOT NULL REFERENCES generation (number),
      hospital_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (number, hospital_id)
    ) STRICT;

    CREATE TABLE generation_console (
      number INTEGER NOT NULL,
      hospital_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      at_ms REAL NOT NULL,
      returned INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      gaps_json TEXT NOT NULL,
      PRIMARY KEY (number, hospital_id, device_id)
    ) STRICT;
  `,
};
