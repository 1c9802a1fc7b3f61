import type BetterSqlite from 'better-sqlite3';
import { CompiledQuery, SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Statements kept prepared; lists of different lengths make statements of their own, so there is a bound. */
const maximumStatements = 500;

/** Kysely's SQLite dialect over one open connection: transactions begin as writers, statements are prepared once. */
export class ImmediateSqliteDialect extends SqliteDialect {
  private readonly database: SqliteDatabase;
  readonly #connection: BetterSqlite.Database;

  constructor(connection: BetterSqlite.Database) {
    const database = keepStatements(connection);
    super({ database });
    this.database = database;
    this.#connection = connection;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.database, () => this.#connection.inTransaction);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(database: SqliteDatabase, isInTransaction: () => boolean) {
    super({ database });
    this.#isInTransaction = isInTransaction;
  }

  /** On a full or failing disk SQLite has taken the transaction back by itself; what it said of the disk is what counts. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function keepStatements(connection: BetterSqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= maximumStatements) statements.clear();
      const statement: SqliteStatement = connection.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      connection.close();
    },
  };
}
