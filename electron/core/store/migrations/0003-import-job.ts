import type { Migration } from './migration.ts';

/** Imports that have not ended, and which files they took: a console that ended in the middle goes on from there. */
export const importJob: Migration = {
  number: 3,
  name: 'import-job',
  sql: `
CREATE TABLE import_job (
  import_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, source TEXT NOT NULL, patient_key TEXT, person_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'interrupted')), started_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX import_job_of_case ON import_job (case_id);

-- A file with this name, length and time of change was taken by this import and need not be read again.
CREATE TABLE import_taken (
  import_id TEXT NOT NULL REFERENCES import_job (import_id) ON DELETE CASCADE, name TEXT NOT NULL,
  byte_length INTEGER NOT NULL, modified_at_ms INTEGER NOT NULL, sop_instance_uid TEXT NOT NULL,
  PRIMARY KEY (import_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_report_of_case ON import_report (case_id, at_ms);
-- Reports named a folder before there were other sources, and patients without their birth date.
UPDATE import_report SET report = json_set(report, '$.source', json_object('kind', 'paths', 'paths', json_array(json_extract(report, '$.folder'))), '$.startedAtMs', at_ms, '$.elapsedMs', 0, '$.patients', json('[]'))
  WHERE json_extract(report, '$.source') IS NULL;
`,
};
