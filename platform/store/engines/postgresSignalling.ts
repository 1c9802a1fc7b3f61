import { createAdapter } from '@socket.io/postgres-adapter';
import { Client, Pool, type PoolConfig } from 'pg';
import type { Log } from '../../log/log.ts';

/** What socket.io takes to reach the consoles of all nodes, and its end. */
export interface Signalling {
  readonly adapter: ReturnType<typeof createAdapter>;
  close(): Promise<void>;
}

/**
 * LISTEN and NOTIFY between nodes. One connection speaks, so that what a node tells arrives in its order; one
 * listens, and is made anew whenever it breaks (a pool would count the broken one as still in use).
 */
export function openSignalling(config: PoolConfig, log: Log): Signalling {
  const speaking = new Pool({ ...config, max: 1 });
  const note = (error: Error): void => log.warn('connectionLost', { what: 'between nodes' }, error);
  speaking.on('error', note);
  const connections = {
    async connect() {
      const client = new Client(config);
      client.on('error', note);
      await client.connect();
      return Object.assign(client, { release: () => void client.end().catch(note) });
    },
    query: (text: string, values?: unknown[]) => speaking.query(text, values),
  };
  // Made when a server takes it: it listens from then on, and would hold the process of a command that serves nobody for ever.
  let listening: ReturnType<typeof createAdapter> | null = null;
  return {
    get adapter() {
      return (listening ??= createAdapter(connections as unknown as Pool, { errorHandler: note }));
    },
    close: () => speaking.end(),
  };
}
