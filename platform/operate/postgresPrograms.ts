import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../shared/errors/appError.ts';

const debian = '/usr/lib/postgresql';

/** pg_dump and pg_restore of the distribution, the newest there is; the one on the PATH elsewhere. */
function programPath(name: 'pg_dump' | 'pg_restore'): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(debian, version, 'bin', name)).find((path) => existsSync(path)) ?? name;
}

/** Starts one of them on a database; its address goes by the environment, because everybody may read a process's arguments. */
export function startOnDatabase(name: 'pg_dump' | 'pg_restore', args: readonly string[], databaseUrl: string): ChildProcess {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const database = decodeURIComponent(pathname.slice(1));
  const env = { ...process.env, PGHOST: hostname, PGPORT: port || '5432', PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password), PGDATABASE: database };
  // pg_restore writes a script unless a database is named; the name is no secret.
  return spawn(programPath(name), name === 'pg_restore' ? [...args, '--dbname', database] : args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Resolves when the program ended well. @throws {StoreError} not-found, with the program's own words */
export async function ended(child: ChildProcess, name: string): Promise<void> {
  let words = '';
  child.stderr?.on('data', (text: Buffer) => (words += text.toString('utf8').slice(0, 2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new StoreError('not-found', `${name} cannot be started (${cause.message}); install the PostgreSQL client programs.`, { cause })));
    child.once('close', resolve);
  });
  if (code !== 0) throw new StoreError('not-found', `${name} ended with code ${code}: ${words.trim()}`);
}
