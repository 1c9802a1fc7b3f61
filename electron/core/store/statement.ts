import type { Statement } from 'better-sqlite3';
import type { Db } from './openDatabase.ts';

const cache = new WeakMap<Db, Map<string, Statement<unknown[], unknown>>>();

function prepared(db: Db, sql: string): Statement<unknown[], unknown> {
  let statements = cache.get(db);
  if (!statements) cache.set(db, (statements = new Map()));
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = db.prepare<unknown[], unknown>(sql)));
  return statement;
}

/** Changes rows; returns how many. Statements are prepared once per database. */
export const run = (db: Db, sql: string, ...values: readonly unknown[]): number => prepared(db, sql).run(...values).changes;

/** First row or undefined; the row's type is stated by the query beside it. */
export const getRow = <Row>(db: Db, sql: string, ...values: readonly unknown[]): Row | undefined => prepared(db, sql).get(...values) as Row | undefined;

export const allRows = <Row>(db: Db, sql: string, ...values: readonly unknown[]): Row[] => prepared(db, sql).all(...values) as Row[];

/** All or nothing; takes the write lock at once. */
export const inTransaction = <T>(db: Db, work: () => T): T => db.transaction(work).immediate();
