import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { Reject } from '../../../shared/dicom/types.ts';

/** A file found, with the name a person sees. */
export interface FoundFile {
  readonly path: string;
  /** Relative to the folder that was chosen, with '/'. */
  readonly name: string;
  readonly byteLength: number;
}

export interface Walk {
  /** In the order of their names. */
  readonly files: readonly FoundFile[];
  readonly rejects: readonly Reject[];
}

/**
 * Lists all files below a folder, in the order of their paths. Links that lead out of the folder are not followed.
 * @throws {StoreError} not-found | cancelled
 */
export async function walkFolder(folder: string, signal: AbortSignal): Promise<Walk> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new StoreError('not-found', `The folder ${folder} does not exist or cannot be opened; choose another.`, { cause, detail: { folder } });
  });
  const files: FoundFile[] = [];
  const rejects: Reject[] = [];
  const seen = new Set<string>([root]);
  const visit = async (path: string): Promise<void> => {
    if (signal.aborted) throw new StoreError('cancelled', 'The import was cancelled.');
    const name = relative(root, path).split(sep).join('/') || '.';
    try {
      const real = await realpath(path);
      if (real !== root && !real.startsWith(root + sep)) {
        rejects.push({ path: name, reason: 'outside', message: 'This is a link that leads out of the chosen folder; it was not followed. Copy the file into the folder.' });
        return;
      }
      const found = await stat(real);
      if (found.isDirectory()) {
        if (real !== root && seen.has(real)) return;
        seen.add(real);
        for await (const entry of await opendir(path)) await visit(join(path, entry.name));
      } else if (found.isFile()) {
        files.push({ path, name, byteLength: found.size });
      }
    } catch (error) {
      if (error instanceof StoreError) throw error;
      rejects.push({ path: name, reason: 'unreadable', message: 'The file or folder cannot be read; check its rights or the medium and import again.' });
    }
  };
  const info = await stat(root);
  if (info.isFile()) return { files: [{ path: root, name: root.split(sep).at(-1) ?? root, byteLength: info.size }], rejects };
  await visit(root);
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), rejects };
}
