/** Calls at most once in a while, the last call never lost. */
export interface Throttle {
  readonly ask: () => void;
  /** Makes a call that is due later at once. */
  readonly flush: () => void;
}

/** @param intervalMs least time between two calls; the first comes at once */
export function throttle(call: () => void, intervalMs: number, nowMs: () => number): Throttle {
  let calledAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    clearTimeout(timer);
    timer = undefined;
    calledAtMs = nowMs();
    call();
  };
  return {
    ask: () => {
      if (timer !== undefined) return;
      const waitMs = calledAtMs + intervalMs - nowMs();
      if (waitMs <= 0) run();
      else timer = setTimeout(run, waitMs);
    },
    flush: () => {
      if (timer !== undefined) run();
    },
  };
}
