import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** A Debian/Ubuntu package and the name a newer release gave it. */
interface SystemPackage {
  readonly name: string;
  readonly alternative?: string;
}

/** What Electron needs to show a window on a machine without a desktop, and Chinese glyphs. */
const runtimePackages: readonly SystemPackage[] = [
  { name: 'xvfb' },
  { name: 'libgtk-3-0', alternative: 'libgtk-3-0t64' },
  { name: 'libnss3' },
  { name: 'libasound2', alternative: 'libasound2t64' },
  { name: 'libgbm1' },
  { name: 'libxss1' },
  { name: 'fonts-noto-cjk' },
];

/** The platform's other engine, for tests and measurements of it. */
const databasePackages: readonly SystemPackage[] = [{ name: 'postgresql' }];

/** Programs we did not write that the tests measure us against. */
const testPackages: readonly SystemPackage[] = [
  ...runtimePackages,
  { name: 'dcmtk' },
  { name: 'dicom3tools' },
  { name: 'poppler-utils' },
  { name: 'python3-pydicom' },
  { name: 'orthanc' },
  { name: 'orthanc-dicomweb' },
  { name: 'openssl' },
  ...databasePackages,
];

/** What the packages are for: windows, the whole test suite, or PostgreSQL alone. */
export type Purpose = 'run' | 'test' | 'database';

const packagesOf: Readonly<Record<Purpose, readonly SystemPackage[]>> = { run: runtimePackages, test: testPackages, database: databasePackages };

/** Runs one program and returns its standard output, or undefined when it fails or is absent. */
export type Probe = (command: string, words: readonly string[]) => string | undefined;

/**
 * Names of the packages that are not installed, in the form this release knows.
 *
 * @param probe asks dpkg and apt; replaced in tests
 */
export function missingPackages(purpose: Purpose, probe: Probe): string[] {
  const wanted = packagesOf[purpose];
  const names = wanted.flatMap((entry) => (entry.alternative === undefined ? [entry.name] : [entry.name, entry.alternative]));
  const installed = new Set(installedAmong(names, probe));
  return wanted
    .filter((entry) => !installed.has(entry.name) && !(entry.alternative !== undefined && installed.has(entry.alternative)))
    .map((entry) => (entry.alternative !== undefined && isAvailable(entry.alternative, probe) ? entry.alternative : entry.name));
}

function installedAmong(names: readonly string[], probe: Probe): string[] {
  const all = probe('dpkg-query', ['--show', '--showformat', '${db:Status-Status} ${Package}\n']) ?? '';
  const known = new Set(
    all
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return names.filter((name) => known.has(name));
}

function isAvailable(name: string, probe: Probe): boolean {
  return (probe('apt-cache', ['show', '--no-all-versions', name]) ?? '').includes(`Package: ${name}`);
}

/**
 * Installs what is missing where this user may (root, or sudo without a password); elsewhere names
 * the one command. A second run costs one dpkg-query.
 *
 * @returns false when packages are missing and could not be installed; the reason has been said
 */
export function ensureSystemPackages(purpose: Purpose, say: (line: string) => void): boolean {
  if (process.platform !== 'linux') return true;
  if (probeProgram('dpkg-query', ['--version']) === undefined) {
    say('This Linux has no dpkg. Needed: Xvfb, GTK 3, NSS, ALSA, GBM, XScrnSaver, Noto CJK; for tests also dcmtk, dicom3tools, poppler, pydicom and Orthanc with its DICOMweb plugin, openssl and PostgreSQL.');
    return true;
  }
  let missing = missingPackages(purpose, probeProgram);
  if (missing.length === 0) return true;
  const prefix = privilege();
  if (prefix === undefined) {
    say(`This machine lacks system packages. Run once:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`);
    return false;
  }
  if (hasNoLists() || missing.some((name) => !isAvailable(name, probeProgram))) {
    aptGet(prefix, ['update']);
    missing = missingPackages(purpose, probeProgram);
  }
  say(`Installing system packages: ${missing.join(' ')}`);
  if (aptGet(prefix, ['install', '-y', '--no-install-recommends', ...missing])) return true;
  say('apt-get could not install them; its own message is above.');
  return false;
}

/** Words to put before a command so that it runs as root; undefined where that needs a password. */
function privilege(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return probeProgram('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

function hasNoLists(): boolean {
  try {
    return !readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
  } catch {
    // No folder, no lists.
    return true;
  }
}

function aptGet(prefix: readonly string[], words: readonly string[]): boolean {
  const [command = 'apt-get', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=600', ...words];
  // What apt says is for the reader of the run, and standard output may be somebody's JSON.
  return spawnSync(command, rest, { stdio: ['ignore', process.stderr.fd, process.stderr.fd] }).status === 0;
}

function probeProgram(command: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 });
  } catch {
    // Absent or unhappy: both mean "no" to the caller.
    return undefined;
  }
}

if (import.meta.main) {
  const purpose = process.argv.includes('--run') ? 'run' : 'test';
  if (!ensureSystemPackages(purpose, (line) => console.error(line))) process.exit(1);
}
