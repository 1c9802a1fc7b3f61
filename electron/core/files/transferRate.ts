const windowMs = 5000;
/** Below this a rate says more of the first file than of the medium. */
const leastMs = 400;

/** How fast bytes come, over the last seconds. */
export class TransferRate {
  #samples: { readonly atMs: number; readonly bytes: number }[] = [];

  /** @param bytes done since the beginning; @param atMs of any steady clock */
  add(bytes: number, atMs: number): void {
    this.#samples.push({ atMs, bytes });
    // One sample from before the window stays: the rate is that of the window and not of its newest part.
    while ((this.#samples[1]?.atMs ?? Infinity) < atMs - windowMs) this.#samples.shift();
  }

  /** Bytes per second; null while too little time has passed to say. */
  get bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < leastMs) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }
}
