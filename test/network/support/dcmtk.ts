import { execFile } from 'node:child_process';

/** What a program of DCMTK said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of DCMTK (Debian package dcmtk) to its end, at most 20 s. */
export function dcmtk(program: string, ...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(program, [...words], { timeout: 20_000, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (error && error.code === 'ENOENT') reject(new Error(`${program} is needed: sudo apt-get install -y --no-install-recommends dcmtk`));
      else resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: `${stdout}${stderr}` });
    });
  });
}
