import type { Migration } from './migration.ts';

/** Finding cases by minutes people still type: which of them the index does not know yet, and how they sound. */
export const searchMinutes: Migration = {
  number: 15,
  name: 'search-minutes',
  sql: `
-- Initials along the minutes, unit by unit.
ALTER TABLE search_case ADD COLUMN spoken TEXT NOT NULL DEFAULT '';

-- Cases whose minutes were changed since they were last put into the index, whoever changed them.
CREATE TABLE minutes_unindexed (case_id TEXT PRIMARY KEY ON CONFLICT IGNORE) STRICT, WITHOUT ROWID;
INSERT INTO minutes_unindexed SELECT case_id FROM minutes_update UNION SELECT case_id FROM minutes_snapshot;
CREATE TRIGGER minutes_came AFTER INSERT ON minutes_update BEGIN INSERT INTO minutes_unindexed VALUES (new.case_id); END;
CREATE TRIGGER minutes_came_late AFTER UPDATE OF is_late ON minutes_update WHEN new.is_late <> old.is_late BEGIN INSERT INTO minutes_unindexed VALUES (new.case_id); END;
-- Minutes may be here before the case is.
CREATE TRIGGER search_case_came AFTER INSERT ON search_case
WHEN EXISTS (SELECT 1 FROM minutes_update WHERE case_id = new.case_id UNION ALL SELECT 1 FROM minutes_snapshot WHERE case_id = new.case_id)
BEGIN INSERT INTO minutes_unindexed VALUES (new.case_id); END;
`,
};
