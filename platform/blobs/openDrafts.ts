import type { ThreadDraft } from './threadDraft.ts';

/** Between two requests of one upload so long; then its draft is closed and read again when somebody goes on. */
const idleMs = 30_000;

/** Drafts between two requests, open with the hash of what they hold, so that going on costs no second reading. */
export class OpenDrafts {
  readonly #drafts = new Map<string, { readonly draft: ThreadDraft; readonly timer: NodeJS.Timeout }>();

  put(id: string, draft: ThreadDraft): void {
    const timer = setTimeout(() => void this.take(id)?.close(), idleMs);
    timer.unref();
    this.#drafts.set(id, { draft, timer });
  }

  has(id: string): boolean {
    return this.#drafts.has(id);
  }

  /** The draft, now the caller's to close. */
  take(id: string): ThreadDraft | undefined {
    const found = this.#drafts.get(id);
    if (!found) return undefined;
    clearTimeout(found.timer);
    this.#drafts.delete(id);
    return found.draft;
  }
}
