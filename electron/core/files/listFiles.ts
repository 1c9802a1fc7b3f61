import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { Reject } from '../../../shared/dicom/types.ts';
import type { FilePlace } from './objectPlace.ts';

/** What lies under the chosen paths. */
export interface Listing {
  /** In the order of their names. */
  readonly files: readonly FilePlace[];
  /** Those among them that were chosen themselves, by their paths. */
  readonly chosen: ReadonlySet<string>;
  /** Chosen paths that are not there, folders that cannot be opened, links out of the folder. */
  readonly rejects: readonly Reject[];
}

/**
 * Lists the given files and all files below the given folders. A link that leads out of its folder is not followed, one
 * that stays inside needs not be: what it leads to is listed where it lies. What cannot be opened is a reject and does
 * not stop the rest.
 *
 * @throws {StoreError} cancelled; not-found when none of the paths is there
 */
export async function listFiles(paths: readonly string[], signal: AbortSignal): Promise<Listing> {
  const walk = new Walk(signal);
  let missing = 0;
  for (const path of paths) {
    const root = await realpath(path).catch(() => null);
    if (root === null) {
      missing += 1;
      walk.reject(path, 'not-found', 'It does not exist or cannot be reached; check the name and whether the medium is in place.');
    } else {
      await walk.root(root, path, paths.length > 1);
    }
  }
  if (missing === paths.length) {
    throw new StoreError('not-found', `${paths[0] ?? 'The path'} does not exist or cannot be opened; choose another.`, { detail: { path: paths[0] ?? '' } });
  }
  return { files: walk.files.sort((a, b) => (a.name < b.name ? -1 : 1)), chosen: walk.chosen, rejects: walk.rejects };
}

class Walk {
  readonly files: FilePlace[] = [];
  readonly rejects: Reject[] = [];
  readonly chosen = new Set<string>();
  readonly #signal: AbortSignal;
  /** Real paths listed already: a folder and a file in it may both have been chosen. */
  readonly #seen = new Set<string>();
  readonly #rootNames = new Set<string>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  reject(path: string, reason: string, message: string): void {
    this.rejects.push({ path, reason, message });
  }

  async root(root: string, chosen: string, isOneOfSeveral: boolean): Promise<void> {
    const found = await stat(root).catch(() => null);
    // Two folders or files of one name are told apart by where they lie.
    const base = basename(resolve(chosen));
    const name = this.#rootNames.has(base) ? root.split(sep).join('/') : base;
    this.#rootNames.add(base);
    if (found?.isDirectory()) await this.#folder(root, root, isOneOfSeveral ? `${name}/` : '');
    else if (found?.isFile()) {
      this.chosen.add(root);
      this.#file(root, name);
    } else this.#refuseKind(name);
  }

  async #folder(root: string, folder: string, prefix: string): Promise<void> {
    if (this.#signal.aborted) throw new StoreError('cancelled', 'The import was cancelled.');
    if (this.#seen.has(folder)) return;
    this.#seen.add(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
    if (entries === null) {
      this.reject(prefix.slice(0, -1) || '.', 'unreadable', 'The folder cannot be opened, so nothing in it was read; check its rights or the medium and import again.');
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const name = prefix + entry.name;
      if (entry.isDirectory()) await this.#folder(root, path, `${name}/`);
      else if (entry.isFile()) this.#file(path, name);
      else if (entry.isSymbolicLink()) await this.#link(root, path, name);
      else this.#refuseKind(name);
    }
  }

  #file(path: string, name: string): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.files.push({ kind: 'file', name, path });
  }

  async #link(root: string, path: string, name: string): Promise<void> {
    const real = await realpath(path).catch(() => null);
    if (real === null) this.reject(name, 'unreadable', 'This is a link that leads nowhere; copy what it should lead to into the folder.');
    else if (real !== root && !real.startsWith(root + sep)) {
      this.reject(name, 'outside', 'This is a link that leads out of the chosen folder; it was not followed. Copy the file into the folder.');
    }
  }

  #refuseKind(name: string): void {
    this.reject(name, 'unreadable', 'This is neither a file nor a folder but a device or the like; it was not opened.');
  }
}
