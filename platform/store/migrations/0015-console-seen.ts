import type { Migration } from './migration.ts';

/** When a console last asked for its hospital's feed: who has not confirmed a removal is offline since then. */
export const consoleSeen: Migration = {
  name: '0015-console-seen',
  sql: `
    ALTER TABLE hospital_console ADD COLUMN last_seen_ms REAL NOT NULL DEFAULT 0;
    UPDATE hospital_console SET last_seen_ms = first_seen_ms;
  `,
};
