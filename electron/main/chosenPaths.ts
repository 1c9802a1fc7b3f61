import { IpcError } from '../../shared/errors/appError.ts';
import type { ImportSource } from '../../shared/ipc/channels.ts';

/** Paths a page may have read or written: those a person chose in a dialog or dropped in this run, and the sample case's folder. */
export class ChosenPaths {
  readonly #sources: Set<string>;
  readonly #targets = new Set<string>();

  constructor(sampleFolder: string | null) {
    this.#sources = new Set(sampleFolder === null ? [] : [sampleFolder]);
  }

  /** Passes on what the dialog for an import answered, or what was dropped. */
  rememberSources(paths: readonly string[]): readonly string[] {
    for (const path of paths) this.#sources.add(path);
    return paths;
  }

  /** Passes on what the dialog for a folder to write into answered. */
  rememberTarget(folder: string | null): string | null {
    if (folder !== null) this.#targets.add(folder);
    return folder;
  }

  /** @throws {IpcError} bad-request when a request of a page names a path nobody chose */
  check(channel: string, request: unknown): void {
    if (channel === 'import.start') {
      const { source } = request as { source: ImportSource };
      const isChosen = source.kind !== 'paths' || source.paths.every((path) => this.#sources.has(path));
      if (!isChosen) throw new IpcError('bad-request', 'These files were not chosen in a dialog; choose them and import again.');
    }
    const { path } = request as { path?: string };
    if ((channel === 'archive.inspect' || channel === 'archive.import') && !this.#sources.has(path ?? '')) throw new IpcError('bad-request', 'This archive was not chosen in a dialog; choose it again.');
    if (channel === 'archive.export' && !this.#targets.has(path ?? '')) throw new IpcError('bad-request', 'This file was not chosen in a dialog; choose where to write the archive.');
    if (channel === 'deidentify.start' && !this.#targets.has((request as { folder: string }).folder)) {
      throw new IpcError('bad-request', 'This folder was not chosen in a dialog; choose it and export again.');
    }
  }
}
