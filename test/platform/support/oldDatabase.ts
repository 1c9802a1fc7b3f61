import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool, types } from 'pg';
import { canonicalJson, digestText } from '../../../shared/mdt/canonical.ts';
import { migrations } from '../../../platform/store/migrations/list.ts';
import { sqlFor } from '../../../platform/store/migrations/migration.ts';
import { deriveKey } from '../../../platform/store/openStore.ts';
import { testKey } from './network.ts';

type Row = Readonly<Record<string, unknown>>;

/** A platform's database without the platform: as it was left by whichever version. */
export interface RawDatabase {
  readonly kind: 'sqlite' | 'postgres';
  run(sql: string, values?: readonly unknown[]): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  /** Tables in the order they were made, without those of the engine itself. */
  tables(): Promise<string[]>;
  /** Names and types, the types in the words of SQLite. */
  columns(table: string): Promise<{ readonly name: string; readonly type: string }[]>;
  close(): Promise<void>;
}

/** @param databaseUrl undefined for `platform.db` in the folder */
export const openRaw = (dir: string, databaseUrl: string | undefined): RawDatabase => (databaseUrl === undefined ? openRawSqlite(dir) : openRawPostgres(databaseUrl));

function openRawSqlite(dir: string): RawDatabase {
  const db = new Database(join(dir, 'platform.db'));
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${Buffer.from(deriveKey(testKey, 'database')).toString('hex')}'"`);
  db.pragma('journal_mode = WAL');
  // Only the platform under test has to outlive a loss of power.
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = ON');
  const all = (sql: string, ...values: unknown[]): Row[] => db.prepare<unknown[], Row>(sql).all(...values);
  return {
    kind: 'sqlite',
    run: async (sql, values = []) => void (values.length === 0 ? db.exec(sql) : db.prepare(sql.replaceAll(/\$\d+/g, '?')).run(...values)),
    rows: async (sql) => all(sql),
    tables: async () => all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`).map(({ name }) => String(name)),
    columns: async (table) => all('SELECT name, type FROM pragma_table_info(?)', table) as { name: string; type: string }[],
    close: async () => void db.close(),
  };
}

const sqliteWords: Readonly<Record<string, string>> = { bigint: 'INTEGER', 'double precision': 'REAL', bytea: 'BLOB', text: 'TEXT' };

function openRawPostgres(url: string): RawDatabase {
  const bigintOid: number = types.builtins.INT8;
  const parsers = { getTypeParser: ((oid: number) => (oid === bigintOid ? Number : types.getTypeParser(oid))) as typeof types.getTypeParser };
  const pool = new Pool({ connectionString: url, max: 1, types: parsers });
  const all = async (sql: string, values: readonly unknown[] = []): Promise<Row[]> => (await pool.query<Row>(sql, [...values])).rows;
  return {
    kind: 'postgres',
    // Several statements in one text go without values.
    run: async (sql, values = []) => void (await (values.length === 0 ? pool.query(sql) : pool.query(sql, [...values]))),
    rows: all,
    tables: async () => (await all(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid`)).map(({ relname }) => String(relname)),
    columns: async (table) =>
      (await all('SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position', [table]))
        .map(({ column_name: name, data_type: type }) => ({ name: String(name), type: sqliteWords[String(type)] ?? String(type) })),
    close: () => pool.end(),
  };
}

/** Brings an empty database to an earlier schema, as its platform did. @param steps how many migrations that platform had */
export async function makeSchema(db: RawDatabase, steps: number): Promise<void> {
  await db.run(`CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at_ms ${db.kind === 'sqlite' ? 'REAL' : 'double precision'} NOT NULL)${db.kind === 'sqlite' ? ' STRICT' : ''}`);
  for (const migration of migrations.slice(0, steps)) {
    await db.run(sqlFor(db.kind, migration));
    await db.run('INSERT INTO migration (name, applied_at_ms) VALUES ($1, $2)', [migration.name, 1]);
  }
}

/** What socket.io keeps for a moment, and what the schema notes of itself. */
const isOwn = (table: string): boolean => table === 'migration' || table === 'socket_io_attachments';

const rowsEach = 2;

/** Two rows in every table; what refers to another row finds it, and the access log is a whole chain. */
export async function fillTables(db: RawDatabase): Promise<void> {
  let previous = '0'.repeat(64);
  for (const table of (await db.tables()).filter((name) => !isOwn(name))) {
    const columns = await db.columns(table);
    for (let count = 1; count <= rowsEach; count += 1) {
      const row = Object.fromEntries(columns.map(({ name, type }) => [name, valueOf(table, name, type, count)]));
      if (table === 'audit') Object.assign(row, { previous_hash: previous, hash: (previous = digestText(previous + String(row['entry_json'])).sha256) });
      await db.run(`INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${columns.map((_column, at) => `$${at + 1}`).join(', ')})`, Object.values(row));
    }
  }
}

/** Values a column has to have, by what it may say; everything else is made of its name. */
const fixed: Readonly<Record<string, unknown>> = {
  'hospital.kind': 'lead', 'account.is_sample': 0, 'account.roles_json': '["chair"]', 'stream_record.kind': 'case', 'stream_record.record_json': '{}', 'refresh_token.is_void': 0,
  'province_document.kind': 'referral', 'province_document.state': 'sent', 'province_intake.kind': 'consultation',
};

/** Columns under different names that hold the same thing. */
const sameThing: Readonly<Record<string, string>> = { 'hospital.id': 'hospital_id', 'stream_record.id': 'stream', stream_id: 'stream', case_id: 'stream', 'command.id': 'command_id' };

function valueOf(table: string, name: string, type: string, count: number): unknown {
  const own = fixed[`${table}.${name}`];
  if (own !== undefined) return own;
  if (table === 'audit' && name === 'entry_json') return canonicalJson({ atMs: count, action: 'seed', personId: 'p', hospitalId: '', deviceId: '', subject: `audit subject ${count}`, detail: {} });
  if (table === 'audit' && name === 'subject') return `audit subject ${count}`;
  if (table === 'command' && name === 'envelope_json') return `{"type":"${count === 1 ? 'case.submit' : 'report.deliver'}"}`;
  if (type === 'INTEGER') return count;
  if (type === 'REAL') return count + 0.5;
  return type === 'BLOB' ? Buffer.from([count, 0, 255]) : `${sameThing[`${table}.${name}`] ?? sameThing[name] ?? name} ${count}`;
}

/** Every row of every table, by table. */
export async function rowsByTable(db: RawDatabase): Promise<Map<string, Row[]>> {
  const found = new Map<string, Row[]>();
  for (const table of (await db.tables()).filter((name) => name !== 'migration')) found.set(table, await db.rows(`SELECT * FROM "${table}"`));
  return found;
}
