import { cpSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createHash } from 'node:crypto';

/** Every file below a folder, by its path in it. */
export const listRawFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();

/** Path, length and SHA-256 of every file: equal before and after where nothing was created or changed. */
export const stateOf = (folder: string): string[] => listRawFiles(folder).map((path) => `${path} ${statSync(join(folder, path)).size} ${createHash('sha256').update(readFileSync(join(folder, path))).digest('hex')}`);

/** A copy to be spoilt; locks and sockets that belong to a process are no files to copy. */
export const copyFolder = (from: string, to: string): void => cpSync(from, to, { recursive: true });

/** Which of the needles stand anywhere in the bytes. */
export const findNeedles = (bytes: Buffer, needles: ReadonlyMap<string, Buffer>): string[] => [...needles].filter(([, needle]) => bytes.includes(needle)).map(([name]) => name);
