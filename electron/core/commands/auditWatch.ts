import type { AuditIntegrity } from '../../../shared/ipc/channels.ts';
import { auditChain, findAuditBreaks, listAnchors } from '../store/audit.ts';
import { ChainCheck, type ChainBreak } from '../store/auditChain.ts';
import type { Db } from '../store/openDatabase.ts';

/** The whole chain is read again after this time; in between only what was added. */
const wholeEveryMs = 10 * 60_000;

/** Says whether the access log holds, without reading all of it each time a page asks. */
export class AuditWatch {
  readonly #db: Db;
  #wholeAtMs = 0;
  #check = new ChainCheck();
  #breaks: ChainBreak[] = [];

  constructor(db: Db) {
    this.#db = db;
  }

  integrity(nowMs: number): AuditIntegrity {
    const isWhole = nowMs - this.#wholeAtMs >= wholeEveryMs;
    if (isWhole) {
      this.#check = new ChainCheck();
      this.#breaks = findAuditBreaks(this.#db);
      this.#wholeAtMs = nowMs;
    }
    for (const row of auditChain(this.#db, this.#check.head.seq)) {
      const found = this.#check.next(row);
      // The whole reading has named what was there already.
      if (found && !isWhole) this.#breaks.push(found);
    }
    return { checkedAtMs: nowMs, rows: this.#check.head.seq, breaks: this.#breaks, anchoredAtMs: listAnchors(this.#db).at(-1)?.atMs ?? null };
  }
}
