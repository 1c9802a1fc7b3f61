import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StoreError } from '../shared/errors/appError.ts';
import { isLoopback } from '../shared/platform/loopback.ts';
import { PlatformError } from './platformError.ts';

/** What `npm run platform` was asked for. */
export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly isSample: boolean;
  /** `postgres://…`; undefined keeps everything in the data folder. It may hold a password: never printed. */
  readonly databaseUrl: string | undefined;
  /** Where consoles reach this node, when that is not the address it listens on (a proxy, TLS). */
  readonly publicUrl: string | undefined;
}

export const usage = 'npm run platform -- [--port 8787] [--host 127.0.0.1] [--data <dir>] [--database postgres://…] [--public-url https://…] [--sample]';

/** @param env MDT_PLATFORM_DATABASE takes the place of --database, so that a password stays out of the process list @throws {PlatformError} bad-setting */
export function readOptions(args: readonly string[], cwd: string, env: Readonly<Record<string, string | undefined>> = {}): CliOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string', default: '8787' }, host: { type: 'string', default: '127.0.0.1' }, data: { type: 'string', default: 'platform-data' }, sample: { type: 'boolean', default: false }, database: { type: 'string' }, 'public-url': { type: 'string' } },
    });
    const port = Number(values.port);
    if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`--port ${values.port || 'without a number'} is not a port`);
    if (values.data === '') throw new TypeError('--data names no folder');
    if (values.sample && !isLoopback(values.host)) throw new TypeError(`--sample on ${values.host}: the passwords of the sample network are public, so it is offered on this computer only; leave --sample or --host out`);
    const databaseUrl = values.database ?? env['MDT_PLATFORM_DATABASE'];
    if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl)) throw new TypeError('--database (or MDT_PLATFORM_DATABASE) is not an address like postgres://user:password@host:5432/name');
    const publicUrl = values['public-url'];
    if (publicUrl !== undefined && !/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : '')) throw new TypeError(`--public-url ${publicUrl} is not an address like https://platform.example`);
    if (publicUrl !== undefined) assertReachable(new URL(publicUrl));
    return { host: values.host, port, dataDir: resolve(cwd, values.data), isSample: values.sample, databaseUrl, publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl).origin };
  } catch (cause) {
    throw new PlatformError('bad-setting', `${cause instanceof Error ? cause.message : String(cause)}. Usage: ${usage}; --help names all commands`, { cause });
  }
}

/** Consoles go to no other. */
function assertReachable({ protocol, hostname, pathname, search, hash, username, password }: URL): void {
  if (protocol === 'http:' && !isLoopback(hostname)) throw new TypeError(`--public-url http://${hostname} is not encrypted, and consoles accept no such address of another machine; give the https address of the proxy`);
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '' || password !== '') throw new TypeError('--public-url takes a machine and a port alone, such as https://platform.example: the platform is the whole of its address');
}

const isPostgresUrl = (text: string): boolean => URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol);

export interface PlatformKey {
  readonly key: Uint8Array;
  /** One sentence for the person who runs the server: where the key is. */
  readonly origin: string;
}

/**
 * The key from MDT_PLATFORM_KEY, or from `platform.key` in the data folder, made there once for its owner alone.
 * @param mayMake false where only the key of an existing platform makes sense
 * @throws {PlatformError} bad-setting @throws {StoreError} wrong-passphrase | read-only
 */
export function readKey(env: Readonly<Record<string, string | undefined>>, dataDir: string, mayMake = true): PlatformKey {
  const stated = env['MDT_PLATFORM_KEY'];
  if (stated !== undefined) return { key: parseKey(stated, 'MDT_PLATFORM_KEY'), origin: 'The key is MDT_PLATFORM_KEY.' };
  const path = join(dataDir, 'platform.key');
  if (existsSync(path)) return { key: parseKey(readFileSync(path, 'utf8'), path), origin: `The key is read from ${path}.` };
  if (existsSync(join(dataDir, 'platform.db'))) {
    throw new StoreError('wrong-passphrase', `There is a database in ${dataDir} but no key for it; set MDT_PLATFORM_KEY or put platform.key back.`);
  }
  if (!mayMake) throw new PlatformError('bad-setting', `There is no key for ${dataDir}; set MDT_PLATFORM_KEY to the platform's key, or put platform.key into the folder.`);
  const key = randomBytes(32);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    throw new StoreError('read-only', `The data folder ${dataDir} cannot be written; give the platform's user the right to it or name another with --data.`, { cause });
  }
  return { key, origin: `A new key was made in ${path}, readable by its owner alone. Keep a copy elsewhere: without it the data is lost. MDT_PLATFORM_KEY in the environment takes its place.` };
}

function parseKey(text: string, from: string): Uint8Array {
  const hex = text.trim();
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) throw new PlatformError('bad-setting', `${from} must be 64 hexadecimal digits, as openssl rand -hex 32 prints.`);
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
