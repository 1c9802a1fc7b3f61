import type { Person } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import type { Db } from '../store/openDatabase.ts';
import { inTransaction } from '../store/statement.ts';

/** The same person opening the same thing again within this time is one view. */
const viewAgainMs = 5 * 60_000;

/** Writes an audit entry for what is looked at, once while somebody keeps looking. */
export class ViewAudit {
  readonly #db: Db;
  readonly #viewed = new Map<string, number>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** @param caseId the case it belongs to, where the subject is not its id */
  view(person: Pick<Person, 'id'>, action: string, subject: string, caseId?: string): void {
    const key = `${person.id} ${action} ${subject}`;
    const nowMs = Date.now();
    if (nowMs - (this.#viewed.get(key) ?? 0) < viewAgainMs) return;
    inTransaction(this.#db, () => appendAudit(this.#db, { atMs: nowMs, personId: person.id, action, subject, ...(caseId === undefined ? {} : { caseId }) }));
    this.#viewed.set(key, nowMs);
  }
}
