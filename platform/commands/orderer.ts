import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';
import { PlatformError } from '../platformError.ts';
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
  /**
   * As {@link push}, for a console that says which generation of the order it knows.
   * @throws {PlatformError} restored when there is another by now
   */
  pushInto(generationId: string, commands: readonly AnyCommand[], sender: Sender): Promise<Outcome[]>;
  /** Tells the listeners of commands that got their places elsewhere. */
  announce(committed: readonly Committed[], heads: ReadonlyMap<string, number>): Promise<void>;
  onCommitted(listener: CommitListener): void;
}

/** What one console hands in at once. */
interface Push {
  readonly commands: readonly AnyCommand[];
  readonly sender: Sender;
  readonly generationId: string | null;
}

/** Commands of several consoles in one transaction at most: it holds their cases and feeds until it ends. */
const largestBatch = 200;

export function createOrderer(store: PlatformStore): Orderer {
  const listeners: CommitListener[] = [];
  const announce: Orderer['announce'] = async (committed, heads) => {
    if (committed.length > 0) for (const listener of listeners) await listener(committed, heads);
  };
  const commit = async (pushes: readonly Push[], before?: BeforePush): Promise<Outcome[][]> => {
    const { results, heads } = await store.transact((tx) => orderAll(tx, pushes, before));
    await announce(results.flat().flatMap((result) => result.committed ?? []), heads);
    return results.map((ofPush) => ofPush.map(({ outcome }) => outcome));
  };
  const share = shareTransactions(commit, ({ commands }) => commands.length, largestBatch);
  const pushShared = async (push: Push): Promise<Outcome[]> => {
    const { commands } = push;
    try {
      return await share(push);
    } catch (error) {
      if (commands.length < 2) throw error;
      // One command broke the transaction of all. Alone, those before it pass, and it fails for itself.
      const outcomes: Outcome[] = [];
      for (const command of commands) outcomes.push(...(await share({ ...push, commands: [command] })));
      return outcomes;
    }
  };
  return {
    push: async (commands, sender, before) => (before ? (await commit([{ commands, sender, generationId: null }], before)).flat() : pushShared({ commands, sender, generationId: null })),
    pushInto: (generationId, commands, sender) => pushShared({ commands, sender, generationId }),
    announce,
    onCommitted: (listener) => void listeners.push(listener),
  };
}

/** All commands of the pushes in one transaction: each has its own outcome, and one write to the disk serves all. */
async function orderAll(tx: StoreTransaction, pushes: readonly Push[], before?: BeforePush): Promise<{ results: CommitResult[][]; heads: ReadonlyMap<string, number> }> {
  await tx.lock(pushes.flatMap(({ commands }) => commands.map(({ stream }) => `stream/${stream.id}`)));
  const stated = pushes.flatMap(({ generationId }) => generationId ?? []);
  if (stated.length > 0) {
    // After the streams are held: until this ends nobody puts what they hold in another order.
    const { id } = await tx.generations.current();
    if (stated.some((generationId) => generationId !== id)) throw restored();
  }
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

/** For a console that knows an order which is true no more. */
export const restored = (): PlatformError =>
  new PlatformError('restored', 'The platform was put back from an older copy since this console last heard of it; the console gives back what the copy lacks and goes on by itself.');
