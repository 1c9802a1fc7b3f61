import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors/appError.ts';

const longestWaitMs = 30_000;
/** A platform that tells so often to wait is asked again in the next pass. */
const mostWaits = 20;

/** From a `Retry-After` in seconds, ms; a little more than asked for, so that consoles do not come back at the same moment. */
export const retryAfterMs = (header: string | null | undefined): number => Math.min(longestWaitMs, Math.max(1, Number(header) || 1) * 1000) * (1 + Math.random() / 4);

/**
 * Does it again, each time after the wait the platform asked for, while the platform finds this console too fast (429). Waits grow:
 * what takes several requests would otherwise spend the first turn on the same one for ever.
 * @throws what `work` throws; its last refusal where `stop` ends the wait
 */
export async function waitTurn<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = error instanceof AppError && error.detail['status'] === 429 ? error.detail['waitMs'] : null;
      if (typeof waitMs !== 'number' || waits >= mostWaits || stop.aborted) throw error;
      await wait(Math.min(longestWaitMs, waitMs * (waits + 1)), undefined, { signal: stop }).catch(() => {
        throw error;
      });
    }
  }
}
