/** Bytes somebody has. */
export interface MemoryClaim {
  readonly bytes: number;
}

interface Held extends MemoryClaim {
  isHeld: boolean;
  readonly evict: () => void;
}

/** Bytes in use and what may be in use, with eviction of what nobody needs now, that used longest ago first. */
export class MemoryBudget {
  readonly budgetBytes: number;
  /** The claim used longest ago first. */
  readonly #claims = new Set<Held>();
  #usedBytes = 0;

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** There is room, or would be once all that nobody holds is evicted. */
  canFit(bytes: number): boolean {
    let held = 0;
    for (const claim of this.#claims) if (claim.isHeld) held += claim.bytes;
    return held + bytes <= this.budgetBytes;
  }

  /**
   * Takes bytes, evicting for them what must go; null, and nothing is evicted, where there is no room.
   *
   * @param evict lets go of the bytes; the claim is over by then
   */
  claim(bytes: number, isHeld: boolean, evict: () => void): MemoryClaim | null {
    if (!this.canFit(bytes)) return null;
    const evicted: Held[] = [];
    for (const claim of this.#claims) {
      if (this.#usedBytes + bytes <= this.budgetBytes) break;
      if (claim.isHeld) continue;
      this.free(claim);
      evicted.push(claim);
    }
    const claim: Held = { bytes, isHeld, evict };
    this.#claims.add(claim);
    this.#usedBytes += bytes;
    for (const gone of evicted) gone.evict();
    return claim;
  }

  /** It is used now; held, it is never evicted. */
  use(claim: MemoryClaim, isHeld: boolean): void {
    const known = claim as Held;
    if (!this.#claims.delete(known)) return;
    known.isHeld = isHeld;
    this.#claims.add(known);
  }

  free(claim: MemoryClaim): void {
    if (this.#claims.delete(claim as Held)) this.#usedBytes -= claim.bytes;
  }
}
