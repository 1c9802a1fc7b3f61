import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** DCMTK's viewer program is installed. */
export const hasDcmtk = spawnSync('dcm2pnm', ['--version']).status === 0;

/**
 * What DCMTK makes of a file, as RGB of 8 bits.
 *
 * @param options dcm2pnm's, without scaling
 * @param program dcmj2pnm for JPEG
 */
export function drawnByDcmtk(file: string, options: readonly string[], program: 'dcm2pnm' | 'dcmj2pnm' = 'dcm2pnm'): { readonly columns: number; readonly rows: number; readonly rgb: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'dcm2pnm-'));
  try {
    const out = join(folder, 'out.pnm');
    execFileSync(program, ['-q', ...options, file, out], { stdio: 'pipe' });
    return parsePnm(readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parsePnm(bytes: Uint8Array): { readonly columns: number; readonly rows: number; readonly rgb: Uint8Array } {
  const header = /^P([56])\s(?:#[^\n]*\n)*(\d+)\s+(\d+)\s+255\s/.exec(String.fromCharCode(...bytes.subarray(0, 200)));
  if (header === null) throw new Error('not an 8 bit PGM or PPM');
  const [whole, kind, columns, rows] = header;
  const samples = bytes.subarray(whole.length);
  const rgb = kind === '6' ? samples : Uint8Array.from({ length: samples.length * 3 }, (_, index) => samples[Math.floor(index / 3)] ?? 0);
  return { columns: Number(columns), rows: Number(rows), rgb };
}
