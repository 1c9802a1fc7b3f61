import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureSystemPackages } from './systemPackages.ts';

/** A private PostgreSQL server on 127.0.0.1, with a password, gone when it is stopped. */
export interface PostgresServer {
  /** Makes an empty database and returns its `postgres://…` address. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Empty or missing folder for the cluster; a temporary one, removed at the end, when not stated. */
  readonly folder?: string;
  /** True writes to the disk at each commit, as a hospital's server does; false is for tests of behaviour. */
  readonly isDurable?: boolean;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const user = 'mdt';

/**
 * Starts PostgreSQL from the programs of the distribution, on a free port.
 * @throws {Error} when PostgreSQL is not installed and may not be, or does not start; with its own words
 */
export async function startPostgres({ folder, isDurable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  const programs = findPrograms() ?? (ensureSystemPackages('database', (line) => process.stderr.write(`${line}\n`)) ? findPrograms() : undefined);
  if (programs === undefined) throw new Error('PostgreSQL is not installed; on Debian or Ubuntu run: sudo apt-get install -y postgresql');
  const account = process.getuid?.() === 0 ? accountOf('postgres') : undefined;
  const top = folder ?? mkdtempSync(join(tmpdir(), 'mdt-postgres-'));
  const cluster = join(top, 'cluster');
  const password = randomBytes(18).toString('base64url');
  makeCluster(programs, top, cluster, password, account);
  const port = await freePort();
  const server = await run(programs, cluster, port, isDurable, account);
  let count = 0;
  return {
    newDatabase() {
      count += 1;
      const name = `mdt_${process.pid}_${count}`;
      execFileSync(join(programs, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', user, name], { env: { ...process.env, PGPASSWORD: password }, stdio: ['ignore', 'ignore', 'pipe'] });
      return Promise.resolve(`postgres://${user}:${password}@127.0.0.1:${port}/${name}`);
    },
    async stop() {
      const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
      server.stdin?.end();
      await ended;
      rmSync(folder === undefined ? top : cluster, { recursive: true, force: true });
    },
  };
}

/** Folder of initdb and postgres: the newest of Debian's, or the one on the path. */
function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((name) => existsSync(join(name, 'initdb')) && existsSync(join(name, 'postgres')));
}

function makeCluster(programs: string, top: string, cluster: string, password: string, account: Account | undefined): void {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const secret = join(top, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  if (account) {
    // PostgreSQL refuses to run as root; its own user must get through to its folder.
    chmodSync(top, 0o711);
    for (const path of [cluster, secret]) chownSync(path, account.uid, account.gid);
  }
  execFileSync(join(programs, 'initdb'), ['-D', cluster, '-U', user, '-A', 'scram-sha-256', `--pwfile=${secret}`, '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'], { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  rmSync(secret);
}

/** Ends the server when our end of its input closes, which happens however we end: no server outlives a test that was killed. */
const guard = `"$@" & server=$!; read -r _; kill -"$0" $server; wait $server`;

async function run(programs: string, cluster: string, port: number, isDurable: boolean, account: Account | undefined): Promise<ChildProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${cluster}`, 'max_connections=200', ...(isDurable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'])];
  const command = [join(programs, 'postgres'), '-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn('sh', ['-c', guard, isDurable ? 'INT' : 'QUIT', ...command], { ...account, stdio: ['pipe', 'ignore', 'pipe'] });
  const lines: string[] = [];
  let isReady = false;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code ?? 'none'}: ${lines.slice(-5).join(' ')}`)));
    createInterface(server.stderr).on('line', (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      if (line.includes('ready to accept connections')) {
        isReady = true;
        resolve();
      }
      // Later on it is the end of one connection, which the server survives.
      if (!isReady && line.includes('FATAL')) {
        server.stdin.end();
        reject(new Error(`PostgreSQL does not start: ${lines.slice(-5).join(' ')}`));
      }
    });
  });
  server.removeAllListeners('exit');
  return server;
}

function accountOf(name: string): Account {
  const ask = (option: string): number => Number(execFileSync('id', [option, name], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** `node scripts/postgres.ts [folder]`: a server with one database until the program is stopped, its address on standard output. */
if (import.meta.main) {
  const folder = process.argv[2];
  const server = await startPostgres({ isDurable: true, ...(folder === undefined ? {} : { folder }) });
  process.stdout.write(`${await server.newDatabase()}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
}
