import type { Migration } from './migration.ts';

/**
 * What an audit row is about, as a column of its own, so that the rows of a case are found without reading all.
 * The column repeats what the row's hash covers and is checked against it with the chain.
 */
export const auditSubject: Migration = {
  name: '0010-audit',
  sql: {
    sqlite: `
    DROP TRIGGER audit_no_update;
    ALTER TABLE audit ADD COLUMN subject TEXT NOT NULL DEFAULT '';
    UPDATE audit SET subject = json_extract(entry_json, '$.subject');
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END;
    CREATE INDEX audit_of_subject ON audit (subject, sequence);
    `,
    postgres: `
    ALTER TABLE audit DISABLE TRIGGER audit_no_change;
    ALTER TABLE audit ADD COLUMN subject TEXT NOT NULL DEFAULT '';
    UPDATE audit SET subject = entry_json::json ->> 'subject';
    ALTER TABLE audit ENABLE TRIGGER audit_no_change;
    CREATE INDEX audit_of_subject ON audit (subject, sequence);
    `,
  },
};
