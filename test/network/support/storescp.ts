import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './orthanc.ts';

/** DCMTK's receiver, which writes what it gets without touching it (`--bit-preserving`). */
export interface StoreScp {
  readonly port: number;
  /** Every file received so far. */
  files(): Uint8Array[];
  stop(): Promise<void>;
}

/** @param words further options, as the transfer syntaxes it takes */
export async function startStoreScp(folder: string, ...words: readonly string[]): Promise<StoreScp> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = spawn('storescp', ['--bit-preserving', '--unique-filenames', '--disable-host-lookup', '--aetitle', 'STORESCP', '--output-directory', folder, ...words, String(port)], { stdio: 'ignore' });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', () => reject(new Error('storescp is needed: sudo apt-get install -y --no-install-recommends dcmtk')));
  });
  const isUp = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(socket.destroy() && true)).once('error', () => resolve(false));
    });
  while (!(await Promise.race([isUp(), ended.then(() => true)]))) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    port,
    files: () => readdirSync(folder).map((name) => readFileSync(join(folder, name))),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      process.removeListener('exit', kill);
    },
  };
}
