import { PlatformError } from '../platformError.ts';

/** An editor sends some seven changes a second; a console that was offline for days sends its own in one go. */
const perSecond = 40;
const burst = 4000;

/** Holds back a console that sends changes without end; each node counts for itself. */
export class PushRate {
  readonly #spent = new Map<string, { count: number; atMs: number }>();

  /** @throws {PlatformError} too-many-attempts */
  take(personId: string, changes: number, nowMs: number = performance.now()): void {
    const known = this.#spent.get(personId);
    const left = known ? Math.max(0, known.count - ((nowMs - known.atMs) / 1000) * perSecond) : 0;
    if (left + changes > burst) {
      const waitSeconds = Math.ceil((left + changes - burst) / perSecond);
      throw new PlatformError('too-many-attempts', `Too many changes of minutes from this account; the rest is taken in ${waitSeconds} s.`, { detail: { waitSeconds } });
    }
    this.#spent.set(personId, { count: left + changes, atMs: nowMs });
  }
}
