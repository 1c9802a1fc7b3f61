import { seededRandom } from '../../mdt/support.ts';

/** Everything a seed decides, in the order it is asked. */
export class Dice {
  readonly random: () => number;
  readonly #seed: number;
  #ids = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.random = seededRandom(seed);
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** @throws {Error} for an empty list */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('there is nothing to choose from');
    return found;
  }

  /** A UUID that only this seed has. */
  id(): string {
    this.#ids += 1;
    return `${this.#seed.toString(16).padStart(8, '0')}-0000-7000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
  }
}
