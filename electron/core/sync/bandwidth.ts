/** Shortest pause worth taking, ms; under it the timers of the system are too coarse. */
const shortestPauseMs = 20;
/** What may go at once after a rest: a quarter of a second's worth. */
const burstSeconds = 0.25;

/** How many bytes may pass each second in one direction, for all transfers together; a change is felt at once. */
export class Bandwidth {
  readonly #nowMs: () => number;
  #bytesPerSecond: number | null = null;
  #tokens = 0;
  #filledAtMs = 0;
  readonly #paused = new Set<() => void>();

  /** @param nowMs a clock that only runs forwards */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  get bytesPerSecond(): number | null {
    return this.#bytesPerSecond;
  }

  /** @param bytesPerSecond null: as fast as the line carries */
  limit(bytesPerSecond: number | null): void {
    if (bytesPerSecond === this.#bytesPerSecond) return;
    this.#bytesPerSecond = bytesPerSecond;
    this.#tokens = 0;
    this.#filledAtMs = this.#nowMs();
    for (const wake of this.#paused) wake();
  }

  /** Resolves when so many bytes may pass, or when the transfer was stopped. */
  async take(bytes: number, stop: AbortSignal): Promise<void> {
    for (let left = bytes; left > 0; ) {
      const rate = this.#bytesPerSecond;
      if (rate === null || stop.aborted) return;
      this.#fill(rate);
      const taken = Math.min(left, this.#tokens);
      this.#tokens -= taken;
      left -= taken;
      if (left > 0) await this.#pause(Math.max(shortestPauseMs, (Math.min(left, rate * burstSeconds) / rate) * 1000), stop);
    }
  }

  #fill(rate: number): void {
    const nowMs = this.#nowMs();
    this.#tokens = Math.min(rate * burstSeconds, this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * rate);
    this.#filledAtMs = nowMs;
  }

  #pause(ms: number, stop: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const wake = (): void => {
        clearTimeout(timer);
        stop.removeEventListener('abort', wake);
        this.#paused.delete(wake);
        done();
      };
      const timer = setTimeout(wake, ms);
      stop.addEventListener('abort', wake, { once: true });
      this.#paused.add(wake);
    });
  }
}
