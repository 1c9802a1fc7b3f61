import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServeMessage, ServeReport } from '../../../platform/serve.ts';
import type { StoreOptions } from '../../../platform/store/openStore.ts';
import { startPostgres } from '../../../scripts/postgres.ts';

export const setups = ['sqlite', 'postgres'] as const;
/** One platform process on SQLite, or two on one PostgreSQL that writes to the disk at each commit. */
export type Setup = (typeof setups)[number];

export const setupNames: Readonly<Record<Setup, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL, two nodes' };

/** The place of a platform that is not running yet: fill its store, then start its nodes. */
export interface Site {
  readonly storeOptions: StoreOptions;
  /** Addresses of its nodes, each a process of its own. */
  start(isSample: boolean): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function openSite(setup: Setup, folder: string): Promise<Site> {
  const key = randomBytes(32);
  const dataDir = join(folder, 'platform');
  const postgres = setup === 'postgres' ? await startPostgres({ isDurable: true }) : null;
  const databaseUrl = await postgres?.newDatabase();
  const nodes: ChildProcess[] = [];
  const startNode = async (isSample: boolean): Promise<string> => {
    const node = fork(fileURLToPath(new URL('../../../platform/serve.ts', import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    nodes.push(node);
    const ready = new Promise<string>((resolve, reject) => {
      node.on('message', (report: ServeReport) => {
        if (report.kind === 'ready') resolve(report.url);
        if (report.kind === 'fatal') reject(new Error(report.error.message));
      });
      node.once('exit', (code) => reject(new Error(`The platform ended with code ${code ?? 'none'}.`)));
    });
    node.send({ host: '127.0.0.1', port: 0, dataDir, isSample, keyHex: key.toString('hex'), databaseUrl } satisfies ServeMessage);
    return ready;
  };
  return {
    storeOptions: { dataDir, key, databaseUrl },
    async start(isSample) {
      const urls: string[] = [];
      for (let n = 0; n < (setup === 'postgres' ? 2 : 1); n += 1) urls.push(await startNode(isSample));
      return urls;
    },
    async stop() {
      for (const node of nodes) {
        if (node.exitCode !== null || node.signalCode !== null) continue;
        const ended = once(node, 'exit');
        node.kill('SIGTERM');
        await ended;
      }
      await postgres?.stop();
    },
  };
}
