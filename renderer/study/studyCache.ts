interface Disposable {
  readonly dispose: () => void;
}

/** Holds sessions in use and, beyond them, the `limit` complete ones used last; disposes every other. */
export class StudyCache<T extends Disposable> {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly session: T; users: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The session of `key`, opened if it is not held; one `release` must follow. */
  acquire(key: string, open: () => T): T {
    const entry = this.#entries.get(key) ?? { session: open(), users: 0 };
    entry.users++;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#trim();
    return entry.session;
  }

  /** Gives a session back; an incomplete one that nobody uses is disposed at once. */
  release(key: string, isComplete: boolean): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.users--;
    if (entry.users <= 0 && !isComplete) this.#drop(key);
    this.#trim();
  }

  /** Disposes all that nobody uses. */
  clear(): void {
    for (const [key, entry] of this.#entries) if (entry.users <= 0) this.#drop(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return;
      if (entry.users <= 0) this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#entries.get(key)?.session.dispose();
    this.#entries.delete(key);
  }
}
