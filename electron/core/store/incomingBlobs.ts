import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blobPath } from './blobFiles.ts';

/** Where a batch's blobs lie until their names are safe; a loss of power leaves a blob here or in its place, never nowhere. */
export const incomingFolder = (folder: string): string => join(folder, 'incoming');

/** Name of a blob that is whole and on the disk; `token` keeps two of the same content apart. */
export const wholeName = (sha256: string, token: string): string => `${sha256}.${token}.bin`;

/**
 * Moves blobs on from where {@link incomingFolder} holds them and throws away what was not finished. To be called
 * before anything is read or taken.
 */
export function settleIncoming(folder: string): void {
  const incoming = incomingFolder(folder);
  for (const name of namesIn(incoming)) {
    const path = join(incoming, name);
    const sha256 = /^([0-9a-f]{64})\.[^.]+\.bin$/.exec(name)?.[1];
    if (sha256 === undefined) rmSync(path, { force: true });
    else moveIntoPlace(path, blobPath(folder, sha256));
  }
}

export function moveIntoPlace(path: string, place: string): void {
  mkdirSync(dirname(place), { recursive: true });
  renameSync(path, place);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
