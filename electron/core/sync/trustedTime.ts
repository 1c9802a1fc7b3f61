import type { ClockReading } from './platformClient.ts';

/** A time counts as the platform's when the clocks were compared so recently. */
const freshMs = 10 * 60_000;
/** Between the two ways to count the time since then; more means that the clock was set or the machine slept. */
const toleranceMs = 2000;

export interface TrustedTime {
  readonly atMs: number;
  readonly timeSource: 'platform' | 'device';
}

/**
 * The time for a signature. It is the platform's only while our clock has run on since the comparison; after it was
 * set, the difference that was measured says nothing any more.
 */
export function trustedTime(clock: ClockReading | null, nowMs: number, monotonicMs: number): TrustedTime {
  if (clock === null) return { atMs: nowMs, timeSource: 'device' };
  const elapsedMs = monotonicMs - clock.monotonicMs;
  const hasRunOn = Math.abs(nowMs - clock.atMs - elapsedMs) <= toleranceMs;
  return hasRunOn && elapsedMs < freshMs ? { atMs: nowMs + clock.driftMs, timeSource: 'platform' } : { atMs: nowMs, timeSource: 'device' };
}
