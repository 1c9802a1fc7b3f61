import { v7 as uuidv7 } from 'uuid';
import type { Log } from '../log/log.ts';
import type { PlatformStore } from '../store/openStore.ts';

/** How often a node says that it lives, and after what silence the others take it for dead. */
export const nodeTiming = { beatMs: 1000, deadMs: 5000 } as const;

/** Nodes whose clocks differ by more measure attendance and expiry differently. */
const tolerableDriftMs = 2000;

/** This process among the nodes of its platform. */
export interface NodeRegistration {
  readonly id: string;
  /** Enters this process under its address, once it listens there; names a clock that differs from the database server's. */
  enter(url: string): Promise<void>;
  /** Says that this node lives; true when the others may have taken it for dead in the meantime. */
  beat(): Promise<boolean>;
  /** Ids of the living nodes, this one among them. */
  alive(): Promise<string[]>;
  stop(): Promise<void>;
}

export function createNode(store: PlatformStore, log: Log, id: string = uuidv7()): NodeRegistration {
  let url: string | null = null;
  let lastBeatMs = performance.now();
  return {
    id,
    async enter(at) {
      const driftMs = (await store.nodes.clockMs(store.kind)) - Date.now();
      if (Math.abs(driftMs) > tolerableDriftMs) log.warn('clockDrift', { ms: Math.round(driftMs) });
      await store.nodes.add({ id, url: at }, Date.now());
      url = at;
      lastBeatMs = performance.now();
    },
    async beat() {
      if (url === null) return false;
      const wasSilentMs = performance.now() - lastBeatMs;
      lastBeatMs = performance.now();
      await store.nodes.seen({ id, url }, Date.now());
      return wasSilentMs > nodeTiming.deadMs;
    },
    async alive() {
      // Where one process owns the file, whoever else is in it has ended.
      if (store.kind === 'sqlite') return [id];
      const others = await store.nodes.alive(Date.now() - nodeTiming.deadMs);
      return [...new Set([id, ...others.map((other) => other.id)])];
    },
    // Whatever is with the database: the others take a node that is silent for dead, and this one has to end.
    stop: () => store.nodes.remove(id).catch((error: unknown) => log.warn('workFailed', { what: 'leaving the list of nodes' }, error)),
  };
}
