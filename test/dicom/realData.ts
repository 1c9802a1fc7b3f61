import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** Real DICOM beside the repository; absent in a plain clone, where tests on it are left out. */
export const dataFolder = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasRealData = existsSync(join(dataFolder, 'README.md'));

export function readReal(path: string): Uint8Array {
  return readFileSync(join(dataFolder, path));
}

export function readRealJson(path: string): unknown {
  return JSON.parse(readFileSync(join(dataFolder, path), 'utf8'));
}

/** Paths of all files under a folder, relative to the data folder. */
export function listReal(folder: string): readonly string[] {
  return readdirSync(join(dataFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name).slice(dataFolder.length + 1))
    .sort();
}
