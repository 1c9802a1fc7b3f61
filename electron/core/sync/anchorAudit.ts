import { auditHead, putAnchor } from '../store/audit.ts';
import type { Db } from '../store/openDatabase.ts';
import { inTransaction } from '../store/statement.ts';
import type { PlatformClient } from './platformClient.ts';

/** The end of the log is noted at most so often; what is cut off within this time only the next note would have shown. */
const everyMs = 60 * 60_000;
/** After a failure. */
const againMs = 30_000;

/**
 * Has the platform note the end of this console's access log, so that rows cut off its end, even by someone who has the
 * key, are missed. What the platform noted before is fetched first: whoever cuts the log may have removed the notes here too.
 */
export class AuditAnchoring {
  readonly #db: Db;
  #nextAtMs = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  isDue(nowMs: number): boolean {
    return nowMs >= this.#nextAtMs;
  }

  /** @param platform name of the platform, the same after its address changed. @throws {SyncError} when it cannot be reached; due again soon */
  async note(client: Pick<PlatformClient, 'anchorAudit' | 'auditAnchors'>, platform: string, token: string, nowMs: number): Promise<void> {
    this.#nextAtMs = nowMs + againMs;
    const { anchors } = await client.auditAnchors(token);
    inTransaction(this.#db, () => anchors.forEach((anchor) => putAnchor(this.#db, { platform, ...anchor })));
    const head = auditHead(this.#db);
    if (head.seq > (anchors.at(-1)?.seq ?? 0)) {
      await client.anchorAudit(token, head);
      inTransaction(this.#db, () => putAnchor(this.#db, { platform, ...head, atMs: nowMs }));
    }
    this.#nextAtMs = nowMs + everyMs;
  }
}
