import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './orthanc.ts';

/** DCMTK's archive, which compares text byte by byte. */
export interface DcmQrScp {
  readonly port: number;
  /** Its files; `dcmqridx` lists new ones. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** @param console AE title and port this console is known by */
export async function startDcmQrScp(folder: string, console: { readonly aeTitle: string; readonly port: number }): Promise<DcmQrScp> {
  mkdirSync(join(folder, 'db'), { recursive: true });
  const port = await freePort();
  const file = join(folder, 'dcmqrscp.cfg');
  writeFileSync(file, `MaxPDUSize = 16384\nMaxAssociations = 4\nHostTable BEGIN\ndesk = (${console.aeTitle}, localhost, ${console.port})\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP ${join(folder, 'db')} RW (500, 1024mb) ANY\nAETable END\n`);
  const child = spawn('dcmqrscp', ['--config', file, String(port)], { stdio: 'ignore' });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', () => reject(new Error('dcmqrscp is needed: sudo apt-get install -y --no-install-recommends dcmtk')));
  });
  const isUp = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(socket.destroy() && true)).once('error', () => resolve(false));
    });
  const deadline = Date.now() + 10_000;
  while (!(await isUp())) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('dcmqrscp did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port, folder: join(folder, 'db'),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      process.removeListener('exit', kill);
    },
  };
}
