import type { Migration } from './migration.ts';

/** Hash chain of what was done; rows can only be added. */
export const audit: Migration = {
  name: '0005-audit',
  sql: `
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY,
      entry_json TEXT NOT NULL,
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;
  `,
};
