import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';
import { commitCommand, type CommitResult, type Sender } from './commitCommand.ts';
import { publish, type Publication } from './publish.ts';
import { shareTransactions } from './shareTransactions.ts';

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

/** What one console hands in at once. */
interface Push {
  readonly commands: readonly AnyCommand[];
  readonly sender: Sender;
}

/** Commands of several consoles in one transaction at most: it holds their cases and feeds until it ends. */
const largestBatch = 200;

export function createOrderer(store: PlatformStore): Orderer {
  const listeners: CommitListener[] = [];
  const commit = async (pushes: readonly Push[], before?: BeforePush): Promise<Outcome[][]> => {
    const { results, heads } = await store.transact((tx) => orderAll(tx, pushes, before));
    const committed = results.flat().flatMap((result) => result.committed ?? []);
    if (committed.length > 0) for (const listener of listeners) await listener(committed, heads);
    return results.map((ofPush) => ofPush.map(({ outcome }) => outcome));
  };
  const share = shareTransactions(commit, ({ commands }) => commands.length, largestBatch);
  return {
    async push(commands, sender, before) {
      if (before) return (await commit([{ commands, sender }], before)).flat();
      try {
        return await share({ commands, sender });
      } catch (error) {
        if (commands.length < 2) throw error;
        // One command broke the transaction of all. Alone, those before it pass, and it fails for itself.
        const outcomes: Outcome[] = [];
        for (const command of commands) outcomes.push(...(await share({ commands: [command], sender })));
        return outcomes;
      }
    },
    onCommitted: (listener) => void listeners.push(listener),
  };
}

/** All commands of the pushes in one transaction: each has its own outcome, and one write to the disk serves all. */
async function orderAll(tx: StoreTransaction, pushes: readonly Push[], before?: BeforePush): Promise<{ results: CommitResult[][]; heads: ReadonlyMap<string, number> }> {
  await tx.lock(pushes.flatMap(({ commands }) => commands.map(({ stream }) => `stream/${stream.id}`)));
  if (before && !(await before(tx))) return { results: [], heads: new Map() };
  const results: CommitResult[][] = [];
  for (const { commands, sender } of pushes) {
    const ofPush: CommitResult[] = [];
    for (const command of commands) ofPush.push(await commitCommand(tx, command, sender, Date.now()));
    results.push(ofPush);
  }
  const publications = results.flat().flatMap(({ publication }): Publication[] => (publication ? [publication] : []));
  return { results, heads: await publish(tx, publications) };
}
