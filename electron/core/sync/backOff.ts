/**
 * Waiting times of retries: doubling from `firstMs` to `limitMs`, each between half and the whole,
 * so that consoles which lost the platform together do not come back together.
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #limitMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(firstMs: number, limitMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#limitMs = limitMs;
    this.#random = random;
  }

  /** Delay before the next attempt after one more failure, ms. */
  next(): number {
    const fullMs = Math.min(this.#limitMs, this.#firstMs * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    return fullMs / 2 + (fullMs / 2) * this.#random();
  }

  reset(): void {
    this.#failures = 0;
  }
}
