import { StoreError } from '../../../shared/errors/appError.ts';
import type { EngineKind } from '../engines/engine.ts';

/**
 * One step of the schema; `name` orders it and is remembered in the database. `sql` is written for SQLite
 * with `STRICT` tables and the types TEXT, INTEGER, REAL and BLOB in capitals; PostgreSQL gets the same with
 * its own names of these types, or a text of its own where the two differ in more.
 */
export interface Migration {
  readonly name: string;
  readonly sql: string | Readonly<Record<EngineKind, string>>;
}

const postgresWords: Readonly<Record<string, string>> = { INTEGER: 'bigint', REAL: 'double precision', BLOB: 'bytea', STRICT: '' };

/** The same text with PostgreSQL's names of the types. */
export const forPostgres = (sql: string): string => sql.replaceAll(/\b(?:INTEGER|REAL|BLOB|STRICT)\b/g, (word) => postgresWords[word] ?? word);

export function sqlFor(kind: EngineKind, { sql }: Migration): string {
  if (typeof sql !== 'string') return sql[kind];
  return kind === 'sqlite' ? sql : forPostgres(sql);
}

/** What is still to be applied, in order. @throws {StoreError} newer-version */
export function missingOf(migrations: readonly Migration[], applied: readonly string[]): Migration[] {
  const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new StoreError('newer-version', `The database was written by a newer platform (${unknown.join(', ')}); start that version or a later one. Nothing of the database was changed.`);
  return migrations.filter(({ name }) => !applied.includes(name));
}
