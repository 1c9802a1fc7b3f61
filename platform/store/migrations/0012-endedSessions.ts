import type { Migration } from './migration.ts';

/** Why the sessions of a person were ended, kept with their refresh tokens: the console that shows one is told. */
export const endedSessions: Migration = {
  name: '0012-ended-sessions',
  sql: 'ALTER TABLE refresh_token ADD COLUMN ended_by TEXT;',
};
