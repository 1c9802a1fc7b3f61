import type { Migration } from './migration.ts';

/**
 * Finding cases, cases taken from archives, and commands of a record put aside that wait for their turn.
 *
 * The words of a case are made by the program, so existing cases are taken into the index by `fillSearch` after the start.
 */
export const search: Migration = {
  number: 7,
  name: 'search',
  sql: `
-- What a case is found by, as last put into the index; \`format\` is that of the words.
CREATE TABLE search_case (
  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, format INTEGER NOT NULL,
  state TEXT NOT NULL, audience TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
-- Each word begins with a letter for where it stands, so that a search for a name does not go through every history.
CREATE VIRTUAL TABLE search_word USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0", prefix='2 3 4');
CREATE TRIGGER search_case_gone AFTER DELETE ON search_case BEGIN DELETE FROM search_word WHERE rowid = old.id; END;
-- A case whose record leaves this console is not found here any more, whoever removed it.
CREATE TRIGGER search_record_gone AFTER DELETE ON stream_record WHEN old.kind = 'case' BEGIN DELETE FROM search_case WHERE case_id = old.id; END;

-- Cases taken from an archive: read here by the hospital that took them, never changed and never sent.
CREATE TABLE foreign_case (
  case_id TEXT PRIMARY KEY, archive_id TEXT NOT NULL, hospital_id TEXT NOT NULL, imported_by TEXT NOT NULL, imported_at_ms INTEGER NOT NULL, manifest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Commands that were never sent, from a record that was put aside: they enter the outbox once the record has caught up.
CREATE TABLE held_command (seq INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE, envelope TEXT NOT NULL, put_aside TEXT NOT NULL) STRICT;
`,
};
