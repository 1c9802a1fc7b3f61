import { addInstances, markLocal, markOnPlatform, type IndexedInstance } from '../store/imaging.ts';
import type { Store } from '../store/openStore.ts';
import { inTransaction } from '../store/statement.ts';
import type { Transfer } from './blobPlan.ts';

const batchSize = 32;
const batchMs = 300;

/**
 * Writes down what arrived and what the platform has, several at a time: one durable transaction for each object
 * would cost more than moving it. What a crash leaves unwritten is found again, in the blob store or at the platform.
 */
export class TransferLedger {
  readonly #store: Store;
  #sent: string[] = [];
  #arrived: { readonly transfer: Transfer; readonly instance: IndexedInstance | null }[] = [];
  #sinceMs = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  sent(transfer: Transfer): void {
    this.#sent.push(transfer.sha256);
    this.#flushWhenDue();
  }

  /** @param instance null for what is not indexed, such as a report */
  arrived(transfer: Transfer, instance: IndexedInstance | null): void {
    this.#arrived.push({ transfer, instance });
    this.#flushWhenDue();
  }

  #flushWhenDue(): void {
    const nowMs = performance.now();
    const waiting = this.#sent.length + this.#arrived.length;
    if (waiting === 1) this.#sinceMs = nowMs;
    if (waiting >= batchSize || nowMs - this.#sinceMs >= batchMs) this.flush();
  }

  flush(): void {
    const [sent, arrived] = [this.#sent, this.#arrived];
    if (sent.length + arrived.length === 0) return;
    this.#sent = [];
    this.#arrived = [];
    inTransaction(this.#store.db, () => {
      for (const sha256 of sent) markOnPlatform(this.#store.db, sha256);
      for (const { transfer, instance } of arrived) {
        if (instance) addInstances(this.#store.db, transfer.caseId, [instance]);
        markLocal(this.#store.db, transfer.sha256, transfer.byteLength);
        // It came from there.
        markOnPlatform(this.#store.db, transfer.sha256);
      }
    });
  }
}
