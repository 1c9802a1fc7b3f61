/**
 * Hands items from whoever produces them to one consumer, one at a time: a producer that waits for `push` sends no
 * more before the consumer has taken what came last.
 */
export class Handover<T> implements AsyncIterable<T> {
  readonly #waiting: { readonly item: T; readonly taken: () => void }[] = [];
  #wake: (() => void) | null = null;
  #end: { readonly error: unknown } | null = null;

  /** Resolves once the consumer has the item, or will not take any more. */
  push(item: T): Promise<void> {
    if (this.#end) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ item, taken: resolve });
      this.#wake?.();
    });
  }

  /** Nothing more comes; an error is thrown to the consumer after the last item. */
  finish(error: unknown = null): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next) {
          next.taken();
          yield next.item;
        } else if (this.#end) {
          if (this.#end.error !== null) throw this.#end.error;
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          this.#wake = null;
        }
      }
    } finally {
      this.finish();
      for (const { taken } of this.#waiting.splice(0)) taken();
    }
  }
}
