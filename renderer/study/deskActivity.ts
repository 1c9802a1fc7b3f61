/** How many readings of the desk are under way in this window; what may wait asks here first. */
export class DeskActivity {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** One more; call what it returns when it is over. */
  begin(): () => void {
    this.#running++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#running--;
      if (this.#running > 0) return;
      const ready = this.#waiting;
      this.#waiting = [];
      for (const resolve of ready) resolve();
    };
  }

  /** Resolves when nothing is being read. */
  async idle(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

export const deskActivity = new DeskActivity();
