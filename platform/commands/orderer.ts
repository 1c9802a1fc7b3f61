import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';
import { commitCommand, type CommitResult, type Sender } from './commitCommand.ts';
import { publish, type Publication } from './publish.ts';

/** Told after the transaction is on the disk: what was committed, in order, and the new ends of the feeds it reached. The answer waits for it. */
export type CommitListener = (committed: readonly Committed[], heads: ReadonlyMap<string, number>) => void | Promise<void>;

/** Work of the platform itself that belongs in the same transaction; false when there is nothing to push after all. */
export type BeforePush = (tx: StoreTransaction) => Promise<boolean>;

/** The one place where commands get their order; tells its listeners about each after it is committed. */
export interface Orderer {
  /** One outcome a command, in their order; all are on the disk when it returns. */
  push(commands: readonly AnyCommand[], sender: Sender, before?: BeforePush): Promise<Outcome[]>;
  onCommitted(listener: CommitListener): void;
}

interface Batch {
  readonly results: readonly CommitResult[];
  readonly heads: ReadonlyMap<string, number>;
}

export function createOrderer(store: PlatformStore): Orderer {
  const listeners: CommitListener[] = [];
  const commit = async (commands: readonly AnyCommand[], sender: Sender, before?: BeforePush): Promise<Outcome[]> => {
    const { results, heads } = await store.transact((tx) => orderAll(tx, commands, sender, before));
    const committed = results.flatMap((result) => result.committed ?? []);
    if (committed.length > 0) for (const listener of listeners) await listener(committed, heads);
    return results.map(({ outcome }) => outcome);
  };
  return {
    async push(commands, sender, before) {
      try {
        return await commit(commands, sender, before);
      } catch (error) {
        if (commands.length < 2 || before) throw error;
        // One command broke the transaction of all. Alone, those before it pass, and it fails for itself.
        const outcomes: Outcome[] = [];
        for (const command of commands) outcomes.push(...(await commit([command], sender)));
        return outcomes;
      }
    },
    onCommitted: (listener) => void listeners.push(listener),
  };
}

/** All commands of one request in one transaction: each has its own outcome, and one write to the disk serves all. */
async function orderAll(tx: StoreTransaction, commands: readonly AnyCommand[], sender: Sender, before?: BeforePush): Promise<Batch> {
  await tx.lock(commands.map(({ stream }) => `stream/${stream.id}`));
  if (before && !(await before(tx))) return { results: [], heads: new Map() };
  const results: CommitResult[] = [];
  for (const command of commands) results.push(await commitCommand(tx, command, sender, Date.now()));
  const publications = results.flatMap(({ publication }): Publication[] => (publication ? [publication] : []));
  return { results, heads: await publish(tx, publications) };
}
