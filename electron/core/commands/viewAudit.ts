import type { Person } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import type { Db } from '../store/openDatabase.ts';

/** The same person opening the same thing again within this time is one view. */
const viewAgainMs = 5 * 60_000;

/** Writes an audit entry for what is looked at, once while somebody keeps looking. */
export class ViewAudit {
  readonly #db: Db;
  readonly #viewed = new Map<string, number>();

  constructor(db: Db) {
    this.#db = db;
  }

  view(person: Person, action: string, subject: string): void {
    const key = `${person.id} ${action} ${subject}`;
    const nowMs = Date.now();
    if (nowMs - (this.#viewed.get(key) ?? 0) < viewAgainMs) return;
    this.#viewed.set(key, nowMs);
    appendAudit(this.#db, { atMs: nowMs, personId: person.id, action, subject });
  }
}
