import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { DicomError } from '../../../shared/errors/appError.ts';

/** A file found under one of the given paths. */
export interface ListedFile {
  readonly absolutePath: string;
  /** Relative to the folder that was given; the name alone where a file was given. */
  readonly path: string;
}

/**
 * Every regular file under the given files and folders, by path. Links are not followed, so no folder is walked twice.
 *
 * @throws {DicomError} not-dicom where a path does not exist or cannot be opened
 */
export async function listFiles(paths: readonly string[]): Promise<readonly ListedFile[]> {
  const found: ListedFile[] = [];
  for (const root of paths) {
    const info = await stat(root).catch((cause: unknown) => {
      throw new DicomError('not-dicom', `${root} does not exist or cannot be opened.`, { cause, detail: { path: root } });
    });
    if (!info.isDirectory()) {
      found.push({ absolutePath: root, path: basename(root) });
      continue;
    }
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
      throw new DicomError('not-dicom', `The folder ${cause.path ?? root} cannot be opened; give yourself the right to read it or name other folders.`, { cause, detail: { path: cause.path ?? root } });
    });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const absolutePath = join(entry.parentPath, entry.name);
      found.push({ absolutePath, path: relative(root, absolutePath) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
