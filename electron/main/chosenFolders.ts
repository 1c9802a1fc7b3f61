import { IpcError } from '../../shared/errors/appError.ts';

/** Folders a page may have imported: those a person chose in a dialog in this run, and the one of the sample case. */
export class ChosenFolders {
  readonly #folders: Set<string>;

  constructor(sampleFolder: string | null) {
    this.#folders = new Set(sampleFolder === null ? [] : [sampleFolder]);
  }

  /** Passes on what the dialog answered. */
  remember(folder: string | null): string | null {
    if (folder !== null) this.#folders.add(folder);
    return folder;
  }

  /** @throws {IpcError} bad-request when a request of a page names a folder nobody chose */
  check(channel: string, request: unknown): void {
    if (channel !== 'import.start') return;
    const { folder } = request as { folder: string };
    if (!this.#folders.has(folder)) throw new IpcError('bad-request', 'This folder was not chosen in a dialog; choose it and import again.');
  }
}
