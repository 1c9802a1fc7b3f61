import type { FastifyInstance } from 'fastify';
import { PlatformError } from '../platformError.ts';
import { hashSecret } from '../store/secrets.ts';

/** How much may come at once, and how much per second for long. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Per access token: far above what a console does when it catches up after a week, and below what would hold up the others. */
export const requestRate: Rate = { burst: 6000, perSecond: 600 };

/** Commands per account: a console that was away for a week hands all of its in at once, and nobody makes so many by hand. */
export const commandRate: Rate = { burst: 10_000, perSecond: 200 };

/** What holds somebody back; the label of a metric. */
export const limits = ['requests', 'commands', 'minutes', 'signIn'] as const;
export type Limit = (typeof limits)[number];

/** @throws {PlatformError} rate-limited, when there is something to wait for */
export function holdBack(waitSeconds: number, limit: Limit, who: string): void {
  if (waitSeconds > 0) throw new PlatformError('rate-limited', `${who} asks too fast; go on in ${waitSeconds} s.`, { detail: { waitSeconds, limit } });
}

/** A bucket each for many names; one that is full again is forgotten. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** @param nowMs of a clock that only goes forward @returns seconds to wait; 0 when it was taken */
  take(name: string, count: number, nowMs: number): number {
    const { burst, perSecond } = this.#rate;
    const known = this.#buckets.get(name);
    const left = known ? Math.min(burst, known.left + ((nowMs - known.atMs) / 1000) * perSecond) : burst;
    // More than a full bucket at once goes through when the bucket is full, and is paid for afterwards.
    const isTaken = left >= Math.min(count, burst);
    this.#buckets.set(name, { left: isTaken ? left - count : left, atMs: nowMs });
    return isTaken ? 0 : Math.max(1, Math.ceil((Math.min(count, burst) - left) / perSecond));
  }

  sweep(nowMs: number): void {
    for (const [name, { left, atMs }] of this.#buckets) if (left + ((nowMs - atMs) / 1000) * this.#rate.perSecond >= this.#rate.burst) this.#buckets.delete(name);
  }
}

/** Requests of one token on this node; sign-ins are counted in the store, for all nodes. */
export function addRateLimits(app: FastifyInstance, rate: Rate = requestRate): void {
  const buckets = new TokenBuckets(rate);
  let sweptMs = performance.now();
  app.addHook('onRequest', (request, _reply, done) => {
    const nowMs = performance.now();
    if (nowMs - sweptMs > 60_000) {
      buckets.sweep(nowMs);
      sweptMs = nowMs;
    }
    const { authorization } = request.headers;
    const waitSeconds = authorization === undefined ? 0 : buckets.take(hashSecret(authorization), 1, nowMs);
    holdBack(waitSeconds, 'requests', 'This console');
    done();
  });
}
