import type { Db } from '../../../electron/core/store/openDatabase.ts';

/** Values a column has to have; every other one is made of its type. JSON where a later migration or the program reads it. */
const fixed: Readonly<Record<string, unknown>> = {
  'command.status': 'committed', 'command.kind': 'case', 'command.version': 1, 'command.local_seq': 1, 'command.envelope': '{"atMs":1,"actor":{"personId":"p"}}', 'stream_record.kind': 'case', 'stream_record.record': '{}',
  'stream_home.kind': 'case', 'session.id': 1, 'directory.id': 1, 'directory.directory': '{"hospitals":[],"people":[]}', 'local_node.id': 1, 'network_node.kind': 'dimse', 'network_node.address': '{}',
  'import_job.state': 'interrupted', 'import_job.source': '{"kind":"paths","paths":["a"]}', 'import_report.report': '{"folder":"/images","startedAtMs":1}', 'setting.name': 'platformName', 'setting.value': 'embedded',
  'refusal_outcome.outcome': 'setAside', 'search_case.fields': '{}', 'search_case.audience': '[]', 'preference.value_json': '{}',
};

/** Tables FTS5 keeps for itself. */
const isOwn = (name: string): boolean => !name.startsWith('sqlite_') && !name.startsWith('search_word');

export const tablesOf = (db: Db): string[] =>
  (db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid`).all() as { name: string }[]).map(({ name }) => name).filter(isOwn);

interface Column {
  readonly name: string;
  readonly type: string;
}

/** One row in every table; columns of the same name hold the same value, so that what refers to another row finds it. */
export function fillTables(db: Db): void {
  db.pragma('foreign_keys = OFF');
  for (const table of tablesOf(db)) {
    const columns = db.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as Column[];
    const values = columns.map((column) => valueOf(table, column));
    db.prepare(`INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...values);
  }
}

function valueOf(table: string, { name, type }: Column): unknown {
  const own = fixed[`${table}.${name}`];
  if (own !== undefined) return own;
  // What points at a command, or at an object of the case.
  if (name === 'command_id' || (table === 'command' && name === 'id')) return 'the command';
  if (name === 'stream_id' || name === 'case_id' || (table === 'stream_record' && name === 'id')) return 'the case';
  if (name === 'from_uid') return 'sop_instance_uid';
  if (type === 'INTEGER') return 1;
  return type === 'BLOB' ? Buffer.from([1, 2, 3]) : name;
}

/** Every row of every table, as JSON by table. */
export const rowsOf = (db: Db, tables: readonly string[]): Map<string, Record<string, unknown>[]> =>
  new Map(tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]]));
