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

/** What libpq knows by the same name as the address, and how its programs are told it. */
const parameters = new Map([
  ['host', 'PGHOST'], ['port', 'PGPORT'], ['sslmode', 'PGSSLMODE'], ['sslrootcert', 'PGSSLROOTCERT'], ['sslcert', 'PGSSLCERT'], ['sslkey', 'PGSSLKEY'], ['connect_timeout', 'PGCONNECT_TIMEOUT'], ['options', 'PGOPTIONS'],
]);

/** An address as the environment of libpq's programs: a copy must not travel less protected than everything else. */
export function environmentOf(databaseUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const stated = [...searchParams].flatMap(([name, value]) => {
    const variable = parameters.get(name);
    return variable === undefined ? [] : [[variable, value] as const];
  });
  const isTls = ['true', '1'].includes(searchParams.get('ssl') ?? '');
  return {
    ...(hostname === '' ? {} : { PGHOST: decodeURIComponent(hostname).replace(/^\[(.+)\]$/, '$1') }), PGPORT: port || '5432', PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)), ...(isTls ? { PGSSLMODE: 'verify-full' } : {}), ...Object.fromEntries(stated),
  };
}

/** Starts one of them on a database; its address goes by the environment, because everybody may read a process's arguments. */
export function startOnDatabase(name: 'pg_dump' | 'pg_restore', args: readonly string[], databaseUrl: string): ChildProcess {
  const told = environmentOf(databaseUrl);
  const env = { ...process.env, ...told };
  // pg_restore writes a script unless a database is named; the name is no secret.
  return spawn(programPath(name), name === 'pg_restore' ? [...args, '--dbname', told['PGDATABASE'] ?? ''] : args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
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
