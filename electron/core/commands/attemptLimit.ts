import { RecordError } from '../../../shared/errors/appError.ts';

const maximumFailures = 5;
const windowMs = 60_000;

/** Slows down guessing of PINs, and of passwords where the platform does not count them: five failures, then a minute's wait. */
export class AttemptLimit {
  readonly #failures = new Map<string, { count: number; lastMs: number }>();

  /**
   * Runs one attempt of somebody; any failure of it counts, and counts before it is known, so that attempts made at once count too.
   * @throws {RecordError} signature-invalid while they have to wait; what the attempt throws
   */
  async attempt<T>(who: string, work: () => Promise<T>, nowMs: number = performance.now()): Promise<T> {
    const known = this.#failures.get(who);
    const before = known && nowMs - known.lastMs < windowMs ? known.count : 0;
    if (before >= maximumFailures) throw new RecordError('signature-invalid', 'Too many wrong PINs or passwords for this person; wait a minute and enter it again.');
    this.#failures.set(who, { count: before + 1, lastMs: nowMs });
    const value = await work();
    this.#failures.delete(who);
    return value;
  }
}
