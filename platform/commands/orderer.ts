import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { commitCommand, type Sender } from './commitCommand.ts';

/** Told after the transaction is on the disk. */
export type CommitListener = (committed: Committed, heads: ReadonlyMap<string, number>) => void;

/** The one place where commands get their order; tells its listeners about each after it is committed. */
export interface Orderer {
  push(command: AnyCommand, sender: Sender): Outcome;
  onCommitted(listener: CommitListener): void;
}

export function createOrderer(store: PlatformStore): Orderer {
  const listeners: CommitListener[] = [];
  return {
    push(command, sender) {
      const { outcome, committed, heads } = commitCommand(store, command, sender, Date.now());
      if (committed) for (const listener of listeners) listener(committed, heads);
      return outcome;
    },
    onCommitted: (listener) => void listeners.push(listener),
  };
}
