import type { Migration } from './migration.ts';

/** The token by which a console gets the next access token without asking for the password. */
export const refreshToken: Migration = {
  number: 13,
  name: 'refresh-token',
  sql: 'ALTER TABLE account ADD COLUMN refresh_token TEXT;',
};
