import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../bench/peerProgram.ts';

/** dicom3tools and DCMTK are installed; npm test installs them or says how. */
export const hasValidators = ['dciodvfy', 'dsrdump', 'dcmpschk', 'dcmp2pgm'].every((program) => findProgram(program) !== null);

/** Puts files into a folder for as long as `use` needs them. */
export function withFiles<Result>(files: Readonly<Record<string, Uint8Array>>, use: (path: (name: string) => string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-evidence-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program says of a file, in both its streams. */
export function saidBy(program: string, words: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, text: `${stdout}\n${stderr}` };
}

/** What dciodvfy finds wrong with a file, and what it only remarks. */
export function findingsOf(bytes: Uint8Array): { readonly errors: readonly string[]; readonly warnings: readonly string[] } {
  const lines = withFiles({ 'a.dcm': bytes }, (path) => saidBy('dciodvfy', [path('a.dcm')]).text).split('\n');
  return { errors: lines.filter((line) => line.startsWith('Error')), warnings: lines.filter((line) => line.startsWith('Warning')) };
}
