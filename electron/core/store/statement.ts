import type { Statement } from 'better-sqlite3';
import type { Db } from './openDatabase.ts';

const cache = new WeakMap<Db, Map<string, Statement>>();

function prepared(db: Db, sql: string): Statement {
  let statements = cache.get(db);
  if (!statements) cache.set(db, (statements = new Map()));
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = db.prepare(sql)));
  return statement;
}

/** Changes rows; returns how many. Statements are prepared once per database. */
export const run = (db: Db, sql: string, ...values: readonly unknown[]): number => prepared(db, sql).run(...values).changes;

export const allRows = <Row>(db: Db, sql: string, ...values: readonly unknown[]): Row[] => prepared(db, sql).all(...values) as Row[];

/** First row or undefined; the row's type is stated by the query beside it, which finds one row at most. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the columns are stated where the query is, as for allRows
export const getRow = <Row>(db: Db, sql: string, ...values: readonly unknown[]): Row | undefined => allRows<Row>(db, sql, ...values)[0];

/** All or nothing; takes the write lock at once. */
export const inTransaction = <T>(db: Db, work: () => T): T => db.transaction(work).immediate();
