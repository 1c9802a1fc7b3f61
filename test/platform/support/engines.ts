import { startPostgres, type PostgresServer } from '../../../scripts/postgres.ts';

/** The databases every promise of the platform is kept on. */
export const engineKinds = ['sqlite', 'postgres'] as const;
export type EngineKind = (typeof engineKinds)[number];

let server: Promise<PostgresServer> | null = null;

/** Address of an empty database; undefined for SQLite, which is a file in the data folder. */
export async function newDatabase(kind: EngineKind): Promise<string | undefined> {
  if (kind === 'sqlite') return undefined;
  server ??= startPostgres();
  return (await server).newDatabase();
}

/** Ends what {@link newDatabase} started; for `afterAll` of the file. */
export async function stopEngines(): Promise<void> {
  await (await server)?.stop();
  server = null;
}
